import { type Connection, type Model, Schema } from 'mongoose';
import type { RoutingRules } from '../../routing/types.ts';

/** The settings of the whole workspace: one document. */
export interface SettingsRecord {
  _id: typeof WORKSPACE;
  name: string;
  routing: RoutingRules;
  notifications: Partial<NotificationSending>;
  security: Partial<SecurityRules>;
  /** Goes up with each change of who is super admin, so that two such changes at once collide. */
  superAdminChanges: number;
}

/** How notifications leave the gateway. */
export interface NotificationSending {
  /** The email channel that sends their mails; null = the oldest one. */
  sender: string | null;
  /** Whether their mails quote what customers and colleagues wrote. */
  textInMail: boolean;
}

/** Who must sign in with a second factor. */
export const SECOND_FACTOR_RULES = ['optional', 'admins', 'all'] as const;

/** The workspace's rules for signing in. */
export interface SecurityRules {
  secondFactor: (typeof SECOND_FACTOR_RULES)[number];
}

/** The id of the one document. */
export const WORKSPACE = 'workspace';

/** What a workspace starts with: no limits, every further rule off. */
export const DEFAULT_ROUTING_RULES: RoutingRules = {
  capacity: { calling: null, messaging: null, email: null },
  awayWithoutConsoleMinutes: null,
  weights: null,
  rampPerMinute: null,
  shiftEndMinutes: { calling: null, messaging: null, email: null },
  onLeave: 'keep',
};

const schema = new Schema<SettingsRecord>(
  {
    _id: { type: String, required: true },
    name: String,
    routing: Object,
    notifications: Object,
    security: Object,
    superAdminChanges: Number,
  },
  { versionKey: false, minimize: false },
);

/** The collection of settings, on the given connection. */
export function settingsModel(db: Connection): Model<SettingsRecord> {
  return db.models.Settings ?? db.model<SettingsRecord>('Settings', schema, 'settings');
}
