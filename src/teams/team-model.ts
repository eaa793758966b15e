import { type Connection, type Model, Schema } from 'mongoose';
import { newId } from '../store/ids.ts';

/** A team. Its members are the users whose `teams` name it. */
export interface TeamRecord {
  _id: string;
  name: string;
  createdAt: Date;
}

const schema = new Schema<TeamRecord>(
  { _id: { type: String, default: newId }, name: { type: String, required: true }, createdAt: Date },
  { versionKey: false },
);
// Names differ in more than case.
schema.index({ name: 1 }, { unique: true, collation: { locale: 'en', strength: 2 } });

/** The collection of teams, on the given connection. */
export function teamModel(db: Connection): Model<TeamRecord> {
  return db.models.Team ?? db.model<TeamRecord>('Team', schema, 'teams');
}
