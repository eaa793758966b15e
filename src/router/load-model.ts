import { type Connection, type Model, Schema } from 'mongoose';
import type { TicketType } from '../../routing/types.ts';

/** The latest change of a user's open tickets: what the router applies instead of counting again. */
export interface LoadChange {
  ticket: string;
  /** null: the ticket no longer counts for this user. */
  entry: { type: TicketType; assignedAt: Date } | null;
}

/** Version of one user's load. Every write that touches an owner's tickets moves it in the same transaction. */
export interface LoadRecord {
  _id: string;
  rev: number;
  changes: LoadChange[];
  /** Order of the last automatic assignment by type; absent = never. */
  last: Partial<Record<TicketType, number>>;
}

const schema = new Schema<LoadRecord>(
  { _id: String, rev: Number, changes: Schema.Types.Mixed, last: Schema.Types.Mixed },
  { versionKey: false, minimize: false },
);

export function loadModel(db: Connection): Model<LoadRecord> {
  return db.models.Load ?? db.model<LoadRecord>('Load', schema, 'loads');
}

/** Where a round-robin stands; the key is the channel's id, with `#step` for a step's own. */
export interface PositionRecord {
  _id: string;
  user: string;
}

const positionSchema = new Schema<PositionRecord>({ _id: String, user: String }, { versionKey: false });

export function positionModel(db: Connection): Model<PositionRecord> {
  return db.models.Position ?? db.model<PositionRecord>('Position', positionSchema, 'roundRobins');
}
