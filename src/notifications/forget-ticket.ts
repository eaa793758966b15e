import type { ClientSession, Connection } from 'mongoose';
import { mailedReplyModel } from './mail-model.ts';
import { notificationModel } from './notification-model.ts';

/** Deletes what people were told of a ticket: it names what a person who is to be erased wrote. */
export async function forgetTicket(db: Connection, ticket: string, session: ClientSession): Promise<void> {
  await notificationModel(db).deleteMany({ 'ticket.id': ticket }, { session });
  await mailedReplyModel(db).deleteMany({ ticket }, { session });
}
