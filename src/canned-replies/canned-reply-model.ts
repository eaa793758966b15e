import { type Connection, type Model, Schema } from 'mongoose';
import type { StoredFile } from '../../adapters/adapter.ts';
import { newId } from '../store/ids.ts';

/** A text that is written once and sent often. */
export interface CannedReplyRecord {
  _id: string;
  /** What it is called up by after a `/`: lower case. */
  shortcut: string;
  title: string;
  /** With placeholders such as `{{contact.name}}`. */
  text: string;
  html: string | null;
  attachments: StoredFile[];
  /** Whose it is; null = everybody's. */
  owner: string | null;
  createdAt: Date;
  updatedAt: Date;
}

const file = new Schema<StoredFile>(
  { id: String, name: String, type: { type: String }, size: Number, contentId: String },
  { _id: false },
);

const schema = new Schema<CannedReplyRecord>(
  {
    _id: { type: String, default: newId },
    shortcut: String,
    title: String,
    text: String,
    html: String,
    attachments: [file],
    owner: String,
    createdAt: Date,
    updatedAt: Date,
  },
  { versionKey: false },
);
// Those that a user sees, by shortcut; nobody has two of one shortcut.
schema.index({ owner: 1, shortcut: 1 }, { unique: true });
// Whether a file is still needed, and who may have it.
schema.index(
  { 'attachments.id': 1 },
  { partialFilterExpression: { 'attachments.id': { $gt: '' } }, name: 'files' },
);

/** The canned replies of everybody. */
export function cannedReplyModel(db: Connection): Model<CannedReplyRecord> {
  return db.models.CannedReply ?? db.model<CannedReplyRecord>('CannedReply', schema, 'cannedReplies');
}
