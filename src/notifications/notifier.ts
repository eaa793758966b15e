import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from 'mongoose';
import type { Clock, Log } from '../../adapters/adapter.ts';
import { errorName } from '../error-name.ts';
import type { Lease, Leases } from '../store/leases.ts';
import { type NotifierWork, startShift } from './shift.ts';

const LEASE = 'notifier';
const LEASE_TTL = 10_000;
/** How often a process asks for the lease, and its holder looks after what goes by time; in milliseconds. */
const ROUND = 1000;
/** What happens within so many milliseconds is told together: under load telling would else cost as much as routing. */
const BREATH = 100;

/** Tells people what happened. Any number of processes may run one; one works at a time. */
export interface Notifier {
  start(): void;
  /** Finishes what is in hand. */
  stop(): Promise<void>;
}

/** What the notifier is made of. */
export interface NotifierParts {
  db: Connection;
  clock: Clock;
  log: Log;
  leases: Leases;
  /** What is done each round besides telling: mails, pushes, replies to mails. */
  work: readonly NotifierWork[];
}

/** Makes the notifier of one process. */
export function createNotifier(parts: NotifierParts): Notifier {
  let stopping = false;
  let timer: NodeJS.Timeout | null = null;
  let wake = () => {};
  let running: Promise<void> = Promise.resolve();

  function next(): void {
    running = attempt()
      .catch((error: unknown) => parts.log.warn({ err: errorName(error) }, 'the notifier begins anew'))
      .finally(() => {
        if (!stopping) timer = setTimeout(next, ROUND);
      });
  }

  async function attempt(): Promise<void> {
    const lease = await parts.leases.acquire(LEASE, LEASE_TTL);
    if (!lease) return;
    try {
      await hold(lease);
    } finally {
      await lease.release();
    }
  }

  async function hold(lease: Lease): Promise<void> {
    const shift = await startShift({ ...parts, epoch: lease.epoch, onChange: () => wake() });
    let renewedAt = Number.NEGATIVE_INFINITY;
    try {
      while (!stopping) {
        const isDue = performance.now() - renewedAt >= ROUND;
        if (isDue && !(await lease.renew())) return;
        if (isDue) renewedAt = performance.now();
        const more = await shift.tell();
        if (isDue) await shift.round();
        if (!more) await idle();
        else await pause(BREATH);
      }
    } finally {
      shift.end();
    }
  }

  /** Until something changes, at most a round. */
  function idle(): Promise<void> {
    if (stopping) return Promise.resolve();
    return new Promise((resolve) => {
      const waiting = setTimeout(resolve, ROUND);
      wake = () => {
        clearTimeout(waiting);
        resolve();
      };
    });
  }

  return {
    start: next,
    async stop() {
      stopping = true;
      if (timer) clearTimeout(timer);
      wake();
      await running;
      await Promise.all(parts.work.map((work) => work.stop?.()));
    },
  };
}
