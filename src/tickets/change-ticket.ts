import type { ClientSession, Connection } from 'mongoose';
import { Conflict, NotFound } from '../http/errors.ts';
import type { Actor } from '../http/route.ts';
import { moveLoads } from '../router/load-changes.ts';
import { inTransaction } from '../store/connection.ts';
import { type TicketEventRecord, ticketEventModel } from './event-model.ts';
import { type TicketRecord, ticketModel } from './ticket-model.ts';

/** The fields of a ticket that its timeline tells of. */
const TOLD = ['subject', 'status', 'priority', 'owner', 'team', 'tags', 'snoozedUntil', 'merged'] as const;

/**
 * Changes a ticket in one transaction with its timeline and the loads it moves. `decide` sees the ticket as it is and
 * answers what to set, or null for nothing; it may run again after a write conflict. Throws NotFound.
 */
export async function changeTicket(
  db: Connection,
  id: string,
  by: { actor: Actor; at: Date; kind: TicketEventRecord['kind'] },
  decide: (ticket: TicketRecord, session: ClientSession) => Promise<Partial<TicketRecord> | null>,
): Promise<TicketRecord> {
  return inTransaction(db, async (session) => {
    const before = await findTicket(db, id, session);
    const set = await decide(before, session);
    if (set === null) return before;
    return writeTicket(db, session, before, { ...set, updatedAt: by.at }, by);
  });
}

/** Writes a change that was decided on `before`, which must have been read in the same transaction. */
export async function writeTicket(
  db: Connection,
  session: ClientSession,
  before: TicketRecord,
  set: Partial<TicketRecord>,
  by: { actor: Actor; at: Date; kind: TicketEventRecord['kind'] },
): Promise<TicketRecord> {
  const after = { ...before, ...set, rev: before.rev + 1 };
  const written = await ticketModel(db).updateOne(
    { _id: before._id, rev: before.rev },
    { $set: set, $inc: { rev: 1 } },
    { session },
  );
  if (written.matchedCount === 0)
    throw new Conflict('changed-meanwhile', 'The ticket was changed meanwhile.');
  await moveLoads(db, session, before, after);
  await tell(db, session, before, after, by);
  return after;
}

/** Throws Conflict for a ticket that was merged into another: whatever happens to it happens there. */
export function refuseMerged({ merged }: Pick<TicketRecord, 'merged'>): void {
  if (merged) throw new Conflict('merged', `This ticket was merged into ticket ${merged.number}.`);
}

/** Finds a ticket by its id or its number; throws NotFound. */
export async function findTicket(db: Connection, id: string, session?: ClientSession): Promise<TicketRecord> {
  const filter = /^\d{1,15}$/.test(id) ? { number: Number(id) } : { _id: id };
  const ticket = await ticketModel(db)
    .findOne(filter, null, session ? { session } : {})
    .lean();
  if (!ticket) throw new NotFound('ticket');
  return ticket;
}

async function tell(
  db: Connection,
  session: ClientSession,
  before: TicketRecord,
  after: TicketRecord,
  { actor, at, kind }: { actor: Actor; at: Date; kind: TicketEventRecord['kind'] },
): Promise<void> {
  const changes = TOLD.filter((f) => JSON.stringify(before[f]) !== JSON.stringify(after[f])).map((field) => ({
    field,
    from: before[field],
    to: after[field],
  }));
  if (changes.length === 0) return;
  const who = { kind: actor.kind, id: actor.id, name: actor.name };
  await ticketEventModel(db).create([{ ticket: before._id, kind, actor: who, changes, at }], { session });
}
