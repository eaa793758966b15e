import { type ClientSession, type Connection, type Model, Schema } from 'mongoose';
import type { StoredFile } from '../../adapters/adapter.ts';

/** What a draft is to become. */
export const DRAFT_KINDS = ['reply', 'note'] as const;

/** What somebody has begun to write on a ticket. */
export interface DraftRecord {
  /** See `draftId`: a user has one for each ticket. */
  _id: string;
  user: string;
  ticket: string;
  kind: (typeof DRAFT_KINDS)[number];
  text: string;
  html: string | null;
  attachments: StoredFile[];
  cc: string[];
  bcc: string[];
  mentions: string[];
  /** The last message its writer had seen; null = none. */
  basedOn: string | null;
  updatedAt: Date;
}

const file = new Schema<StoredFile>(
  { id: String, name: String, type: { type: String }, size: Number, contentId: String },
  { _id: false },
);

const schema = new Schema<DraftRecord>(
  {
    _id: String,
    user: String,
    ticket: String,
    kind: { type: String, enum: DRAFT_KINDS },
    text: String,
    html: String,
    attachments: [file],
    cc: [String],
    bcc: [String],
    mentions: [String],
    basedOn: String,
    updatedAt: Date,
  },
  { versionKey: false },
);
// A user's own drafts, the latest first.
schema.index({ user: 1, updatedAt: -1, _id: -1 });
// What goes with an erased ticket.
schema.index({ ticket: 1 });
// Whether a file is still needed.
schema.index(
  { 'attachments.id': 1 },
  { partialFilterExpression: { 'attachments.id': { $gt: '' } }, name: 'files' },
);

/** The drafts of everybody. */
export function draftModel(db: Connection): Model<DraftRecord> {
  return db.models.Draft ?? db.model<DraftRecord>('Draft', schema, 'drafts');
}

/** The id of a user's draft on a ticket. */
export function draftId(user: string, ticket: string): string {
  return `${user}:${ticket}`;
}

/** Keeps a draft in place of an earlier one of the same user on the same ticket. */
export async function keepDraft(
  db: Connection,
  draft: Omit<DraftRecord, '_id'>,
  session?: ClientSession,
): Promise<DraftRecord> {
  const record = { ...draft, _id: draftId(draft.user, draft.ticket) };
  const options = { upsert: true, ...(session ? { session } : {}) };
  await draftModel(db).replaceOne({ _id: record._id }, record, options);
  return record;
}

/** Removes a user's draft of a kind, or of any; there may be none. */
export async function dropDraft(
  db: Connection,
  of: { user: string; ticket: string; kind?: DraftRecord['kind'] },
  session?: ClientSession,
): Promise<void> {
  const filter = { _id: draftId(of.user, of.ticket), ...(of.kind ? { kind: of.kind } : {}) };
  await draftModel(db).deleteOne(filter, session ? { session } : {});
}
