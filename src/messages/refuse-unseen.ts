import type { ClientSession, Connection } from 'mongoose';
import { BadInput, Conflict } from '../http/errors.ts';
import type { Actor } from '../http/route.ts';
import type { TicketRecord } from '../tickets/ticket-model.ts';
import { messageModel } from './message-model.ts';

/** What of a reply says whether its writer has seen everything. */
interface Seeing {
  basedOn?: string | null | undefined;
  force: boolean;
  actor: Actor;
}

/** Throws Conflict when the customer or a colleague wrote after the message that a reply is based on. */
export async function refuseUnseen(
  db: Connection,
  ticket: TicketRecord,
  { basedOn, force, actor }: Seeing,
  session: ClientSession,
): Promise<void> {
  if (basedOn === undefined || force) return;
  const later = basedOn === null ? {} : await laterThan(db, ticket, basedOn, session);
  const byOthers = { ticket: ticket._id, automatic: null, 'author.id': { $ne: actor.id } };
  const unseen = await messageModel(db)
    .exists({ ...byOthers, ...later })
    .session(session);
  if (unseen === null) return;
  throw new Conflict('changed-meanwhile', 'Somebody wrote on this ticket meanwhile. Nothing was sent.', [
    { path: 'basedOn', message: 'This is no longer the last message.' },
  ]);
}

async function laterThan(db: Connection, ticket: TicketRecord, id: string, session: ClientSession) {
  const based = await messageModel(db)
    .findOne({ _id: id, ticket: ticket._id }, { storedAt: 1 }, { session })
    .lean();
  if (!based) throw new BadInput([{ path: 'basedOn', message: 'There is no such message.' }]);
  const { storedAt, _id } = based;
  return { $or: [{ storedAt: { $gt: storedAt } }, { storedAt, _id: { $gt: _id } }] };
}
