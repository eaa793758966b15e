import { type Connection, type Model, Schema } from 'mongoose';
import type { z } from 'zod';
import { newId } from '../store/ids.ts';
import type { Sort } from '../tickets/ticket-order.ts';
import type { TicketFilters } from '../tickets/ticket-schemas.ts';

/** A list of tickets that somebody keeps under a name. */
export interface SavedViewRecord {
  _id: string;
  name: string;
  /** Whose it is; null = everybody's. */
  owner: string | null;
  filters: z.infer<typeof TicketFilters>;
  sort: Sort;
  createdAt: Date;
  updatedAt: Date;
}

const schema = new Schema<SavedViewRecord>(
  {
    _id: { type: String, default: newId },
    name: String,
    owner: String,
    filters: Schema.Types.Mixed,
    sort: String,
    createdAt: Date,
    updatedAt: Date,
  },
  { versionKey: false, minimize: false },
);
// Those that a user sees, by name; nobody has two of one name.
schema.index({ owner: 1, name: 1 }, { unique: true });

/** The saved views of everybody. */
export function savedViewModel(db: Connection): Model<SavedViewRecord> {
  return db.models.SavedView ?? db.model<SavedViewRecord>('SavedView', schema, 'savedViews');
}
