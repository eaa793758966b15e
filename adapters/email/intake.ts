import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ImapFlow } from 'imapflow';
import {
  type Channel,
  ChannelError,
  type ChannelHost,
  type FileStore,
  type InboundMessage,
  type StoredFile,
  type UnreadableMessage,
} from '../adapter.ts';
import { createWitness } from './digest.ts';
import { withoutAddresses } from './errors.ts';
import { isOwnMail } from './origin.ts';
import { type MailFacts, parseMail } from './parse.ts';
import { isGone } from './position.ts';
import { readMail } from './read.ts';
import type { EmailSettings } from './settings.ts';

/** The store of the gateway failed: not the mail's fault, so it is tried again. */
class StoreTrouble extends ChannelError {
  constructor(cause: unknown) {
    super('passing', 'The gateway could not store a mail.', { cause });
  }
}

/** The mail as the mailbox gave it, stored. */
interface RawMail {
  file: StoredFile;
  digest: string;
  receivedAt: number;
  /** Why it cannot be read although it is stored; null when nothing is known against it. */
  error: string | null;
}

const RAW = { name: 'message.eml', type: 'message/rfc822' };
const CHUNK_BYTES = 1024 * 1024;
/** What is kept of a mail above the size limit: its headers and how it begins. */
const HEAD_BYTES = 256 * 1024;
const MAX_ATTEMPTS = 3;

/** Takes single mails out of a mailbox into the gateway. */
export interface Intake {
  /**
   * Resolves once the mail is accepted or kept as unreadable, or is no longer there. Rejects when it must be
   * tried again; a mail that failed three times on a working connection is kept as unreadable instead.
   */
  take(client: ImapFlow, uid: number, uidValidity: string): Promise<void>;
}

/** Makes the intake of one channel. */
export function createIntake(channel: Channel<EmailSettings>, host: ChannelHost): Intake {
  const attempts = new Map<string, number>();
  return {
    async take(client, uid, uidValidity) {
      const key = `${uidValidity}:${uid}`;
      let raw: RawMail | null = null;
      try {
        raw = await fetchRaw(client, uid, host.files);
        if (raw !== null) await deliver(raw, channel, host);
      } catch (error) {
        const count = (attempts.get(key) ?? 0) + 1;
        attempts.set(key, count);
        // A lost connection says nothing about the mail.
        if (!client.usable || count < MAX_ATTEMPTS) throw error;
        await giveUp({ host, key, raw, error });
      }
      attempts.delete(key);
    },
  };
}

/** Reads a stored mail again, as for the replay list. */
export async function rereadMail(
  message: UnreadableMessage,
  channel: Channel<EmailSettings>,
  host: ChannelHost,
): Promise<InboundMessage> {
  const source = await host.files.open(message.raw.id);
  const witness = createWitness();
  const reading = readMail(witness.stream, host.files);
  const [parts] = await Promise.all([reading, pipeline(source, witness.stream, { end: true })]);
  const facts = { raw: message.raw, rawDigest: witness.result().digest, receivedAt: host.clock.now() };
  return parseMail(parts, {
    ...facts,
    address: channel.settings.address,
    isOwn: isOwnMail(parts.headers, host),
  });
}

async function deliver(raw: RawMail, channel: Channel<EmailSettings>, host: ChannelHost): Promise<void> {
  const unreadable = (error: string) =>
    host.keepUnreadable({ externalId: `sha256:${raw.digest}`, raw: raw.file, error });
  if (raw.error !== null) return unreadable(raw.error);
  const message = await tryParse(raw, channel, host);
  if (message instanceof Error) return unreadable(withoutAddresses(message.message));
  await host.accept(message);
}

/** The message, or the error that keeps the mail from being read. Rejects only when the store fails. */
async function tryParse(
  raw: RawMail,
  channel: Channel<EmailSettings>,
  host: ChannelHost,
): Promise<InboundMessage | Error> {
  try {
    const store = blameStore(host.files);
    const parts = await readMail(await store.open(raw.file.id), store);
    const facts: MailFacts = {
      address: channel.settings.address,
      receivedAt: raw.receivedAt,
      raw: raw.file,
      rawDigest: raw.digest,
      isOwn: isOwnMail(parts.headers, host),
    };
    return parseMail(parts, facts);
  } catch (error) {
    if (error instanceof StoreTrouble) throw error;
    return error instanceof Error ? error : new Error('The mail could not be read');
  }
}

/** The same store, with its failures told apart from those of the mail. A refused file is the mail's. */
function blameStore(files: FileStore): FileStore {
  const blame = (error: unknown): never => {
    throw error instanceof ChannelError && error.kind === 'permanent' ? error : new StoreTrouble(error);
  };
  return {
    save: (content, about) => files.save(content, about).catch(blame),
    open: (id) => files.open(id).catch(blame),
    discard: files.discard,
  };
}

/** Streams a mail from the mailbox into the store; null when it is gone from the mailbox. */
async function fetchRaw(client: ImapFlow, uid: number, files: FileStore): Promise<RawMail | null> {
  const about = await client.fetchOne(String(uid), { uid: true, internalDate: true }, { uid: true });
  if (!about) return confirmGone(client, uid);
  const receivedAt = new Date(about.internalDate ?? 0).getTime();
  const download = await client.download(String(uid), undefined, { uid: true, chunkSize: CHUNK_BYTES });
  if (!download.content) return confirmGone(client, uid);
  return { ...(await saveRaw(download.content, files)), receivedAt };
}

/** An empty answer may also be a failure of the server: only its word that the mail is gone lets it pass. */
async function confirmGone(client: ImapFlow, uid: number): Promise<null> {
  if (await isGone(client, uid)) return null;
  throw new ChannelError('passing', 'The mail server did not give out a mail that it lists.');
}

async function saveRaw(content: Readable, files: FileStore): Promise<Omit<RawMail, 'receivedAt'>> {
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
): Promise<Omit<RawMail, 'receivedAt'>> {
  const { digest, head } = witness.result();
  return { file: await files.save(head, RAW), digest, error: refusal.message };
}

async function giveUp(failed: {
  host: ChannelHost;
  key: string;
  raw: RawMail | null;
  error: unknown;
}): Promise<void> {
  const { host, key, raw, error } = failed;
  const file = raw?.file ?? (await host.files.save(Buffer.alloc(0), RAW));
  const reason = error instanceof Error ? withoutAddresses(error.message) : 'The mail could not be taken';
  await host.keepUnreadable({
    externalId: raw === null ? `uid:${key}` : `sha256:${raw.digest}`,
    raw: file,
    error: reason,
  });
}
