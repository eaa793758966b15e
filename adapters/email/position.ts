import type { FetchMessageObject, ImapFlow, MailboxObject, SearchObject } from 'imapflow';
import { z } from 'zod';
import { type AdapterState, ChannelError } from '../adapter.ts';
import type { EmailSettings } from './settings.ts';

/**
 * How far a mailbox has been read. UIDs up to `lastUid` are done. UIDs below `ruleBelow` were there when the
 * mailbox was first seen under this UIDVALIDITY: of them only those the channel starts with are taken.
 */
export interface MailboxPosition {
  uidValidity: string;
  lastUid: number;
  /** What the mailbox got from this instant on is taken in any case; milliseconds since the epoch. */
  since: number;
  ruleBelow: number;
}

const StoredPosition = z.object({
  uidValidity: z.string(),
  lastUid: z.number(),
  since: z.number(),
  ruleBelow: z.number(),
});

const DAY = 24 * 60 * 60 * 1000;
const FETCH_AT_ONCE = 500;

/** The key of a mailbox's position in the adapter's state. */
export function positionKey(mailbox: string): string {
  return `position:${mailbox}`;
}

/** The position to read on from: the stored one, or a fresh one when the mailbox is new or its UIDs are. */
export async function loadPosition(
  state: AdapterState,
  mailbox: Pick<MailboxObject, 'path' | 'uidValidity' | 'uidNext'>,
  createdAt: number,
): Promise<MailboxPosition> {
  const stored = StoredPosition.safeParse(await state.get(positionKey(mailbox.path)));
  const uidValidity = mailbox.uidValidity.toString();
  if (stored.success && stored.data.uidValidity === uidValidity) return stored.data;
  const since = stored.success ? stored.data.since : createdAt;
  const fresh = { uidValidity, lastUid: 0, since, ruleBelow: mailbox.uidNext };
  await state.set(positionKey(mailbox.path), fresh);
  return fresh;
}

/** The UIDs to take now, in their order. Rejects when the server did not really answer. */
export async function listNewUids(
  client: ImapFlow,
  position: MailboxPosition,
  startWith: EmailSettings['imap']['startWith'],
): Promise<number[]> {
  const next = position.lastUid + 1;
  const isFirstPass = next < position.ruleBelow;
  const old = isFirstPass ? await listOld(client, position, startWith) : [];
  const from = Math.max(next, position.ruleBelow);
  const fresh = await search(client, { uid: `${from}:*` });
  // The range n:* always holds the last message, also when its UID is below n (RFC 3501, section 6.4.8).
  return [...old, ...fresh.filter((uid) => uid >= from)].sort((a, b) => a - b);
}

async function listOld(
  client: ImapFlow,
  position: MailboxPosition,
  startWith: EmailSettings['imap']['startWith'],
): Promise<number[]> {
  const uid = `${position.lastUid + 1}:${position.ruleBelow - 1}`;
  if (startWith === 'all') return search(client, { uid });
  // SEARCH SINCE knows only dates, in the server's zone: the instant is checked below.
  const since = { since: new Date(position.since - DAY) };
  const uids = await search(
    client,
    startWith === 'new' ? { uid, ...since } : { uid, or: [{ seen: false }, since] },
  );
  // INTERNALDATE has whole seconds.
  const from = Math.floor(position.since / 1000) * 1000;
  return filterOld(client, uids, (message) => {
    const receivedAt = new Date(message.internalDate ?? 0).getTime();
    return receivedAt >= from || (startWith === 'unread' && !message.flags?.has('\\Seen'));
  });
}

async function filterOld(
  client: ImapFlow,
  uids: readonly number[],
  isWanted: (message: FetchMessageObject) => boolean,
): Promise<number[]> {
  const wanted: number[] = [];
  for (let start = 0; start < uids.length; start += FETCH_AT_ONCE) {
    const range = uids.slice(start, start + FETCH_AT_ONCE).join(',');
    const messages = await client.fetchAll(
      range,
      { uid: true, flags: true, internalDate: true },
      { uid: true },
    );
    const unwanted = new Set(messages.filter((message) => !isWanted(message)).map((message) => message.uid));
    // A message that the server left out of its answer is looked at by itself later.
    wanted.push(...uids.slice(start, start + FETCH_AT_ONCE).filter((uid) => !unwanted.has(uid)));
  }
  return wanted;
}

/** True when the mailbox no longer holds the message, by the server's own word. */
export async function isGone(client: ImapFlow, uid: number): Promise<boolean> {
  return !(await search(client, { uid: String(uid) })).includes(uid);
}

async function search(client: ImapFlow, query: SearchObject): Promise<number[]> {
  const uids = await client.search(query, { uid: true });
  if (!Array.isArray(uids)) throw new ChannelError('passing', 'The mail server refused to list the mailbox.');
  return uids;
}
