import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ImapFlow } from 'imapflow';
import {
  type Channel,
  ChannelError,
  type ChannelHost,
  type FileStore,
  type InboundMessage,
  type UnreadableMessage,
} from '../adapter.ts';
import { createWitness } from './digest.ts';
import { withoutAddresses } from './errors.ts';
import { fetchRaw, type ListedMail, RAW, type RawMail, StoreTrouble } from './fetch.ts';
import { isOwnMail } from './origin.ts';
import { type MailFacts, parseMail } from './parse.ts';
import { readMail } from './read.ts';
import type { EmailSettings } from './settings.ts';

const MAX_ATTEMPTS = 3;

/** Takes single mails out of a mailbox into the gateway. */
export interface Intake {
  /**
   * Stores and reads a mail; what it resolves with hands it over at once and resolves when it is accepted or kept as
   * unreadable. A mail that is no longer there is passed over. Both reject when it must be tried again; a mail that
   * failed three times on a working connection is kept as unreadable instead.
   */
  prepare(client: ImapFlow, mail: ListedMail, uidValidity: string): Promise<() => Promise<void>>;
}

/** Makes the intake of one channel. */
export function createIntake(channel: Channel<EmailSettings>, host: ChannelHost): Intake {
  const attempts = new Map<string, number>();
  const oneAtATime = createTurns();
  const failed = async (of: { client: ImapFlow; key: string; raw: RawMail | null; error: unknown }) => {
    const count = (attempts.get(of.key) ?? 0) + 1;
    attempts.set(of.key, count);
    // A lost connection says nothing about the mail.
    if (!of.client.usable || count < MAX_ATTEMPTS) throw of.error;
    await giveUp({ ...of, host });
    attempts.delete(of.key);
  };
  const prepareNow: Intake['prepare'] = async (client, mail, uidValidity) => {
    const about = { client, key: `${uidValidity}:${mail.uid}` };
    let raw: RawMail | null = null;
    try {
      raw = await fetchRaw(client, mail, host.files);
      const handOver = raw === null ? null : await readRaw(raw, channel, host);
      return async () => {
        await handOver?.().catch((error: unknown) => failed({ ...about, raw, error }));
        attempts.delete(about.key);
      };
    } catch (error) {
      await failed({ ...about, raw, error });
      return async () => undefined;
    }
  };
  return {
    // Large mails one at a time, so that memory stays flat.
    prepare: (client, mail, uidValidity) =>
      mail.whole === null
        ? oneAtATime(() => prepareNow(client, mail, uidValidity))
        : prepareNow(client, mail, uidValidity),
  };
}

/** Lets work run one after the other; a failure does not hold up the next. */
function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
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

/** What hands a stored mail over: as a message, or as one that cannot be read. */
async function readRaw(
  raw: RawMail,
  channel: Channel<EmailSettings>,
  host: ChannelHost,
): Promise<() => Promise<unknown>> {
  const unreadable = (error: string) => () =>
    host.keepUnreadable({ externalId: `sha256:${raw.digest}`, raw: raw.file, error });
  if (raw.error !== null) return unreadable(raw.error);
  const message = await tryParse(raw, channel, host);
  if (message instanceof Error) return unreadable(withoutAddresses(message.message));
  return () => host.accept(message);
}

/** The message, or the error that keeps the mail from being read. Rejects only when the store fails. */
async function tryParse(
  raw: RawMail,
  channel: Channel<EmailSettings>,
  host: ChannelHost,
): Promise<InboundMessage | Error> {
  try {
    const store = blameStore(host.files);
    const source = raw.bytes === null ? await store.open(raw.file.id) : Readable.from([raw.bytes]);
    const parts = await readMail(source, store);
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
