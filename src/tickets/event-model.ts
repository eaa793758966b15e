import { type Connection, type Model, Schema } from 'mongoose';
import { newId } from '../store/ids.ts';

/** What can happen to a ticket. `woke`: its snooze was over. `merged` stands in both tickets, and so `unmerged`. */
export const EVENT_KINDS = ['created', 'owner', 'changed', 'woke', 'merged', 'unmerged'] as const;

/** Something that somebody did to a ticket. Automatic assignments stand in the decisions. */
export interface TicketEventRecord {
  _id: string;
  ticket: string;
  kind: (typeof EVENT_KINDS)[number];
  actor: { kind: string; id: string; name: string };
  /** Field by field: what was, and what is. */
  changes: { field: string; from: unknown; to: unknown }[];
  at: Date;
}

const schema = new Schema<TicketEventRecord>(
  {
    _id: { type: String, default: newId },
    ticket: String,
    kind: { type: String, enum: EVENT_KINDS },
    actor: Schema.Types.Mixed,
    changes: Schema.Types.Mixed,
    at: Date,
  },
  { versionKey: false, minimize: false },
);
schema.index({ ticket: 1, at: 1, _id: 1 });

/** The timelines of all tickets. */
export function ticketEventModel(db: Connection): Model<TicketEventRecord> {
  return db.models.TicketEvent ?? db.model<TicketEventRecord>('TicketEvent', schema, 'ticketEvents');
}
