import { type Connection, type Model, Schema } from 'mongoose';

/** A mail of Deskroute itself that belongs to no ticket's conversation, such as a notice to an absent owner. */
export interface Notice {
  to: string;
  subject: string;
  text: string;
  /** Signed, to be put where an answer brings it back; absent = answers are nobody's. */
  token?: string;
}

/** Something to be sent, stored before it is. */
export interface OutboxRecord {
  /** The message's id; for a notice one of its own. */
  _id: string;
  channel: string;
  ticket: string | null;
  /** null: the message of the same id is sent. */
  notice: Notice | null;
  /** `sending`: handed to the provider, no answer yet. After a crash it is uncertain whether it went out. */
  state: 'queued' | 'sending' | 'done' | 'failed';
  attempts: number;
  /** Not before this instant; moves with each back-off. */
  dueAt: Date;
  /** Who works on it, and until when that holds. */
  holder: string | null;
  heldUntil: Date | null;
  error: string | null;
  at: Date;
  doneAt: Date | null;
}

const schema = new Schema<OutboxRecord>(
  {
    _id: String,
    channel: String,
    ticket: String,
    notice: Schema.Types.Mixed,
    state: { type: String, enum: ['queued', 'sending', 'done', 'failed'] },
    attempts: Number,
    dueAt: Date,
    holder: String,
    heldUntil: Date,
    error: String,
    at: Date,
    doneAt: Date,
  },
  { versionKey: false },
);
schema.index({ dueAt: 1 }, { partialFilterExpression: { state: 'queued' }, name: 'queued' });
schema.index({ heldUntil: 1 }, { partialFilterExpression: { state: 'sending' }, name: 'sending' });
// What an erased ticket leaves to be sent.
schema.index({ ticket: 1 });
schema.index({ doneAt: 1 }, { expireAfterSeconds: 30 * 24 * 3600 });

export function outboxModel(db: Connection): Model<OutboxRecord> {
  return db.models.Outbox ?? db.model<OutboxRecord>('Outbox', schema, 'outbox');
}
