import { type Connection, type Model, Schema } from 'mongoose';
import { type Calendar, CHANNEL_KINDS, type ChannelKind, type Policy } from '../../routing/types.ts';
import { newId } from '../store/ids.ts';

/** How a channel can be. */
export const HEALTH_STATES = ['connected', 'degraded', 'down'] as const;

/** How a channel is, why, and since when. */
export interface ChannelHealth {
  state: (typeof HEALTH_STATES)[number];
  reason: string | null;
  since: Date;
}

/** A channel as it is stored. */
export interface ChannelRecord {
  _id: string;
  kind: ChannelKind;
  name: string;
  enabled: boolean;
  /** As the adapter's schema made it; secrets encrypted. */
  settings: Record<string, unknown>;
  policy: Policy;
  /** Grows by one with each change of the policy; versions are kept in `policyVersions`. */
  policyVersion: number;
  operatingHours: Calendar | null;
  health: ChannelHealth;
  /** Grows with each change of the set-up (not of the health): adapters start anew. */
  rev: number;
  createdAt: Date;
  updatedAt: Date;
  /** Deleted channels stay for their tickets' sake. */
  deletedAt: Date | null;
}

const schema = new Schema<ChannelRecord>(
  {
    _id: { type: String, default: newId },
    kind: { type: String, enum: CHANNEL_KINDS },
    name: String,
    enabled: Boolean,
    settings: Schema.Types.Mixed,
    policy: Schema.Types.Mixed,
    policyVersion: Number,
    operatingHours: Schema.Types.Mixed,
    health: Schema.Types.Mixed,
    rev: Number,
    createdAt: Date,
    updatedAt: Date,
    deletedAt: Date,
  },
  { versionKey: false, minimize: false },
);
schema.index({ deletedAt: 1, _id: 1 });

/** All channels, deleted ones among them. */
export function channelModel(db: Connection): Model<ChannelRecord> {
  return db.models.Channel ?? db.model<ChannelRecord>('Channel', schema, 'channels');
}

/** One version of a channel's policy, with its author. */
export interface PolicyVersionRecord {
  _id: string;
  channel: string;
  version: number;
  policy: Policy;
  author: { kind: string; id: string; name: string };
  at: Date;
}

const versionSchema = new Schema<PolicyVersionRecord>(
  {
    _id: { type: String, default: newId },
    channel: String,
    version: Number,
    policy: Schema.Types.Mixed,
    author: Schema.Types.Mixed,
    at: Date,
  },
  { versionKey: false, minimize: false },
);
versionSchema.index({ channel: 1, version: -1 }, { unique: true });

/** The versions of all policies. */
export function policyVersionModel(db: Connection): Model<PolicyVersionRecord> {
  return (
    db.models.PolicyVersion ?? db.model<PolicyVersionRecord>('PolicyVersion', versionSchema, 'policyVersions')
  );
}
