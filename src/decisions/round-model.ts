import { type Connection, type Model, Schema } from 'mongoose';
import type { Candidate, Decision, Policy } from '../../routing/types.ts';
import { newId } from '../store/ids.ts';

/** One decision of a round, without its candidates: those follow from the round's and the picks before it. */
export interface Pick extends Omit<Decision, 'candidates'> {
  /** The place of an automatic assignment among all of them; null where nobody new got the ticket. */
  order: number | null;
  /** Users whose row in the candidates differs from the round's first, as this decision saw them. */
  changed: Candidate[];
}

/** Decisions taken together under one policy: stored once for all, since most of what they saw is the same. */
export interface RoundRecord {
  _id: string;
  channel: string | null;
  policyVersion: number;
  policy: Policy;
  /** The router's epoch that took them. */
  epoch: number;
  at: Date;
  /** What the first decision of the round saw. */
  candidates: Candidate[];
  picks: Pick[];
}

const schema = new Schema<RoundRecord>(
  {
    _id: { type: String, default: newId },
    channel: String,
    policyVersion: Number,
    policy: Schema.Types.Mixed,
    epoch: Number,
    at: Date,
    candidates: Schema.Types.Mixed,
    picks: Schema.Types.Mixed,
  },
  { versionKey: false, minimize: false },
);
schema.index({ 'picks.ticket': 1, _id: 1 });
schema.index({ at: 1 });

/** The decisions of all tickets, in rounds. */
export function roundModel(db: Connection): Model<RoundRecord> {
  return db.models.Round ?? db.model<RoundRecord>('Round', schema, 'decisions');
}
