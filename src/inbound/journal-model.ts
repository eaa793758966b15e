import { type Connection, type Model, Schema } from 'mongoose';
import type { InboundMessage, StoredFile } from '../../adapters/adapter.ts';
import { newId } from '../store/ids.ts';

/** `failed` and `unreadable` ones form the replay list. */
export type JournalState = 'pending' | 'done' | 'failed' | 'unreadable' | 'discarded';

/** Something that came in, stored before anybody was told that it arrived. */
export interface JournalRecord {
  _id: string;
  channel: string;
  externalId: string;
  state: JournalState;
  /** null once processed (the message has it then), and on unreadable items. */
  message: InboundMessage | null;
  /** The ticket number promised to the sender; null when none was. */
  number: number | null;
  raw: StoredFile | null;
  error: string | null;
  attempts: number;
  /** The process that stored it: the router in the same one was told already. */
  by: string;
  at: Date;
  doneAt: Date | null;
}

const schema = new Schema<JournalRecord>(
  {
    _id: { type: String, default: newId },
    channel: String,
    externalId: String,
    state: { type: String, enum: ['pending', 'done', 'failed', 'unreadable', 'discarded'] },
    message: Schema.Types.Mixed,
    number: Number,
    raw: Schema.Types.Mixed,
    error: String,
    attempts: Number,
    by: String,
    at: Date,
    doneAt: Date,
  },
  { versionKey: false, minimize: false },
);
schema.index({ channel: 1, externalId: 1 }, { unique: true });
schema.index({ at: 1, _id: 1 }, { partialFilterExpression: { state: 'pending' }, name: 'pending' });
schema.index(
  { at: -1, _id: -1 },
  { partialFilterExpression: { state: { $in: ['failed', 'unreadable'] } }, name: 'replay' },
);
schema.index({ at: 1, _id: 1 }, { partialFilterExpression: { state: 'discarded' }, name: 'discarded' });
// Processed entries go after 30 days; the message's own external id recognises later repeats.
schema.index({ doneAt: 1 }, { expireAfterSeconds: 30 * 24 * 3600 });

// What holds a file: looked up when one might be removed.
schema.index({ 'raw.id': 1 }, { partialFilterExpression: { 'raw.id': { $gt: '' } } });
schema.index(
  { 'message.attachments.id': 1 },
  { partialFilterExpression: { 'message.attachments.id': { $gt: '' } } },
);

export function journalModel(db: Connection): Model<JournalRecord> {
  return db.models.Journal ?? db.model<JournalRecord>('Journal', schema, 'journal');
}
