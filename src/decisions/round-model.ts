import { type Connection, type Model, Schema } from 'mongoose';
import type { Verdict } from '../../routing/decide.ts';
import type { Candidate, Policy } from '../../routing/types.ts';
import { newId } from '../store/ids.ts';

/** What most decisions do not have is left out of them. */
type Seldom = 'step' | 'requiredSkills' | 'skillsRelaxed' | 'retry' | 'roundRobin' | 'draw';

/**
 * One decision of a round, without its candidates: those follow from what the round begins with and the picks before
 * it. In a round of form 2, whoever was picked has one ticket more from the next pick on, and its `order`.
 */
export interface Pick extends Omit<Verdict, Seldom>, Partial<{ [field in Seldom]: Verdict[field] }> {
  /** The place of an automatic assignment among all of them; null where nobody new got the ticket. */
  order: number | null;
  /** Rows that differ from what follows, from this decision on. */
  changed?: Candidate[];
  /** Rows that this decision alone saw so. */
  apart?: Candidate[];
}

/** How candidates differ from those of a base. */
export interface Difference {
  /** Three numbers for each who differs in these alone: their place in the base, load, and last assignment's order. */
  loads: number[];
  /** The others who differ, whole. */
  rows: { place: number; row: Candidate }[];
}

/** Decisions taken together under one policy: stored once for all, since most of what they saw is the same. */
export interface RoundRecord {
  _id: string;
  channel: string | null;
  policyVersion: number;
  /** Its version says the rest. */
  policy: { distribution: Policy['distribution'] };
  /** The router's epoch that took them. */
  epoch: number;
  at: Date;
  /** What the first decision of the round saw, unless `of` says where to find it. */
  candidates: Candidate[];
  /** The rounds whose candidates these are, each changed by its `since`: the base first. */
  of?: string[];
  /** What became different since the last of them. */
  since?: Difference;
  form?: 2;
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
    of: { type: [String], default: undefined },
    since: Schema.Types.Mixed,
    form: Number,
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
