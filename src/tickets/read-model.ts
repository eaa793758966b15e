import { type Connection, type Model, Schema } from 'mongoose';

/** Up to when a user has seen a ticket. */
export interface ReadRecord {
  /** See `readId`: a user has one for each ticket. */
  _id: string;
  user: string;
  ticket: string;
  upTo: Date;
}

const schema = new Schema<ReadRecord>(
  { _id: String, user: String, ticket: String, upTo: Date },
  { versionKey: false },
);
// What goes with an erased ticket.
schema.index({ ticket: 1 });

/** Who has seen what; its own collection, so that looking at a ticket changes none. */
export function readModel(db: Connection): Model<ReadRecord> {
  return db.models.TicketRead ?? db.model<ReadRecord>('TicketRead', schema, 'ticketReads');
}

/** The id of a user's record for a ticket. */
export function readId(user: string, ticket: string): string {
  return `${user}:${ticket}`;
}
