import { type Connection, type Model, Schema } from 'mongoose';
import {
  CHANNEL_KINDS,
  type ChannelKind,
  PRIORITIES,
  type Priority,
  type RetryEvent,
  TICKET_TYPES,
  type TicketType,
} from '../../routing/types.ts';
import { newId } from '../store/ids.ts';

/** The statuses of a ticket; all but `closed` are open. */
export const STATUSES = ['open', 'pending', 'closed'] as const;
/** One of the statuses. */
export type Status = (typeof STATUSES)[number];

/** Why a ticket came back from being snoozed: its time was over, or the customer wrote. */
export const WAKE_REASONS = ['snooze-over', 'customer-wrote'] as const;
/** One of those reasons. */
export type WakeReason = (typeof WAKE_REASONS)[number];

/** In `waitsFrom` where no customer waits: later than any instant, so that in order those who wait come first. */
export const NOBODY_WAITS = new Date(8.64e15);

/** Where a ticket stands with the router. */
export interface TicketRouting {
  /** `pending`: to be decided now; `waiting`: decided, and tried again by event; `settled`: not the router's. */
  state: 'pending' | 'waiting' | 'settled';
  /** Why it has no owner, or why it has this one: a DecisionReason, or `by-hand`, `reply`, `machine-mail`, `suspected`. */
  reason: string;
  retryOn: RetryEvent[];
  /** When it is tried again at the latest known now; null = by event only. */
  retryAt: Date | null;
  /** Since when it has had no owner; survives refusals. */
  waitingSince: Date;
  /** Index of the policy's step it has reached; -1 = the policy itself. */
  step: number;
  excluded: string[];
  /** On a reopened ticket: the owner to keep if eligible. */
  keepOwner: string | null;
  /** By when its owner is to answer, else it goes back; null = no such rule, or answered. */
  answerBy: Date | null;
}

/** A ticket as it is stored. */
export interface TicketRecord {
  _id: string;
  number: number;
  type: TicketType;
  /** null for a ticket made by hand without a route. */
  channel: string | null;
  channelKind: ChannelKind | null;
  contact: string | null;
  subject: string;
  status: Status;
  /** Derived: status is not closed. Stands in the indexes. */
  open: boolean;
  priority: Priority;
  /** Derived: the rank of the priority, the highest for `urgent`. Stands in an index. */
  urgency: number;
  owner: string | null;
  team: string | null;
  assignedAt: Date | null;
  tags: string[];
  fields: Record<string, string>;
  snippet: string;
  /** What a search finds it by, from its subject and messages; see `searchWords`. */
  words: string[];
  /** The subject without reply prefixes, lower case: what a `Re:` is matched by. */
  subjectKey: string;
  /** Why it is kept apart as spam; null = not suspected. */
  suspicion: string | null;
  /** An earlier, closed ticket that this one continues. */
  continues: string | null;
  /** Since when the customer waits for an answer; NOBODY_WAITS when none is owed. */
  waitsFrom: Date;
  /** When it comes back by itself; null = it is not snoozed. */
  snoozedUntil: Date | null;
  /** Why it came back from being snoozed; null once somebody has acted on it. */
  wokeUp: { reason: WakeReason; at: Date } | null;
  /** On a ticket merged into another: which one, and the status that an undo gives back. */
  merged: { into: string; number: number; at: Date; status: Status } | null;
  routing: TicketRouting;
  /** Grows with every write: of two writers one wins and the other learns it. */
  rev: number;
  createdAt: Date;
  updatedAt: Date;
  closedAt: Date | null;
  lastMessageAt: Date;
  /** When somebody of ours last answered; null = never. */
  lastReplyAt: Date | null;
}

/** Those kept apart as spam: the filter of their own index, which a query must repeat. */
export const SUSPECTED = { suspicion: { $gt: '' } } as const;

const routing = new Schema<TicketRouting>(
  {
    state: { type: String, enum: ['pending', 'waiting', 'settled'] },
    reason: String,
    retryOn: [String],
    retryAt: Date,
    waitingSince: Date,
    step: Number,
    excluded: [String],
    keepOwner: String,
    answerBy: Date,
  },
  { _id: false },
);

const schema = new Schema<TicketRecord>(
  {
    _id: { type: String, default: newId },
    number: Number,
    type: { type: String, enum: TICKET_TYPES },
    channel: String,
    channelKind: { type: String, enum: [...CHANNEL_KINDS, null] },
    contact: String,
    subject: String,
    status: { type: String, enum: STATUSES },
    open: Boolean,
    priority: { type: String, enum: PRIORITIES },
    urgency: Number,
    owner: String,
    team: String,
    assignedAt: Date,
    tags: [String],
    fields: Schema.Types.Mixed,
    snippet: String,
    words: [String],
    subjectKey: String,
    suspicion: String,
    continues: String,
    waitsFrom: Date,
    snoozedUntil: Date,
    wokeUp: new Schema({ reason: { type: String, enum: WAKE_REASONS }, at: Date }, { _id: false }),
    merged: new Schema(
      { into: String, number: Number, at: Date, status: { type: String, enum: STATUSES } },
      { _id: false },
    ),
    routing,
    rev: Number,
    createdAt: Date,
    updatedAt: Date,
    closedAt: Date,
    lastMessageAt: Date,
    lastReplyAt: Date,
  },
  { versionKey: false, minimize: false },
);
schema.index({ number: 1 }, { unique: true });
// Loads of a user, and Mine.
schema.index({ owner: 1, open: 1, type: 1, assignedAt: 1 });
// Lists by view, newest activity first.
schema.index({ open: 1, suspicion: 1, lastMessageAt: -1, _id: -1 });
schema.index({ owner: 1, open: 1, lastMessageAt: -1, _id: -1 });
schema.index({ team: 1, open: 1, lastMessageAt: -1, _id: -1 });
schema.index({ channel: 1, lastMessageAt: -1, _id: -1 });
// The same lists in other orders; what a person or a team has open is few enough to be sorted.
schema.index({ open: 1, suspicion: 1, number: 1 });
schema.index({ open: 1, suspicion: 1, waitsFrom: 1, _id: 1 });
schema.index({ open: 1, suspicion: 1, urgency: -1, lastMessageAt: -1, _id: -1 });
schema.index({ tags: 1, lastMessageAt: -1, _id: -1 }, { partialFilterExpression: { tags: { $gt: '' } } });
// Tickets of a contact; `Re:` by the same sender.
schema.index({ contact: 1, lastMessageAt: -1 });
schema.index({ words: 1 });
// Handled by the AI agent.
schema.index(
  { open: 1, lastMessageAt: -1, _id: -1 },
  { partialFilterExpression: { 'routing.reason': 'customer-agent' }, name: 'agentHandled' },
);
// Kept apart as spam.
schema.index({ lastMessageAt: -1, _id: -1 }, { partialFilterExpression: SUSPECTED, name: 'suspected' });
// What comes back by time.
schema.index({ snoozedUntil: 1 }, { partialFilterExpression: { snoozedUntil: { $gt: new Date(0) } } });
// What was merged into a ticket.
schema.index({ 'merged.into': 1 }, { partialFilterExpression: { 'merged.into': { $gt: '' } } });
// What the router has to do.
schema.index(
  { 'routing.state': 1, _id: 1 },
  { partialFilterExpression: { 'routing.state': { $in: ['pending', 'waiting'] } } },
);

// What goes back unanswered.
schema.index(
  { 'routing.answerBy': 1 },
  { partialFilterExpression: { 'routing.answerBy': { $gt: new Date(0) } } },
);

/** The tickets of one workspace. */
export function ticketModel(db: Connection): Model<TicketRecord> {
  return db.models.Ticket ?? db.model<TicketRecord>('Ticket', schema, 'tickets');
}
