import { type Connection, type Model, Schema } from 'mongoose';
import type { StoredFile } from '../../adapters/adapter.ts';
import { newId } from '../store/ids.ts';

export const DIRECTIONS = ['in', 'out', 'note'] as const;
export type Direction = (typeof DIRECTIONS)[number];

export const DELIVERY_STATES = ['queued', 'sent', 'delivered', 'read', 'failed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Who wrote a message. `system` is Deskroute itself (an acknowledgement). */
export interface Author {
  kind: 'contact' | 'user' | 'key' | 'system';
  id: string | null;
  name: string | null;
}

export interface MessageRecord {
  _id: string;
  ticket: string;
  /** The channel it came by or goes out by; null for a note. */
  channel: string | null;
  direction: Direction;
  author: Author;
  text: string;
  /** As received or written; sanitised whenever it is shown. */
  html: string | null;
  attachments: StoredFile[];
  at: Date;
  /** When we stored it; `at` is the sender's clock. */
  storedAt: Date;
  /** The address or number it came from: where the answer goes. null on ours. */
  from: string | null;
  to: string[];
  cc: string[];
  bcc: string[];
  /** The subject it went out with, or came with. */
  subject: string | null;
  externalId: string | null;
  copyId: string | null;
  messageId: string | null;
  inReplyTo: string | null;
  references: string[];
  /** Kind of machine mail; null = a person wrote it. */
  automatic: string | null;
  raw: StoredFile | null;
  /** It was here long after the provider had got it, as after an outage. */
  late: boolean;
  /** Fate of an outgoing message; null on others. */
  delivery: { state: DeliveryState; reason: string | null; at: Date } | null;
  /** Users whom a note calls. */
  mentions: string[];
  /** A reply that may still be taken back: until when, and how its ticket stood before. null = it may not. */
  held: { until: Date; before: TicketBeforeReply } | null;
  /** The ticket that it belonged to before that one was merged into its own. */
  mergedFrom: string | null;
}

/** What a reply changes on its ticket, as it was. */
export interface TicketBeforeReply {
  snippet: string;
  waitsFrom: Date;
  answerBy: Date | null;
  lastMessageAt: Date;
  lastReplyAt: Date | null;
}

const file = new Schema<StoredFile>(
  { id: String, name: String, type: { type: String }, size: Number, contentId: String },
  { _id: false },
);

const schema = new Schema<MessageRecord>(
  {
    _id: { type: String, default: newId },
    ticket: String,
    channel: String,
    direction: { type: String, enum: DIRECTIONS },
    author: new Schema<Author>({ kind: String, id: String, name: String }, { _id: false }),
    text: String,
    html: String,
    attachments: [file],
    at: Date,
    storedAt: Date,
    from: String,
    to: [String],
    cc: [String],
    bcc: [String],
    subject: String,
    externalId: String,
    copyId: String,
    messageId: String,
    inReplyTo: String,
    references: [String],
    automatic: String,
    raw: file,
    late: Boolean,
    delivery: new Schema(
      { state: { type: String, enum: DELIVERY_STATES }, reason: String, at: Date },
      { _id: false },
    ),
    mentions: { type: [String], default: undefined },
    held: Schema.Types.Mixed,
    mergedFrom: String,
  },
  { versionKey: false },
);
// A look-up by value uses a partial index by `$gt`, but never one by `$type` or `$exists`.
// I2: one message per (channel, external id).
schema.index(
  { channel: 1, externalId: 1 },
  { unique: true, partialFilterExpression: { externalId: { $gt: '' } } },
);
schema.index({ messageId: 1 }, { partialFilterExpression: { messageId: { $gt: '' } } });
// A mail that is read after the answer to it.
schema.index({ inReplyTo: 1 }, { partialFilterExpression: { inReplyTo: { $gt: '' } } });
// Bounces that say only whom they could not reach.
schema.index({ to: 1, storedAt: -1 }, { partialFilterExpression: { direction: 'out' } });
schema.index({ copyId: 1 }, { partialFilterExpression: { copyId: { $gt: '' } } });
schema.index({ ticket: 1, storedAt: 1, _id: 1 });
// Tickets with an answer that did not get through.
schema.index({ ticket: 1 }, { partialFilterExpression: { 'delivery.state': 'failed' }, name: 'failed' });
// What an undone merge gives back, and what goes with the erased ticket.
schema.index({ mergedFrom: 1 }, { partialFilterExpression: { mergedFrom: { $gt: '' } } });
// Who may download a file: by the ticket of the message that carries it, or whose source it is.
schema.index({ 'attachments.id': 1 });
schema.index({ 'raw.id': 1 }, { partialFilterExpression: { 'raw.id': { $gt: '' } } });

/** All messages and notes of all tickets. */
export function messageModel(db: Connection): Model<MessageRecord> {
  return db.models.Message ?? db.model<MessageRecord>('Message', schema, 'messages');
}
