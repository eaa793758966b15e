import type { ClientSession, Connection } from 'mongoose';
import { messageModel } from '../messages/message-model.ts';
import { inTransaction } from '../store/connection.ts';
import { findTicket, writeTicket } from './change-ticket.ts';
import { editTicket, hasOwnerLeft } from './edit-ticket.ts';
import { type By, originsOf, requireMerged, tellTarget } from './merge-ticket.ts';
import { snippetOf } from './new-ticket.ts';
import { NOBODY_WAITS, type TicketRecord, ticketModel } from './ticket-model.ts';

/**
 * Undoes a merge: the ticket gets back what was written on it, and its status. What came later, and what the other
 * ticket took over (owner, tags), stays there. Throws Conflict for a ticket that is not merged.
 */
export async function unmergeTicket(db: Connection, id: string, by: By): Promise<TicketRecord> {
  return inTransaction(db, async (session) => {
    const source = await findTicket(db, id, session);
    const merged = requireMerged(source);
    await moveBack(db, source._id, session);
    const set = await restoredSource(db, source, by.at, session);
    const restored = await writeTicket(db, session, source, set, { ...by, kind: 'unmerged' });
    const target = await findTicket(db, merged.into, session);
    const rest = { ...(await lastOf(db, target, session)), updatedAt: by.at };
    await writeTicket(db, session, target, rest, { ...by, kind: 'unmerged' });
    await tellTarget(db, { ticket: target._id, other: source.number, kind: 'unmerged' }, by, session);
    return restored;
  });
}

async function moveBack(db: Connection, id: string, session: ClientSession): Promise<void> {
  const messages = messageModel(db);
  const origins = await originsOf(db, id, session);
  await messages.updateMany({ mergedFrom: id }, { $set: { ticket: id, mergedFrom: null } }, { session });
  if (origins.length === 0) return;
  await messages.updateMany({ mergedFrom: { $in: origins } }, { $set: { ticket: id } }, { session });
}

async function restoredSource(
  db: Connection,
  source: TicketRecord,
  at: Date,
  session: ClientSession,
): Promise<Partial<TicketRecord>> {
  const free = { ...source, merged: null };
  const change = { status: requireMerged(source).status };
  const ownerLeft = await hasOwnerLeft(db, free, change, session);
  const reopened = editTicket(free, change, { at, ownerLeft });
  return { merged: null, ...reopened, ...(await lastOf(db, source, session)), updatedAt: at };
}

/** What the last of the messages that a ticket has now says about it. */
async function lastOf(
  db: Connection,
  ticket: TicketRecord,
  session: ClientSession,
): Promise<Partial<TicketRecord>> {
  const found = await messageModel(db)
    .find({ ticket: ticket._id, automatic: null }, null, { session })
    .sort({ storedAt: -1, _id: -1 })
    .limit(50)
    .select('direction text storedAt')
    .lean();
  const [last] = found;
  const said = found.find((message) => message.direction !== 'note');
  const answered = found.findIndex((message) => message.direction === 'out');
  const unanswered = answered < 0 ? found : found.slice(0, answered);
  const first = unanswered.findLast((message) => message.direction === 'in');
  return {
    lastMessageAt: last?.storedAt ?? ticket.createdAt,
    snippet: said ? snippetOf(said.text) : '',
    waitsFrom: first?.storedAt ?? NOBODY_WAITS,
  };
}

/** Undoes every merge that mixed a person's conversations with somebody else's, so that theirs can be erased alone. */
export async function separateContact(db: Connection, contact: string, by: By): Promise<void> {
  const own = await ticketModel(db).find({ contact }).select('merged').lean();
  const ids = own.map((ticket) => ticket._id);
  const theirs = await ticketModel(db)
    .find({ 'merged.into': { $in: ids }, contact: { $ne: contact } }, { _id: 1 })
    .lean();
  const elsewhere = own.filter(({ merged }) => merged && !ids.includes(merged.into));
  for (const { _id } of [...theirs, ...elsewhere]) await unmergeTicket(db, _id, by);
}
