import { type Connection, type Model, Schema } from 'mongoose';

/** A request that was made with an `Idempotency-Key`. */
export interface IdempotencyRecord {
  /** Digest of caller, route and key. */
  _id: string;
  /** Digest of the request's body. */
  fingerprint: string;
  /** Tells which of several attempts holds the key. */
  claim: string;
  /** The id of what the request makes: the same for every attempt, so that what a dead one left is found. */
  made: string;
  /** Sealed JSON; null while the request is running. */
  answer: string | null;
  startedAt: Date;
  expiresAt: Date;
}

const schema = new Schema<IdempotencyRecord>(
  {
    _id: { type: String, required: true },
    fingerprint: String,
    claim: String,
    made: String,
    answer: String,
    startedAt: Date,
    expiresAt: Date,
  },
  { versionKey: false },
);
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

/** The collection of answered requests, on the given connection. */
export function idempotencyModel(db: Connection): Model<IdempotencyRecord> {
  return db.models.Idempotency ?? db.model<IdempotencyRecord>('Idempotency', schema, 'idempotency');
}
