import type { Connection } from 'mongoose';
import { type UserRecord, userModel } from './user-model.ts';

/** Being seen is written down at most so often. */
const SEEN_EVERY_MS = 30_000;

/** Notes that a user's console shows signs of life: on each of its requests and while its socket is open. */
export async function seeUser(
  db: Connection,
  user: Pick<UserRecord, '_id' | 'lastSeenAt'>,
  now: number,
): Promise<void> {
  if (user.lastSeenAt !== null && now - user.lastSeenAt.getTime() < SEEN_EVERY_MS) return;
  const older = { $or: [{ lastSeenAt: null }, { lastSeenAt: { $lt: new Date(now) } }] };
  await userModel(db).updateOne({ _id: user._id, ...older }, { $set: { lastSeenAt: new Date(now) } });
}

/** The same for many users whose consoles are connected; those who were seen a moment ago are left alone. */
export async function seeUsers(db: Connection, ids: readonly string[], now: number): Promise<void> {
  if (ids.length === 0) return;
  const longAgo = { $or: [{ lastSeenAt: null }, { lastSeenAt: { $lt: new Date(now - SEEN_EVERY_MS / 2) } }] };
  await userModel(db).updateMany({ _id: { $in: ids }, ...longAgo }, { $set: { lastSeenAt: new Date(now) } });
}
