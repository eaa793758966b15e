import { type Connection, type Model, Schema } from 'mongoose';
import { newId } from '../store/ids.ts';

/** Something that some users know and some tickets need, such as a language. */
export interface SkillRecord {
  _id: string;
  name: string;
  createdAt: Date;
}

const schema = new Schema<SkillRecord>(
  { _id: { type: String, default: newId }, name: { type: String, required: true }, createdAt: Date },
  { versionKey: false },
);
// Names differ in more than case.
schema.index({ name: 1 }, { unique: true, collation: { locale: 'en', strength: 2 } });

/** The collection of skills, on the given connection. */
export function skillModel(db: Connection): Model<SkillRecord> {
  return db.models.Skill ?? db.model<SkillRecord>('Skill', schema, 'skills');
}
