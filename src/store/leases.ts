import { randomUUID } from 'node:crypto';
import { type ClientSession, type Connection, type Model, Schema } from 'mongoose';

/** Who may do a thing that only one process may do at a time, and until when by the database's clock. */
interface LeaseRecord {
  _id: string;
  holder: string;
  /** Grows with each change of holder; a write fenced with an older one is refused. */
  epoch: number;
  until: Date;
}

const schema = new Schema<LeaseRecord>(
  { _id: String, holder: String, epoch: Number, until: Date },
  { versionKey: false },
);

function leaseModel(db: Connection): Model<LeaseRecord> {
  return db.models.Lease ?? db.model<LeaseRecord>('Lease', schema, 'leases');
}

/** A held lease. It is lost when it is not renewed in time; a deposed holder learns it at `renew` or `fence`. */
export interface Lease {
  readonly name: string;
  readonly epoch: number;
  /** Prolongs it; false when another holds it now. */
  renew(): Promise<boolean>;
  /** Inside a transaction: throws LeaseLost unless this epoch still holds, and prolongs it. */
  fence(session: ClientSession): Promise<void>;
  release(): Promise<void>;
}

/** The lease went to another holder; whatever was being written must not be. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** Hands out leases by name. All instants are the database's, so skewed machines do no harm. */
export interface Leases {
  /** Takes the lease if nobody holds it; null when somebody does. `ttl` in milliseconds. */
  acquire(name: string, ttl: number): Promise<Lease | null>;
}

export function createLeases(db: Connection): Leases {
  const leases = leaseModel(db);
  return {
    async acquire(name, ttl) {
      const holder = randomUUID();
      const prolonged = [{ $set: { until: { $add: ['$$NOW', ttl] } } }];
      await leases.updateOne(
        { _id: name },
        { $setOnInsert: { holder: 'nobody', epoch: 0, until: new Date(0) } },
        { upsert: true },
      );
      const taken = await leases.findOneAndUpdate(
        { _id: name, $expr: { $lte: ['$until', '$$NOW'] } },
        [{ $set: { holder, epoch: { $add: ['$epoch', 1] }, until: { $add: ['$$NOW', ttl] } } }],
        { returnDocument: 'after', updatePipeline: true },
      );
      if (!taken) return null;
      const mine = { _id: name, holder, epoch: taken.epoch };
      return {
        name,
        epoch: taken.epoch,
        async renew() {
          const renewed = await leases.updateOne(mine, prolonged, { updatePipeline: true });
          return renewed.matchedCount === 1;
        },
        async fence(session) {
          const held = await leases.updateOne(mine, prolonged, { session, updatePipeline: true });
          if (held.matchedCount !== 1) throw new LeaseLost(`The lease ${name} went to another process.`);
        },
        async release() {
          await leases.updateOne(mine, { $set: { until: new Date(0) } });
        },
      };
    },
  };
}
