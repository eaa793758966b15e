import { type Connection, type Model, Schema } from 'mongoose';
import { KINDS, type Kind } from './notification-settings.ts';

/** Who did what somebody is told of. */
export interface NotificationActor {
  kind: string;
  id: string;
  name: string;
}

/** Something that one person is told. Made once for a person and a cause: the id is made of both. */
export interface NotificationRecord {
  _id: string;
  user: string;
  kind: Kind;
  ticket: { id: string; number: number; subject: string } | null;
  channel: { id: string; name: string } | null;
  /** The message it is about. */
  message: string | null;
  /** null = nobody in particular, such as the router. */
  actor: NotificationActor | null;
  at: Date;
  /** When it was read; null = not yet. The same for all of a person's consoles. */
  readAt: Date | null;
  /** False: it only goes out by push or mail, and no list shows it. */
  inApp: boolean;
  /** Whether consoles that learn of it make a sound. */
  sound: boolean;
  /** Whether consoles that learn of it show it on the desktop. */
  desktop: boolean;
  /** When it is pushed; null = not, or done. */
  pushAt: Date | null;
  pushAttempts: number;
  /** The browsers that got it. */
  pushedTo?: string[];
  /** When it is mailed; null = not, or handed to the outbox. */
  mailAt: Date | null;
}

/** For how long notifications are kept. */
const KEPT_SECONDS = 90 * 24 * 3600;

const schema = new Schema<NotificationRecord>(
  {
    _id: String,
    user: String,
    kind: { type: String, enum: KINDS },
    ticket: Schema.Types.Mixed,
    channel: Schema.Types.Mixed,
    message: String,
    actor: Schema.Types.Mixed,
    at: Date,
    readAt: Date,
    inApp: Boolean,
    sound: Boolean,
    desktop: Boolean,
    pushAt: Date,
    pushAttempts: Number,
    pushedTo: { type: [String], default: undefined },
    mailAt: Date,
  },
  { versionKey: false },
);
// A person's list, and how many of it are unread.
schema.index({ user: 1, inApp: 1, at: -1, _id: -1 });
schema.index({ user: 1, inApp: 1, readAt: 1, at: -1, _id: -1 });
// What is to be sent.
schema.index({ pushAt: 1 }, { partialFilterExpression: { pushAt: { $gt: new Date(0) } } });
schema.index({ mailAt: 1 }, { partialFilterExpression: { mailAt: { $gt: new Date(0) } } });
schema.index(
  { user: 1, mailAt: 1 },
  { partialFilterExpression: { mailAt: { $gt: new Date(0) } }, name: 'mail' },
);
// What an erased ticket leaves behind.
schema.index({ 'ticket.id': 1 });
schema.index({ at: 1 }, { expireAfterSeconds: KEPT_SECONDS });

/** What everybody was told, on the given connection. */
export function notificationModel(db: Connection): Model<NotificationRecord> {
  return db.models.Notification ?? db.model<NotificationRecord>('Notification', schema, 'notifications');
}
