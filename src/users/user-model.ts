import { type Connection, type Model, Schema } from 'mongoose';
import type { AvailabilityStatus, Calendar, CapacityByType } from '../../routing/types.ts';
import { ROLES, type Role } from '../http/route.ts';
import { newId } from '../store/ids.ts';

/** The languages that people can choose. */
export const LANGUAGES = ['en', 'de'] as const;
/** One of them. */
export type Language = (typeof LANGUAGES)[number];

/** A period of leave. */
export interface LeaveRecord {
  from: Date;
  to: Date;
  note: string;
}

/** Somebody who may sign in. They are deactivated, never deleted: history names them. */
export interface UserRecord {
  _id: string;
  /** Lower-cased. */
  email: string;
  name: string;
  role: Role;
  seat: 'service' | 'none';
  active: boolean;
  /** Ids. Membership is stored here alone; a team's members are derived from it. */
  teams: string[];
  /** Ids. */
  skills: string[];
  /** IANA name. */
  timeZone: string;
  /** Of mails and the console; null = what the browser asks for, English in mails. */
  language: Language | null;
  /** What stands under their replies, as safe HTML; empty = nothing. */
  signature: string;
  /** null = none. */
  workingHours: Calendar | null;
  outOfOffice: LeaveRecord[];
  /** Open tickets at most, by type; null = no limit of their own. */
  capacity: CapacityByType;
  /** E.164; null = none. */
  phone: string | null;
  manualStatus: { status: AvailabilityStatus; setAt: Date } | null;
  /** When a console of theirs was last seen; null = never. */
  lastSeenAt: Date | null;
  /** argon2id; null until an invitation is accepted. */
  passwordHash: string | null;
  /** Goes up when all sessions end: a session of another version is over. */
  sessionVersion: number;
  createdAt: Date;
  updatedAt: Date;
}

const leave = new Schema<LeaveRecord>({ from: Date, to: Date, note: String }, { _id: false });

const schema = new Schema<UserRecord>(
  {
    _id: { type: String, default: newId },
    email: { type: String, required: true },
    name: { type: String, required: true },
    role: { type: String, enum: ROLES, required: true },
    seat: { type: String, enum: ['service', 'none'], required: true },
    active: { type: Boolean, default: true },
    teams: [String],
    skills: [String],
    timeZone: { type: String, required: true },
    language: { type: String, enum: [...LANGUAGES, null], default: null },
    signature: { type: String, default: '' },
    workingHours: { type: Object, default: null },
    outOfOffice: [leave],
    capacity: { type: Object, default: () => ({ calling: null, messaging: null, email: null }) },
    phone: { type: String, default: null },
    manualStatus: { type: Object, default: null },
    lastSeenAt: { type: Date, default: null },
    passwordHash: { type: String, default: null },
    sessionVersion: { type: Number, default: 1 },
    createdAt: Date,
    updatedAt: Date,
  },
  { versionKey: false, minimize: false },
);
schema.index({ email: 1 }, { unique: true });
// The list of users.
schema.index({ name: 1, _id: 1 });
schema.index({ teams: 1 });
schema.index({ skills: 1 });
// Which super admins are left.
schema.index({ role: 1, active: 1 });

/** The collection of users, on the given connection. */
export function userModel(db: Connection): Model<UserRecord> {
  return db.models.User ?? db.model<UserRecord>('User', schema, 'users');
}
