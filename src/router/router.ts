import type { ClientSession } from 'mongoose';
import { errorName } from '../error-name.ts';
import { isPassing } from '../store/connection.ts';
import { type Lease, LeaseLost } from '../store/leases.ts';
import { isBehind } from './attempt.ts';
import { createDoor, type Door } from './door.ts';
import { createReign } from './reign.ts';
import type { RouterParts } from './router-parts.ts';

/** How long the lease holds without renewal: the time until another process takes over from a dead one. */
const LEASE_TTL = 5000;
const RENEW_EVERY = 1500;
const RETRY_EVERY = 500;
/** Events move tickets at once; this only bounds what a missed one could cost. */
const TICK = 1000;

/** The elected writer that turns what came in into routed tickets. Any process may hold one; one at a time acts. */
export interface Router {
  start(): void;
  /** Finishes the batch in hand and gives the lease away. */
  stop(): Promise<void>;
  /** Says that there is something to do. */
  wake(): void;
  /** Takes a message straight into the next batch; null while another process leads. */
  enter: Door['enter'];
}

export function createRouter(given: Omit<RouterParts, 'door'>): Router {
  const bell = createBell();
  const door = createDoor(bell.ring);
  const parts: RouterParts = { ...given, door };
  let stopping = false;
  /** Something new may stand in the database. */
  let look = true;
  let running: Promise<void> = Promise.resolve();

  function wake(): void {
    look = true;
    bell.ring();
  }

  async function run(): Promise<void> {
    const session = await parts.db.startSession();
    while (!stopping) {
      try {
        const lease = await parts.leases.acquire('router', LEASE_TTL, session);
        if (lease) await reign(lease, session);
        else await bell.wait(RETRY_EVERY);
      } catch (error) {
        report(error);
        await bell.wait(RETRY_EVERY);
      }
    }
    await session.endSession();
  }

  async function reign(lease: Lease, session: ClientSession): Promise<void> {
    const court = await createReign({ ...parts, lease, session, onChange: wake });
    door.open();
    let renewedAt = performance.now();
    let lookedAt = Number.NEGATIVE_INFINITY;
    try {
      while (!stopping && !court.isOver()) {
        if (performance.now() - renewedAt > RENEW_EVERY) {
          if (!(await lease.renew())) throw new LeaseLost('The router lease was not renewed in time.');
          renewedAt = performance.now();
        }
        const looking = look || performance.now() - lookedAt > TICK;
        if (looking) lookedAt = performance.now();
        look = false;
        const worked = await court.turn(looking);
        if (!worked) await bell.wait(Math.min(TICK, court.restFor()));
      }
    } finally {
      door.close();
      court.end();
      await lease.release();
    }
  }

  function report(error: unknown): void {
    const err = errorName(error);
    if (error instanceof LeaseLost || isPassing(error) || isBehind(error))
      parts.log.warn({ err }, 'routing is taken up again');
    else
      parts.log.error(
        { err, stack: error instanceof Error ? error.stack : undefined },
        'routing failed and is tried again',
      );
  }

  return {
    start() {
      running = run();
    },
    async stop() {
      stopping = true;
      bell.ring();
      await running;
    },
    wake,
    enter: door.enter,
  };
}

/** Lets one side wait, for at most so long, until the other rings; a ring before the wait counts. */
function createBell() {
  let rung = false;
  let wakeUp: (() => void) | null = null;
  return {
    ring(): void {
      rung = true;
      wakeUp?.();
    },
    async wait(milliseconds: number): Promise<void> {
      if (!rung && milliseconds > 0) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          wakeUp = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        wakeUp = null;
      }
      rung = false;
    },
  };
}
