import type { ClientSession, Connection } from 'mongoose';
import { type DraftRecord, keepDraft } from '../drafts/draft-model.ts';
import { Conflict, NotAllowed, NotFound } from '../http/errors.ts';
import type { Actor } from '../http/route.ts';
import { outboxModel } from '../outbox/outbox-model.ts';
import { inTransaction } from '../store/connection.ts';
import { findTicket, writeTicket } from '../tickets/change-ticket.ts';
import type { TicketRecord } from '../tickets/ticket-model.ts';
import { type MessageRecord, messageModel, type TicketBeforeReply } from './message-model.ts';

/**
 * Takes a reply back that has not been handed to its channel, and makes it its writer's draft again. Once the outbox
 * has claimed it, that is a Conflict: of the two one wins. A ticket that the reply took stays the writer's.
 */
export async function undoSend(
  db: Connection,
  of: { ticket: string; message: string; actor: Actor; at: Date },
): Promise<DraftRecord> {
  return inTransaction(db, async (session) => {
    const ticket = await findTicket(db, of.ticket, session);
    const filter = { _id: of.message, ticket: ticket._id, direction: 'out' as const };
    const message = await messageModel(db).findOne(filter, null, { session }).lean();
    if (!message) throw new NotFound('message');
    if (of.actor.kind !== 'user' || message.author.id !== of.actor.id)
      throw new NotAllowed('Only its writer takes a reply back.');
    const untouched = { _id: message._id, state: 'queued', attempts: 0 } as const;
    const { deletedCount } = await outboxModel(db).deleteOne(untouched, { session });
    if (deletedCount === 0) throw new Conflict('already-sent', 'It is on its way already.');
    await messageModel(db).deleteOne({ _id: message._id }, { session });
    await restore(db, ticket, message, of, session);
    return keepDraft(db, asDraft(message, of), session);
  });
}

/** The ticket waits for its answer again, as long as nobody else has answered it. */
async function restore(
  db: Connection,
  ticket: TicketRecord,
  { held, at }: MessageRecord,
  by: { actor: Actor; at: Date },
  session: ClientSession,
): Promise<void> {
  const isLatest = ticket.lastReplyAt?.getTime() === at.getTime();
  const set = isLatest && held ? asBefore(ticket, held.before, at) : {};
  await writeTicket(db, session, ticket, { ...set, updatedAt: by.at }, { ...by, kind: 'changed' });
}

function asBefore(ticket: TicketRecord, before: TicketBeforeReply, at: Date): Partial<TicketRecord> {
  const { snippet, lastMessageAt, lastReplyAt, answerBy } = before;
  // What was written since the reply stays as it is.
  const isLast = ticket.lastMessageAt.getTime() === at.getTime();
  return {
    lastReplyAt,
    waitsFrom: before.waitsFrom < ticket.waitsFrom ? before.waitsFrom : ticket.waitsFrom,
    routing: { ...ticket.routing, answerBy },
    ...(isLast ? { snippet, lastMessageAt } : {}),
  };
}

function asDraft(
  { ticket, text, html, attachments, cc, bcc }: MessageRecord,
  { actor, at }: { actor: Actor; at: Date },
): Omit<DraftRecord, '_id'> {
  const written = { text, html, attachments, cc, bcc, mentions: [], basedOn: null };
  return { ...written, kind: 'reply', user: actor.id, ticket, updatedAt: at };
}
