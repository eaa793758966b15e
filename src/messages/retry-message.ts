import type { Connection } from 'mongoose';
import { mailRouteFor } from '../channels/mail-route.ts';
import { Conflict, NotFound } from '../http/errors.ts';
import { outboxModel } from '../outbox/outbox-model.ts';
import { inTransaction } from '../store/connection.ts';
import { findTicket } from '../tickets/change-ticket.ts';
import { type MessageRecord, messageModel } from './message-model.ts';
import { outboxItem } from './outgoing.ts';
import { obstacleOf } from './write-message.ts';

/** Puts a failed reply into the outbox again. Throws Conflict for one that has not failed. */
export async function retryMessage(
  db: Connection,
  of: { ticket: string; message: string; at: Date },
): Promise<MessageRecord> {
  const ticket = await findTicket(db, of.ticket);
  const route = await mailRouteFor(db, ticket.channel);
  return inTransaction(db, async (session) => {
    const filter = { _id: of.message, ticket: ticket._id };
    const message = await messageModel(db).findOne(filter, null, { session }).lean();
    if (!message) throw new NotFound('message');
    if (message.delivery?.state !== 'failed') {
      throw new Conflict('not-failed', 'Only a message that failed can be sent again.');
    }
    const obstacle = obstacleOf(route, message.to[0] ?? null);
    if (obstacle !== null || route === null) throw new Conflict('no-way-out', obstacle ?? '');
    const delivery = { state: 'queued', reason: null, at: of.at } as const;
    const item = outboxItem({ _id: message._id, channel: route.channel, ticket: ticket._id, at: of.at });
    await messageModel(db).updateOne(filter, { $set: { delivery, channel: route.channel } }, { session });
    await outboxModel(db).replaceOne({ _id: message._id }, item, { session, upsert: true });
    return { ...message, delivery, channel: route.channel };
  });
}
