import type { Log } from '../../adapters/adapter.ts';
import { errorName } from '../error-name.ts';
import type { Leases } from './leases.ts';

const DAY = 24 * 3600 * 1000;
const LEASE = 'sweep';
const LEASE_TTL = 5 * 60_000;

/** Something that is left behind and to be removed. */
export interface Chore {
  /** What it removes, for the log. */
  what: string;
  /** Removes it, piece by piece while `goesOn`, and answers how many. */
  run(goesOn: () => Promise<boolean>): Promise<number>;
}

/** Removes what was left behind. Any number of processes may run one; one sweeps at a time. */
export interface DailySweep {
  /** Sweeps at once, and then once a day. */
  start(): void;
  /** Finishes the piece in hand. */
  stop(): Promise<void>;
}

/** Makes the sweep of one process. */
export function createDailySweep(parts: { log: Log; leases: Leases; chores: readonly Chore[] }): DailySweep {
  const { log } = parts;
  let timer: NodeJS.Timeout | null = null;
  let stopping = false;
  let running: Promise<void> = Promise.resolve();

  async function sweep(): Promise<void> {
    const lease = await parts.leases.acquire(LEASE, LEASE_TTL);
    if (!lease) return;
    try {
      for (const chore of parts.chores) await doChore(chore, async () => !stopping && lease.renew());
    } finally {
      await lease.release();
    }
  }

  /** One that fails does not keep the others from being done. */
  async function doChore({ what, run }: Chore, goesOn: () => Promise<boolean>): Promise<void> {
    try {
      const removed = await run(goesOn);
      if (removed > 0) log.info({ what, removed }, 'removed what was left behind');
    } catch (error) {
      log.warn({ what, err: errorName(error) }, 'what was left behind could not be removed');
    }
  }

  function run(): void {
    running = sweep().catch((error: unknown) =>
      log.warn({ err: errorName(error) }, 'nothing could be swept'),
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
