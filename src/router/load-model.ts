import { type Connection, type Model, Schema } from 'mongoose';
import type { TicketType } from '../../routing/types.ts';

/** The latest change of a user's open tickets: what the router applies instead of counting again. */
export interface LoadChange {
  ticket: string;
  /** null: the ticket no longer counts for this user. */
  entry: { type: TicketType; assignedAt: Date } | null;
}

/**
 * Version of one user's load. Whoever but the router moves a ticket of theirs moves it in the same transaction; the
 * router, which counts in memory, holds its own writes against it.
 */
export interface LoadRecord {
  _id: string;
  rev: number;
  changes: LoadChange[];
}

const schema = new Schema<LoadRecord>(
  { _id: String, rev: Number, changes: Schema.Types.Mixed },
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
