import { type Connection, type Model, Schema } from 'mongoose';
import { newId } from '../store/ids.ts';

/** A word that tickets are marked with. Tickets carry its name. */
export interface TagRecord {
  _id: string;
  name: string;
  /** While tickets still carry its former name: what it is to become on them; null = it goes from them. */
  change: { from: string; to: string | null } | null;
  createdAt: Date;
}

/** Names differ in more than case. */
export const BY_NAME = { locale: 'en', strength: 2 } as const;

const schema = new Schema<TagRecord>(
  {
    _id: { type: String, default: newId },
    name: { type: String, required: true },
    change: new Schema({ from: String, to: String }, { _id: false }),
    createdAt: Date,
  },
  { versionKey: false },
);
schema.index({ name: 1 }, { unique: true, collation: BY_NAME });
// The list of tags.
schema.index({ name: 1, _id: 1 });
// What a crash left half done.
schema.index({ 'change.from': 1 }, { partialFilterExpression: { 'change.from': { $gt: '' } } });

/** The tags of the workspace. */
export function tagModel(db: Connection): Model<TagRecord> {
  return db.models.Tag ?? db.model<TagRecord>('Tag', schema, 'tags');
}
