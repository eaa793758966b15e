import type { Connection } from 'mongoose';
import type { Clock, Log } from '../../adapters/adapter.ts';
import type { Leases } from '../store/leases.ts';
import { fileModel } from './file-model.ts';
import { findFileUses, removeFiles } from './unused-files.ts';

const DAY = 24 * 3600 * 1000;
const BATCH = 500;
const LEASE = 'file-sweep';
const LEASE_TTL = 5 * 60_000;

/** Removes files that nothing refers to. Any number of processes may run one; one sweeps at a time. */
export interface FileSweep {
  /** Sweeps at once, and then once a day. */
  start(): void;
  /** Finishes the batch in hand. */
  stop(): Promise<void>;
}

/** Makes the sweep of one process. */
export function createFileSweep(parts: {
  db: Connection;
  clock: Clock;
  log: Log;
  leases: Leases;
}): FileSweep {
  const { log } = parts;
  let timer: NodeJS.Timeout | null = null;
  let stopping = false;
  let running: Promise<void> = Promise.resolve();

  async function sweep(): Promise<void> {
    const lease = await parts.leases.acquire(LEASE, LEASE_TTL);
    if (!lease) return;
    try {
      const removed = await sweepFiles(parts, async () => !stopping && lease.renew());
      if (removed > 0) log.info({ removed }, 'removed files that nothing refers to');
    } finally {
      await lease.release();
    }
  }

  function run(): void {
    running = sweep().catch((error: unknown) =>
      log.warn({ err: error instanceof Error ? error.name : 'unknown' }, 'the files could not be swept'),
    );
  }

  return {
    start() {
      timer = setInterval(run, DAY);
      run();
    },
    async stop() {
      stopping = true;
      if (timer) clearInterval(timer);
      await running;
    },
  };
}

/**
 * Removes every file that is due and that nothing refers to, batch by batch while `goesOn`, and answers how many.
 * What only the journal holds, such as the source of a discarded item, is looked at again a day later.
 */
export async function sweepFiles(
  { db, clock }: { db: Connection; clock: Clock },
  goesOn: () => Promise<boolean>,
): Promise<number> {
  let removed = 0;
  while (await goesOn()) {
    const due = await fileModel(db)
      .find({ 'metadata.checkAt': { $lte: new Date(clock.now()) } })
      .sort({ 'metadata.checkAt': 1 })
      .limit(BATCH)
      .select('_id')
      .lean();
    if (due.length === 0) break;
    const ids = due.map((file) => file._id.toHexString());
    removed += await sweepBatch(db, ids, new Date(clock.now() + DAY));
  }
  return removed;
}

async function sweepBatch(db: Connection, ids: string[], nextCheck: Date): Promise<number> {
  const { byMessages, byJournal } = await findFileUses(db, ids);
  const held = ids.filter((id) => byJournal.has(id) && !byMessages.has(id));
  const unused = ids.filter((id) => !byJournal.has(id) && !byMessages.has(id));
  await fileModel(db).updateMany({ _id: { $in: [...byMessages] } }, { $unset: { 'metadata.checkAt': 1 } });
  await fileModel(db).updateMany({ _id: { $in: held } }, { $set: { 'metadata.checkAt': nextCheck } });
  await removeFiles(db, unused);
  return unused.length;
}
