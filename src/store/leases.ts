import { randomUUID } from 'node:crypto';
import { type ClientSession, type Connection, type Model, type mongo, Schema } from 'mongoose';

/** Who may do a thing that only one process may do at a time, and until when by the database's clock. */
interface LeaseRecord {
  _id: string;
  holder: string;
  /** Grows with each change of holder; a write fenced with an older one is refused. */
  epoch: number;
  until: Date;
  /** The session of the holder's transactions, to be ended with its time. */
  session?: mongo.Binary;
}

const schema = new Schema<LeaseRecord>(
  { _id: String, holder: String, epoch: Number, until: Date, session: Schema.Types.Buffer },
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
  /**
   * Takes the lease if nobody holds it; null when somebody does. `ttl` in milliseconds. With `session`, the one in
   * which `fence` will be called: should this process die, whoever takes over ends the transaction it left open.
   */
  acquire(name: string, ttl: number, session?: ClientSession): Promise<Lease | null>;
}

export function createLeases(db: Connection): Leases {
  const leases = leaseModel(db).collection;

  /** The expired lease, or null while somebody holds it. Makes it where there was none. */
  async function findFree(name: string) {
    const isFree = { _id: name as never, $expr: { $lte: ['$until', '$$NOW'] } };
    const found = await leases.findOne(isFree);
    if (found) return found;
    const nobody = { holder: 'nobody', epoch: 0, until: new Date(0) };
    const made = await leases.updateOne({ _id: name as never }, { $setOnInsert: nobody }, { upsert: true });
    return made.upsertedCount === 1 ? leases.findOne(isFree) : null;
  }

  /** A transaction of a dead holder would hold the lease's document, and everything it wrote, for a minute. */
  async function endSession(session: unknown): Promise<void> {
    if (session)
      await db
        .getClient()
        .db('admin')
        .command({ killSessions: [{ id: session }] });
  }

  return {
    async acquire(name, ttl, session) {
      const free = await findFree(name);
      if (!free) return null;
      await endSession(free.session);
      const holder = randomUUID();
      const prolonged = [{ $set: { until: { $add: ['$$NOW', ttl] } } }];
      const fields = { holder, epoch: free.epoch + 1, session: session?.id?.id ?? null };
      const taken = await leases.updateOne(
        { _id: name as never, epoch: free.epoch, $expr: { $lte: ['$until', '$$NOW'] } },
        [{ $set: { ...fields, until: { $add: ['$$NOW', ttl] } } }],
      );
      if (taken.matchedCount === 0) return null;
      const mine = { _id: name as never, holder, epoch: fields.epoch };
      return {
        name,
        epoch: fields.epoch,
        async renew() {
          const renewed = await leases.updateOne(mine, prolonged);
          return renewed.matchedCount === 1;
        },
        async fence(inside) {
          const held = await leases.updateOne(mine, prolonged, { session: inside });
          if (held.matchedCount !== 1) throw new LeaseLost(`The lease ${name} went to another process.`);
        },
        async release() {
          await leases.updateOne(mine, { $set: { until: new Date(0) } });
        },
      };
    },
  };
}
