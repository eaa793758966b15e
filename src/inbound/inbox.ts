import type { Connection } from 'mongoose';
import type { Accepted, Clock, InboundMessage, UnreadableMessage } from '../../adapters/adapter.ts';
import { takeNumbers } from '../store/counters.ts';
import { newId } from '../store/ids.ts';
import { copyKey, findEarlierCopies } from './earlier-copies.ts';
import { type JournalRecord, journalModel } from './journal-model.ts';
import type { StoredEntry } from './threading.ts';

const MAX_GROUP = 256;

interface Waiting {
  entry: JournalRecord;
  reserve: boolean;
  resolve(accepted: Accepted): void;
  reject(error: unknown): void;
}

/** Stores what comes in before anybody is told that it arrived. */
export interface Inbox {
  /** Resolves once stored by a majority. With `reserve`, the ticket's number is promised at once. */
  accept(channel: string, message: InboundMessage, options: { reserve: boolean }): Promise<Accepted>;
  /** Puts an item that could not be read on the replay list; resolves once stored by a majority. */
  keepUnreadable(channel: string, item: UnreadableMessage): Promise<void>;
}

/**
 * `enter` is the router's short way in, where this process has one open; `onStored` is called after new entries were
 * stored in the journal; `processId` marks them as this process's.
 */
export function createInbox(parts: {
  db: Connection;
  clock: Clock;
  processId: string;
  enter(entry: StoredEntry, isPromised: boolean): Promise<{ number: number; repeated: boolean }> | null;
  onStored(): void;
}): Inbox {
  const journal = journalModel(parts.db).collection;
  let waiting: Waiting[] = [];
  let flushing = false;

  /** Writes whatever waits as one group, so that the cost of a majority write is shared under load. */
  async function flush(): Promise<void> {
    if (flushing) return;
    flushing = true;
    while (waiting.length > 0) {
      const group = waiting.slice(0, MAX_GROUP);
      waiting = waiting.slice(MAX_GROUP);
      await storeGroup(group).catch((error: unknown) => {
        for (const w of group) w.reject(error);
      });
    }
    flushing = false;
  }

  function store(entry: JournalRecord, reserve: boolean): Promise<Accepted> {
    return new Promise((resolve, reject) => {
      waiting.push({ entry, reserve, resolve, reject });
      void flush();
    });
  }

  async function storeGroup(group: Waiting[]): Promise<void> {
    const fresh = await answerKnown(group);
    const reserving = fresh.filter((w) => w.reserve);
    if (reserving.length > 0) {
      const first = await takeNumbers(parts.db, 'tickets', reserving.length);
      for (const [i, w] of reserving.entries()) w.entry.number = first + i;
    }
    if (fresh.length === 0) return;
    const repeated = await insertNew(fresh.map((w) => w.entry));
    for (const w of fresh) {
      if (repeated.has(w.entry._id)) await answerRepeat(w);
      else w.resolve({ reference: presentNumber(w.entry.number), repeated: false });
    }
    if (repeated.size < fresh.length) parts.onStored();
  }

  /** Answers those that are in a ticket already; gives back the others. */
  async function answerKnown(group: Waiting[]): Promise<Waiting[]> {
    const known = await findEarlierCopies(
      parts.db,
      group.map((w) => w.entry),
    );
    return group.filter(({ entry, resolve }) => {
      const number = known.get(copyKey(entry));
      if (number !== undefined) resolve({ reference: presentNumber(number), repeated: true });
      return number === undefined;
    });
  }

  /** Answers the ids of those that were here already. */
  async function insertNew(entries: JournalRecord[]): Promise<Set<string>> {
    try {
      await journal.insertMany(entries as never[], { ordered: false });
      return new Set();
    } catch (error) {
      const failed = writeErrors(error);
      if (!failed || failed.some((e) => e.code !== 11000)) throw error;
      return new Set(failed.map((e) => entries[e.index]?._id ?? ''));
    }
  }

  /** Another process may be writing it just now: what is answered is waited for until a majority has it. */
  async function answerRepeat({ entry, resolve, reject }: Waiting): Promise<void> {
    const earlier = await journal.findOne(
      { channel: entry.channel, externalId: entry.externalId },
      { projection: { number: 1 }, readConcern: 'linearizable' },
    );
    if (earlier) resolve({ reference: presentNumber(earlier.number), repeated: true });
    else reject(new Error('The earlier copy of a repeated message went away while it was looked up.'));
  }

  return {
    async accept(channel, message, { reserve }) {
      const entry = newEntry(channel, message.externalId, { message, raw: message.raw, state: 'pending' });
      const entering = parts.enter({ ...entry, message }, reserve);
      if (!entering) return store(entry, reserve);
      try {
        const { number, repeated } = await entering;
        return { reference: presentNumber(number), repeated };
      } catch {
        // Refused, or cut off without an answer: it may be stored all the same.
        return store(entry, reserve);
      }
    },
    async keepUnreadable(channel, item) {
      await insertNew([
        newEntry(channel, item.externalId, { raw: item.raw, error: item.error, state: 'unreadable' }),
      ]);
    },
  };

  function newEntry(channel: string, externalId: string, rest: Partial<JournalRecord>): JournalRecord {
    return {
      _id: newId(),
      channel,
      externalId,
      state: 'pending',
      message: null,
      number: null,
      raw: null,
      error: null,
      attempts: 0,
      by: parts.processId,
      at: new Date(parts.clock.now()),
      doneAt: null,
      ...rest,
    };
  }
}

function presentNumber(number: unknown): string | null {
  return typeof number === 'number' ? String(number) : null;
}

/** The failures of an unordered bulk write, or null when the error is of another sort. */
function writeErrors(error: unknown): { code: number; index: number }[] | null {
  if (!(error instanceof Error) || !('writeErrors' in error)) return null;
  const list: unknown = error.writeErrors;
  const all: unknown[] = Array.isArray(list) ? list : [list];
  return all.filter(isWriteError);
}

function isWriteError(e: unknown): e is { code: number; index: number } {
  return typeof e === 'object' && e !== null && 'code' in e && 'index' in e;
}
