import { ContactBook } from '../contacts/contact-book.ts';
import { errorName } from '../error-name.ts';
import { ingest } from '../inbound/ingest.ts';
import { type JournalRecord, journalModel } from '../inbound/journal-model.ts';
import { type StoredEntry, ThreadBook } from '../inbound/threading.ts';
import { isPassing } from '../store/connection.ts';
import { takeNumbers } from '../store/counters.ts';
import { type TicketRecord, ticketModel } from '../tickets/ticket-model.ts';
import { attempt, isBehind } from './attempt.ts';
import { Batch } from './batch.ts';
import type { Arrival } from './door.ts';
import { endsReign, type ReignParts } from './router-parts.ts';
import { routingTickets } from './routing-tickets.ts';
import type { WaitingRoom } from './waiting-room.ts';

const BATCH = 64;
/** As many of each sort of work at most in one transaction. */
const MAX_ARRIVALS = 256;

/** Turns what came in into routed tickets, in the order in which it came. */
export interface Incoming {
  /** Processes one batch; false when nothing was there. `look`: also what stands in the database, not only arrivals. */
  process(look: boolean): Promise<boolean>;
}

/** What one batch is made of: entries of the journal, arrivals by the door, tickets to be decided. */
interface Load {
  entries: readonly StoredEntry[];
  arrivals: readonly Arrival[];
  tickets: readonly TicketRecord[];
}

const NOTHING: Load = { entries: [], arrivals: [], tickets: [] };

export function createIncoming(parts: ReignParts, waiting: WaitingRoom): Incoming {
  const { db, state, clock } = parts;
  const journal = journalModel(db);
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
    const written = await attempt(() => plan(load), parts);
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

  async function plan({ entries, arrivals, tickets }: Load): Promise<Batch | null> {
    const batch = new Batch(new Date(clock.now()));
    const stored = [...entries, ...arrivals.map((a) => a.entry)];
    if (stored.length > 0) await planEntries(stored, batch);
    for (const { _id } of entries) batch.journaled.push(_id);
    const ids = tickets.map((t) => t._id).filter((id) => !batch.drafts.has(id));
    for (const ticket of await routingTickets(db, await stillPending(ids), state)) {
      batch.toRoute.set(ticket.routing.id, ticket.routing);
      batch.change(ticket.record, {});
    }
    return batch.isEmpty ? null : batch;
  }

  async function stillPending(ids: readonly string[]): Promise<TicketRecord[]> {
    if (ids.length === 0) return [];
    return ticketModel(db)
      .find({ _id: { $in: ids }, 'routing.state': 'pending' })
      .lean();
  }

  function givesUp(owner: string): boolean {
    const user = state.users.get(owner);
    const at = clock.now();
    const isOnLeave = user?.outOfOffice.some(({ from, to }) => from <= at && at < to) === true;
    return isOnLeave && state.rules?.onLeave === 'reroute-on-message';
  }

  async function planEntries(entries: readonly StoredEntry[], batch: Batch): Promise<void> {
    const people = entries.map((e) => e.message.from);
    // What begins no earlier conversation makes a ticket, unless it repeats; its number is fetched meanwhile.
    const sure = entries.filter((e) => e.number === null && e.message.thread === null && !e.message.bounce);
    const [contacts, threads, first] = await Promise.all([
      ContactBook.load(db, people, batch.at),
      ThreadBook.load(db, entries, parts.sign),
      sure.length === 0 ? 0 : takeNumbers(db, 'tickets', sure.length),
    ]);
    await threads.loadTickets(db, entries, contacts.ids());
    await contacts.loadAlso(
      db,
      [...threads.tickets.values()].flatMap((t) => t.contact ?? []),
    );
    batch.contacts = contacts;
    const context = { contacts, threads, channel: (id: string) => state.channels.get(id), givesUp };
    for (const entry of entries) ingest(entry, batch, context);
    const further = batch.unnumbered.length - sure.length;
    const next = further > 0 ? await takeNumbers(db, 'tickets', further) : 0;
    batch.number([...sequence(first, sure.length), ...sequence(next, further)]);
  }

  return { process };
}

function sizeOf({ entries, arrivals, tickets }: Load): number {
  return entries.length + arrivals.length + tickets.length;
}

function withMessages(found: readonly JournalRecord[]): StoredEntry[] {
  return found.flatMap((entry) => (entry.message === null ? [] : [{ ...entry, message: entry.message }]));
}

function sequence(first: number, length: number): number[] {
  return Array.from({ length: Math.max(0, length) }, (_, i) => first + i);
}
