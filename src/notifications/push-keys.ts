import type { Connection } from 'mongoose';
import webPush from 'web-push';
import type { SecretBox } from '../store/secret-box.ts';
import { pushKeyModel } from './push-model.ts';

/** The key pair by which push services know us. */
export interface PushKeys {
  publicKey: string;
  privateKey: string;
}

/** The workspace's keys: made at the first use, and of several processes that make them at once one wins. */
export async function readPushKeys(db: Connection, box: SecretBox): Promise<PushKeys> {
  const keys = pushKeyModel(db);
  const stored = await keys.findById('vapid').lean();
  if (stored) return { publicKey: stored.publicKey, privateKey: box.open(stored.privateKey) };
  const made = webPush.generateVAPIDKeys();
  const record = { publicKey: made.publicKey, privateKey: box.seal(made.privateKey) };
  const kept = await keys
    .findByIdAndUpdate('vapid', { $setOnInsert: record }, { upsert: true, returnDocument: 'after' })
    .lean();
  if (!kept) throw new Error('The keys of web push could not be stored.');
  return { publicKey: kept.publicKey, privateKey: box.open(kept.privateKey) };
}
