import { type Connection, type Model, mongo, Schema } from 'mongoose';
import { RateLimiterMongo } from 'rate-limiter-flexible';

/** A counter of one limit, as rate-limiter-flexible stores it. */
export interface RateLimitRecord {
  key: string;
  points: number;
  expire: Date;
}

const COLLECTION = 'rateLimits';

const schema = new Schema<RateLimitRecord>(
  { key: { type: String, required: true }, points: Number, expire: Date },
  { versionKey: false },
);
schema.index({ expire: 1 }, { expireAfterSeconds: 0 });
// Counting relies on it: of two first requests at once, one finds the counter of the other.
schema.index({ key: 1 }, { unique: true });

/** The collection of counters, on the given connection. */
export function rateLimitModel(db: Connection): Model<RateLimitRecord> {
  return db.models.RateLimit ?? db.model<RateLimitRecord>('RateLimit', schema, COLLECTION);
}

/** A counter that all processes share: `points` within `duration` seconds. */
export function createMongoLimiter(
  db: Connection,
  limit: { keyPrefix: string; points: number; duration: number },
): RateLimiterMongo {
  return new RateLimiterMongo({
    ...limit,
    // A count that a fail-over loses costs nothing: it does not wait for a majority.
    storeClient: db
      .getClient()
      .db(db.name, { writeConcern: { w: 1 }, readConcern: new mongo.ReadConcern('local') }),
    tableName: COLLECTION,
    disableIndexesCreation: true,
    // Whoever is over the limit costs no more queries.
    inMemoryBlockOnConsumed: limit.points + 1,
  });
}
