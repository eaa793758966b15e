import { type Connection, type Model, Schema } from 'mongoose';
import type { StoredFile } from '../../adapters/adapter.ts';

/** A mail with notifications that went to the outbox: what an answer to it belongs to. */
export interface NotificationMailRecord {
  /** The outbox item's id too. */
  _id: string;
  user: string;
  /** The one ticket it is about; null when it is about several, or none. */
  ticket: string | null;
  at: Date;
}

/** An agent's answer to such a mail, on its way to the customer. */
export interface MailedReplyRecord {
  /** Made of what the message is known by: a repeat is the same. */
  _id: string;
  user: string;
  ticket: string | null;
  text: string;
  attachments: StoredFile[];
  /** The id of the reply that it becomes. */
  message: string;
  state: 'pending' | 'done' | 'refused';
  at: Date;
}

/** For how long an answer still finds its ticket. */
const KEPT_SECONDS = 90 * 24 * 3600;

const mailSchema = new Schema<NotificationMailRecord>(
  { _id: String, user: String, ticket: String, at: Date },
  { versionKey: false },
);
mailSchema.index({ at: 1 }, { expireAfterSeconds: KEPT_SECONDS });

const replySchema = new Schema<MailedReplyRecord>(
  {
    _id: String,
    user: String,
    ticket: String,
    text: String,
    attachments: Schema.Types.Mixed,
    message: String,
    state: { type: String, enum: ['pending', 'done', 'refused'] },
    at: Date,
  },
  { versionKey: false, minimize: false },
);
replySchema.index({ at: 1 }, { expireAfterSeconds: KEPT_SECONDS });
replySchema.index({ state: 1, at: 1 }, { partialFilterExpression: { state: 'pending' }, name: 'pending' });
replySchema.index({ ticket: 1 });

/** The mails with notifications, on the given connection. */
export function notificationMailModel(db: Connection): Model<NotificationMailRecord> {
  return (
    db.models.NotificationMail ??
    db.model<NotificationMailRecord>('NotificationMail', mailSchema, 'notificationMails')
  );
}

/** The answers to them, on the given connection. */
export function mailedReplyModel(db: Connection): Model<MailedReplyRecord> {
  return db.models.MailedReply ?? db.model<MailedReplyRecord>('MailedReply', replySchema, 'mailedReplies');
}
