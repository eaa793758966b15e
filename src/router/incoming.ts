import { errorName } from '../error-name.ts';
import { type JournalRecord, journalModel } from '../inbound/journal-model.ts';
import type { StoredEntry } from '../inbound/threading.ts';
import { isPassing } from '../store/connection.ts';
import { type TicketRecord, ticketModel } from '../tickets/ticket-model.ts';
import { attempt, isBehind } from './attempt.ts';
import { createNumbers } from './numbers.ts';
import { createPlanner, type Load } from './plan-load.ts';
import { endsReign, type ReignParts } from './router-parts.ts';
import type { WaitingRoom } from './waiting-room.ts';

const BATCH = 64;
/** As many of each sort of work at most in one transaction. */
const MAX_ARRIVALS = 256;

/** Turns what came in into routed tickets, in the order in which it came. */
export interface Incoming {
  /** Processes one batch; false when nothing was there. `look`: also what stands in the database, not only arrivals. */
  process(look: boolean): Promise<boolean>;
}

const NOTHING: Load = { entries: [], arrivals: [], tickets: [] };

export function createIncoming(parts: ReignParts, waiting: WaitingRoom): Incoming {
  const { db } = parts;
  const journal = journalModel(db);
  const planFor = createPlanner(parts, createNumbers(db));
  /** The last look found something: there may be more behind it. */
  let more = true;

  async function process(look: boolean): Promise<boolean> {
    const [found, tickets] = look || more ? await lookUp() : [[], []];
    more = found.length + tickets.length > 0;
    // What stands in the journal came first: nothing overtakes it by the door.
    const arrivals = found.length < BATCH ? parts.door.take(MAX_ARRIVALS) : [];
    const load = { entries: withMessages(found), arrivals, tickets };
    if (sizeOf(load) === 0) return false;
    try {
      await commit(load);
    } catch (error) {
      if (endsReign(error) || isPassing(error)) throw error;
      more = true;
      if (!isBehind(error)) await oneByOne(load, error);
    } finally {
      // The journal takes whatever has no answer yet, and puts aside what cannot be processed.
      for (const arrival of arrivals) arrival.refuse(new Error('It was not written.'));
    }
    return true;
  }

  async function lookUp(): Promise<[JournalRecord[], TicketRecord[]]> {
    return Promise.all([
      journal.find({ state: 'pending' }).sort({ at: 1, _id: 1 }).limit(BATCH).lean(),
      ticketModel(db).find({ 'routing.state': 'pending' }).sort({ _id: 1 }).limit(BATCH).lean(),
    ]);
  }

  async function commit(load: Load): Promise<void> {
    const written = await attempt(planFor(load), parts);
    for (const record of written?.decided ?? []) {
      if (record.routing.state === 'waiting') waiting.put(record);
      else waiting.drop(record._id);
    }
    for (const { entry, settle } of load.arrivals) {
      const settled = written?.batch.processed.get(entry._id);
      if (settled) settle(settled);
    }
  }

  /** Something in the batch cannot be processed: find it, keep it for an admin, and let the rest go through. */
  async function oneByOne({ entries, arrivals, tickets }: Load, cause: unknown): Promise<void> {
    const isAlone = entries.length + arrivals.length + tickets.length === 1;
    const alone = (load: Load) => (isAlone ? Promise.reject(cause) : commit(load));
    for (const ticket of tickets) {
      await alone({ ...NOTHING, tickets: [ticket] }).catch((error) => giveUp(error, () => leave(ticket)));
    }
    for (const entry of entries) {
      await alone({ ...NOTHING, entries: [entry] }).catch((error) =>
        giveUp(error, () => putAside(entry, error)),
      );
    }
  }

  /** Does what is done with something that cannot be processed, unless the fault is not its own. */
  async function giveUp(cause: unknown, how: () => Promise<void>): Promise<void> {
    if (endsReign(cause) || isPassing(cause)) throw cause;
    if (!isBehind(cause)) await how();
  }

  /** A ticket that cannot be decided is shown without owner, with that as its reason. */
  async function leave({ _id, rev }: TicketRecord): Promise<void> {
    const set = { 'routing.state': 'settled', 'routing.reason': 'routing-failed' };
    await ticketModel(db).updateOne({ _id, rev }, { $set: set, $inc: { rev: 1 } });
    parts.log.error({ ticket: _id }, 'a ticket cannot be routed');
  }

  async function putAside(entry: StoredEntry, cause: unknown): Promise<void> {
    const error = cause instanceof Error ? `${cause.name}: ${cause.message}` : 'It could not be processed.';
    const pending = { _id: entry._id, state: 'pending' } as const;
    await journal.updateOne(pending, { $set: { state: 'failed', error }, $inc: { attempts: 1 } });
    parts.log.error(
      { entry: entry._id, channel: entry.channel, err: errorName(cause) },
      'a message needs an admin',
    );
  }

  return { process };
}

function sizeOf({ entries, arrivals, tickets }: Load): number {
  return entries.length + arrivals.length + tickets.length;
}

function withMessages(found: readonly JournalRecord[]): StoredEntry[] {
  return found.flatMap((entry) => (entry.message === null ? [] : [{ ...entry, message: entry.message }]));
}
