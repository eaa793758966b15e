import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ImapFlow } from 'imapflow';
import { ChannelError, type FileStore, type StoredFile } from '../adapter.ts';
import { createWitness } from './digest.ts';
import { isGone } from './position.ts';

/** The store of the gateway failed: not the mail's fault, so it is tried again. */
export class StoreTrouble extends ChannelError {
  constructor(cause: unknown) {
    super('passing', 'The gateway could not store a mail.', { cause });
  }
}

/** The mail as the mailbox gave it, stored. */
export interface RawMail {
  file: StoredFile;
  digest: string;
  receivedAt: number;
  /** The whole of a small one; null for one that has to be read from the store. */
  bytes: Buffer | null;
  /** Why it cannot be read although it is stored; null when nothing is known against it. */
  error: string | null;
}

/** A mail to take, with what came of it in advance. */
export interface ListedMail {
  uid: number;
  /** null when it is large, or did not come with the others: it is then asked for by itself. */
  whole: { bytes: Buffer; receivedAt: number } | null;
}

/** Name and type under which raw mail is stored. */
export const RAW = { name: 'message.eml', type: 'message/rfc822' };
const CHUNK_BYTES = 1024 * 1024;
/** What is kept of a mail above the size limit: its headers and how it begins. */
const HEAD_BYTES = 256 * 1024;
const GROUP = 32;
/** Mail below this comes in groups: at most so many times GROUP is held at once. */
const SMALL_BYTES = 64 * 1024;

/** The mails of those UIDs in their order, small ones fetched a group at a time; ends early when told to stop. */
export async function* listMails(
  client: ImapFlow,
  uids: readonly number[],
  isStopping: () => boolean,
): AsyncGenerator<ListedMail> {
  for (let start = 0; start < uids.length; start += GROUP) {
    if (isStopping()) return;
    const group = uids.slice(start, start + GROUP);
    const small = await fetchSmall(client, group);
    for (const uid of group) {
      if (isStopping()) return;
      yield { uid, whole: small.get(uid) ?? null };
    }
  }
}

/** The small ones among those mails. What the server does not give out here is asked for by itself later. */
async function fetchSmall(
  client: ImapFlow,
  uids: readonly number[],
): Promise<Map<number, NonNullable<ListedMail['whole']>>> {
  const source = { start: 0, maxLength: SMALL_BYTES };
  const found = await client
    .fetchAll(uids.join(','), { uid: true, internalDate: true, source }, { uid: true })
    // One mail that the server cannot read fails the group: which one, each by itself will tell.
    .catch(() => []);
  const small = new Map<number, NonNullable<ListedMail['whole']>>();
  for (const { uid, source: bytes, internalDate } of found) {
    if (bytes === undefined || bytes.length === 0 || bytes.length >= SMALL_BYTES) continue;
    small.set(uid, { bytes, receivedAt: new Date(internalDate ?? 0).getTime() });
  }
  return small;
}

/** Puts a mail into the store, streamed when it is large; null when it is gone from the mailbox. */
export async function fetchRaw(
  client: ImapFlow,
  { uid, whole }: ListedMail,
  files: FileStore,
): Promise<RawMail | null> {
  if (whole !== null) return saveWhole(whole, files);
  const about = await client.fetchOne(String(uid), { uid: true, internalDate: true }, { uid: true });
  if (!about) return confirmGone(client, uid);
  const receivedAt = new Date(about.internalDate ?? 0).getTime();
  const download = await client.download(String(uid), undefined, { uid: true, chunkSize: CHUNK_BYTES });
  if (!download.content) return confirmGone(client, uid);
  return { ...(await saveRaw(download.content, files)), receivedAt, bytes: null };
}

async function saveWhole(
  { bytes, receivedAt }: NonNullable<ListedMail['whole']>,
  files: FileStore,
): Promise<RawMail> {
  const file = await files.save(bytes, RAW).catch((cause: unknown) => {
    throw new StoreTrouble(cause);
  });
  return { file, digest: createHash('sha256').update(bytes).digest('hex'), receivedAt, bytes, error: null };
}

/** An empty answer may also be a failure of the server: only its word that the mail is gone lets it pass. */
async function confirmGone(client: ImapFlow, uid: number): Promise<null> {
  if (await isGone(client, uid)) return null;
  throw new ChannelError('passing', 'The mail server did not give out a mail that it lists.');
}

type SavedRaw = Omit<RawMail, 'receivedAt' | 'bytes'>;

async function saveRaw(content: Readable, files: FileStore): Promise<SavedRaw> {
  const witness = createWitness(HEAD_BYTES);
  const downloading = pipeline(content, witness.stream);
  const [saved, downloaded] = await Promise.allSettled([files.save(witness.stream, RAW), downloading]);
  if (saved.status === 'fulfilled' && downloaded.status === 'fulfilled') {
    return { file: saved.value, digest: witness.result().digest, error: null };
  }
  const refusal = saved.status === 'rejected' ? saved.reason : null;
  if (refusal instanceof ChannelError && refusal.kind === 'permanent')
    return saveHead(witness, files, refusal);
  throw downloaded.status === 'rejected' ? downloaded.reason : new StoreTrouble(refusal);
}

async function saveHead(
  witness: ReturnType<typeof createWitness>,
  files: FileStore,
  refusal: ChannelError,
): Promise<SavedRaw> {
  const { digest, head } = witness.result();
  return { file: await files.save(head, RAW), digest, error: refusal.message };
}
