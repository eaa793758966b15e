import { ContactBook } from '../contacts/contact-book.ts';
import { copyKey } from '../inbound/earlier-copies.ts';
import { ingest } from '../inbound/ingest.ts';
import { journalModel } from '../inbound/journal-model.ts';
import { type StoredEntry, ThreadBook } from '../inbound/threading.ts';
import { type TicketRecord, ticketModel } from '../tickets/ticket-model.ts';
import { Batch } from './batch.ts';
import type { Arrival } from './door.ts';
import type { Numbers } from './numbers.ts';
import type { ReignParts } from './router-parts.ts';
import { routingTickets } from './routing-tickets.ts';

/** What one batch is made of: entries of the journal, arrivals by the door, tickets to be decided. */
export interface Load {
  entries: readonly StoredEntry[];
  arrivals: readonly Arrival[];
  tickets: readonly TicketRecord[];
}

/** Makes a batch of a load, as often as it is asked; what was read is read again only when it may be outdated. */
export type Plan = (isOutdated: boolean) => Promise<Batch | null>;

/** Plans loads into batches; nothing is written before the batch is committed. */
export function createPlanner(parts: ReignParts, numbers: Numbers): (load: Load) => Plan {
  return (load) => {
    let people: ContactBook | null = null;
    let arrivals = load.arrivals;
    let held: number[] = [];

    async function plan(isOutdated: boolean): Promise<Batch | null> {
      const batch = new Batch(new Date(parts.clock.now()));
      if (isOutdated) {
        people = null;
        arrivals = await withoutJournaled(arrivals, parts);
      }
      const stored = [...load.entries, ...arrivals.map((a) => a.entry)];
      if (stored.length > 0) await planEntries(stored, batch, isOutdated);
      for (const { _id } of load.entries) batch.journaled.push(_id);
      for (const arrival of arrivals) leaveMark(arrival, batch);
      await planTickets(load.tickets, batch, parts);
      return batch.isEmpty ? null : batch;
    }

    async function planEntries(
      entries: readonly StoredEntry[],
      batch: Batch,
      careful: boolean,
    ): Promise<void> {
      const [contacts, threads] = await Promise.all([
        readContacts(entries, batch.at),
        readThreads(entries, careful),
        // What begins no earlier conversation makes a ticket, unless it repeats.
        reserve(entries.filter((e) => e.number === null && isBeginning(e)).length),
      ]);
      const { db, state } = parts;
      await threads.loadTickets(db, entries, contacts.ids());
      await contacts.loadAlso(
        db,
        [...threads.tickets.values()].flatMap((t) => t.contact ?? []),
      );
      batch.contacts = contacts;
      const context = { contacts, threads, channel: (id: string) => state.channels.get(id), givesUp };
      for (const entry of entries) ingest(entry, batch, context);
      await reserve(batch.unnumbered.length);
      batch.number(held);
    }

    /** Numbers stay with the load until it is written: an attempt that failed has used none. */
    async function reserve(count: number): Promise<void> {
      held = [...held, ...(await numbers.take(count - held.length))];
    }

    async function readContacts(entries: readonly StoredEntry[], at: Date): Promise<ContactBook> {
      people ??= await ContactBook.load(
        parts.db,
        entries.map((e) => e.message.from),
        at,
      );
      return people.copy(at);
    }

    /** Only what may repeat or continue something is looked up; by the door, some cannot. */
    async function readThreads(entries: readonly StoredEntry[], careful: boolean): Promise<ThreadBook> {
      const journaled = new Set(load.entries.map((e) => e._id));
      const isNew = (e: StoredEntry) =>
        e.message.comesOnce === true && isBeginning(e) && !journaled.has(e._id);
      const asked = careful ? entries : entries.filter((e) => !isNew(e));
      return asked.length === 0 ? new ThreadBook(parts.sign) : ThreadBook.load(parts.db, asked, parts.sign);
    }

    function givesUp(owner: string): boolean {
      const { state, clock } = parts;
      const at = clock.now();
      const isOnLeave = state.users.get(owner)?.outOfOffice.some(({ from, to }) => from <= at && at < to);
      return isOnLeave === true && state.rules?.onLeave === 'reroute-on-message';
    }

    return plan;
  };
}

function isBeginning({ message }: StoredEntry): boolean {
  return message.thread === null && !message.bounce;
}

/**
 * What was promised a number and may be sent again leaves its name in the journal, in the same transaction: of two
 * processes that take it in at once, one by the door and one by the journal, only one can write it.
 */
function leaveMark({ entry, isPromised }: Arrival, batch: Batch): void {
  const processed = batch.processed.get(entry._id);
  if (!isPromised || entry.message.comesOnce || !processed || processed.repeated) return;
  const done = { state: 'done', message: null, raw: null, doneAt: batch.at } as const;
  batch.marks.push({ ...entry, ...done, number: processed.number });
}

/** Sends those away that stand in the journal by another process, which has promised them a number already. */
async function withoutJournaled(
  arrivals: readonly Arrival[],
  { db }: ReignParts,
): Promise<readonly Arrival[]> {
  const promised = arrivals.filter((a) => a.isPromised).map((a) => a.entry);
  if (promised.length === 0) return arrivals;
  // As fresh as the index that refused them.
  const found = await journalModel(db)
    .find({ $or: promised.map(({ channel, externalId }) => ({ channel, externalId })) })
    .readConcern('local')
    .select('channel externalId')
    .lean();
  const names = new Set(found.map(copyKey));
  for (const arrival of arrivals) {
    if (names.has(copyKey(arrival.entry))) arrival.refuse(new Error('It stands in the journal.'));
  }
  return arrivals.filter((arrival) => !names.has(copyKey(arrival.entry)));
}

async function planTickets(
  tickets: readonly TicketRecord[],
  batch: Batch,
  { db, state }: ReignParts,
): Promise<void> {
  const ids = tickets.map((t) => t._id).filter((id) => !batch.drafts.has(id));
  if (ids.length === 0) return;
  const pending = await ticketModel(db)
    .find({ _id: { $in: ids }, 'routing.state': 'pending' })
    .lean();
  for (const ticket of await routingTickets(db, pending, state)) {
    batch.toRoute.set(ticket.routing.id, ticket.routing);
    batch.change(ticket.record, {});
  }
}
