import { type Connection, type Model, Schema } from 'mongoose';
import { newId } from '../store/ids.ts';

/** A person who writes to us, known by any of their identities. */
export interface ContactRecord {
  _id: string;
  name: string | null;
  /** Lower-cased. */
  emails: string[];
  /** E.164. */
  phones: string[];
  /** Ids of tracking cookies. */
  visitors: string[];
  owner: string | null;
  /** Known by a tracking cookie, with consent. */
  tracked: boolean;
  /** When an automatic acknowledgement was last sent to them; null for never. */
  acknowledgedAt: Date | null;
  /** What a search finds it by; see `contactWords`. */
  words: string[];
  /** Grows with every write, so that nobody overwrites what they have not seen. */
  rev: number;
  createdAt: Date;
  updatedAt: Date;
}

const schema = new Schema<ContactRecord>(
  {
    _id: { type: String, default: newId },
    name: String,
    emails: [String],
    phones: [String],
    visitors: [String],
    owner: String,
    tracked: Boolean,
    acknowledgedAt: Date,
    words: [String],
    rev: Number,
    createdAt: Date,
    updatedAt: Date,
  },
  { versionKey: false },
);
// One contact per identity. Contacts without any stay out; look-ups by `$exists` or `$type` would not use the index.
for (const identity of ['emails', 'phones', 'visitors']) {
  schema.index({ [identity]: 1 }, { unique: true, partialFilterExpression: { [identity]: { $gt: '' } } });
}
schema.index({ words: 1 });
schema.index({ owner: 1 });

/** All contacts of the workspace. */
export function contactModel(db: Connection): Model<ContactRecord> {
  return db.models.Contact ?? db.model<ContactRecord>('Contact', schema, 'contacts');
}
