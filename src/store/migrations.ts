import { setTimeout as pause } from 'node:timers/promises';
import { type Connection, type Model, Schema } from 'mongoose';
import type { Lease, Leases } from './leases.ts';

/** One change of stored data. It may run again after a crash in its middle, and must then do no harm. */
export interface Migration {
  /** Never changes once released; it is how a database remembers that this one was done. */
  name: string;
  up(db: Connection): Promise<void>;
}

interface MigrationRecord {
  _id: string;
  doneAt: Date;
}

const TTL = 30_000;

const schema = new Schema<MigrationRecord>({ _id: String, doneAt: Date }, { versionKey: false });

function migrationModel(db: Connection): Model<MigrationRecord> {
  return db.models.Migration ?? db.model<MigrationRecord>('Migration', schema, 'migrations');
}

/** Runs the migrations that this database has not seen, in their order. Of several processes at once, one runs them and the others wait. */
export async function migrate(
  db: Connection,
  migrations: readonly Migration[],
  leases: Leases,
): Promise<void> {
  if ((await pendingOf(db, migrations)).length === 0) return;
  const lease = await waitFor(leases);
  const renewal = setInterval(() => void lease.renew(), TTL / 3);
  try {
    // Another process may have done them while this one waited.
    for (const migration of await pendingOf(db, migrations)) {
      await migration.up(db);
      await migrationModel(db).create({ _id: migration.name, doneAt: new Date() });
    }
  } finally {
    clearInterval(renewal);
    await lease.release();
  }
}

async function pendingOf(db: Connection, migrations: readonly Migration[]): Promise<Migration[]> {
  const done = new Set((await migrationModel(db).find().lean()).map(({ _id }) => _id));
  return migrations.filter(({ name }) => !done.has(name));
}

async function waitFor(leases: Leases): Promise<Lease> {
  for (;;) {
    const lease = await leases.acquire('migrations', TTL);
    if (lease) return lease;
    await pause(200);
  }
}
