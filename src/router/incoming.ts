import { ContactBook } from '../contacts/contact-book.ts';
import { ingest } from '../inbound/ingest.ts';
import { type JournalRecord, journalModel } from '../inbound/journal-model.ts';
import { type StoredEntry, ThreadBook } from '../inbound/threading.ts';
import { isPassing } from '../store/connection.ts';
import { takeNumbers } from '../store/counters.ts';
import { type TicketRecord, ticketModel } from '../tickets/ticket-model.ts';
import { attempt } from './attempt.ts';
import { Batch } from './batch.ts';
import { endsReign, type ReignParts } from './router-parts.ts';
import { routingTickets } from './routing-tickets.ts';
import type { WaitingRoom } from './waiting-room.ts';

const BATCH = 64;

/** Turns what came in into routed tickets, in the order in which it came. */
export interface Incoming {
  /** Processes one batch; false when nothing was there. */
  process(): Promise<boolean>;
}

export function createIncoming(parts: ReignParts, waiting: WaitingRoom): Incoming {
  const { db, state, clock } = parts;
  const journal = journalModel(db);

  async function process(): Promise<boolean> {
    const entries = await journal.find({ state: 'pending' }).sort({ at: 1, _id: 1 }).limit(BATCH).lean();
    const tickets = await ticketModel(db)
      .find({ 'routing.state': 'pending' })
      .sort({ _id: 1 })
      .limit(BATCH)
      .lean();
    if (entries.length === 0 && tickets.length === 0) return false;
    try {
      await commit(entries, tickets);
    } catch (error) {
      if (endsReign(error) || isPassing(error)) throw error;
      await oneByOne(entries, tickets, error);
    }
    return true;
  }

  async function commit(entries: readonly JournalRecord[], tickets: readonly TicketRecord[]): Promise<void> {
    const decided = await attempt(() => plan(entries, tickets), parts);
    for (const record of decided ?? []) {
      if (record.routing.state === 'waiting') waiting.put(record);
      else waiting.drop(record._id);
    }
  }

  /** Something in the batch cannot be processed: find it, keep it for an admin, and let the rest go through. */
  async function oneByOne(
    entries: readonly JournalRecord[],
    tickets: readonly TicketRecord[],
    cause: unknown,
  ) {
    if (entries.length + tickets.length === 1) return putAside(entries, cause);
    for (const ticket of tickets) await commit([], [ticket]);
    for (const entry of entries) {
      try {
        await commit([entry], []);
      } catch (error) {
        if (endsReign(error) || isPassing(error)) throw error;
        await putAside([entry], error);
      }
    }
  }

  async function putAside(entries: readonly JournalRecord[], cause: unknown): Promise<void> {
    const [entry] = entries;
    if (!entry) throw cause;
    const error = cause instanceof Error ? `${cause.name}: ${cause.message}` : 'It could not be processed.';
    await journal.updateOne({ _id: entry._id }, { $set: { state: 'failed', error }, $inc: { attempts: 1 } });
    parts.log.error(
      { entry: entry._id, channel: entry.channel, err: errorName(cause) },
      'a message needs an admin',
    );
  }

  async function plan(
    entries: readonly JournalRecord[],
    pending: readonly TicketRecord[],
  ): Promise<Batch | null> {
    const batch = new Batch(new Date(clock.now()));
    const stored = entries.filter(hasMessage);
    if (stored.length > 0) await planEntries(stored, batch);
    const ids = pending.map((t) => t._id).filter((id) => !batch.drafts.has(id));
    const tickets = await ticketModel(db)
      .find({ _id: { $in: ids }, 'routing.state': 'pending' })
      .lean();
    for (const ticket of await routingTickets(db, tickets, state)) {
      batch.toRoute.set(ticket.routing.id, ticket.routing);
      batch.change(ticket.record, {});
    }
    return batch.isEmpty ? null : batch;
  }

  function givesUp(owner: string): boolean {
    const user = state.users.get(owner);
    const at = clock.now();
    const isOnLeave = user?.outOfOffice.some(({ from, to }) => from <= at && at < to) === true;
    return isOnLeave && state.rules?.onLeave === 'reroute-on-message';
  }

  async function planEntries(entries: readonly StoredEntry[], batch: Batch): Promise<void> {
    const contacts = await ContactBook.load(
      db,
      entries.map((e) => e.message.from),
      batch.at,
    );
    const threads = await ThreadBook.load(db, entries, contacts.ids(), parts.sign);
    await contacts.loadAlso(
      db,
      [...threads.tickets.values()].flatMap((t) => t.contact ?? []),
    );
    batch.contacts = contacts;
    const context = { contacts, threads, channel: (id: string) => state.channels.get(id), givesUp };
    for (const entry of entries) ingest(entry, batch, context);
    const first =
      batch.unnumbered.length === 0 ? 0 : await takeNumbers(db, 'tickets', batch.unnumbered.length);
    batch.number(first);
  }

  return { process };
}

function hasMessage(entry: JournalRecord): entry is StoredEntry {
  return entry.message !== null;
}

function errorName(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
