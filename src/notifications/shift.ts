import type { Connection } from 'mongoose';
import type { Clock, Log } from '../../adapters/adapter.ts';
import { errorName } from '../error-name.ts';
import { notificationsOf } from './audience.ts';
import { hintsSince } from './catch-up.ts';
import { causesOf } from './causes.ts';
import { watchChannels } from './channel-watch.ts';
import { type Follower, openFollower, PositionLost } from './follow.ts';
import type { Hint } from './hints.ts';
import { readPeople } from './people.ts';
import { readPosition, savePosition } from './position.ts';
import { tell, write } from './tell.ts';
import { findLongWaits } from './waiting-watch.ts';

/** Something that the notifier does each round; it must not throw for what is passing. */
export interface NotifierWork {
  name: string;
  run(): Promise<void>;
  /** Finishes what goes on beside the rounds. */
  stop?(): Promise<void>;
}

/** What the holder of the lease works with. */
export interface ShiftParts {
  db: Connection;
  clock: Clock;
  log: Log;
  epoch: number;
  work: readonly NotifierWork[];
  onChange(): void;
}

/** The work of the one notifier, from taking the lease to losing it. */
export interface Shift {
  /** Tells what happened since; true when there may be more. Throws when the stream broke. */
  tell(): Promise<boolean>;
  /** Does what goes by time: long waits, outages, what is to be sent. */
  round(): Promise<void>;
  end(): void;
}

/** How often the position is written down while nothing happens, in milliseconds. */
const SAVE_EVERY = 30_000;

/** Goes on where the notifier before got to. */
export async function startShift(parts: ShiftParts): Promise<Shift> {
  const { db, clock, epoch } = parts;
  const follower = await resume(parts);
  // At once the first time: a position is what a crash in the next instant goes on from.
  let savedAt = Number.NEGATIVE_INFINITY;

  async function handle(hints: readonly Hint[]): Promise<void> {
    await tell(db, await causesOf(db, hints, clock.now()), clock.now());
  }

  async function tellNext(): Promise<boolean> {
    const batch = follower.take();
    if (batch === null) return false;
    const isIdle = batch.hints.length === 0;
    if (isIdle && performance.now() - savedAt < SAVE_EVERY) return false;
    await handle(batch.hints);
    // After the telling: a crash in between tells the same again, which changes nothing.
    await savePosition(db, epoch, { token: batch.token, at: new Date(clock.now()) });
    savedAt = performance.now();
    return !isIdle;
  }

  async function lookForLongWaits(): Promise<void> {
    const now = new Date(clock.now());
    const from = (await readPosition(db))?.waitingUpTo ?? now;
    const people = await readPeople(db);
    const waits = await findLongWaits(db, people, { from, to: now });
    const records = waits.flatMap(({ cause, minutes }) => {
      const patient = people.filter(({ settings }) => settings.waiting.minutes === minutes);
      return notificationsOf(cause, patient, now.getTime());
    });
    await write(db, records);
    await savePosition(db, epoch, { waitingUpTo: now });
  }

  async function lookForOutages(): Promise<void> {
    const { causes, settle } = await watchChannels(db, clock.now());
    await tell(db, causes, clock.now());
    await settle();
  }

  const work = [
    everyRounds(2, { name: 'waits', run: lookForLongWaits }),
    { name: 'outages', run: lookForOutages },
    ...parts.work,
  ];
  return {
    tell: tellNext,
    async round() {
      for (const { name, run } of work) {
        await run().catch((error: unknown) =>
          parts.log.warn({ err: errorName(error), work: name }, 'a round of the notifier failed'),
        );
      }
    },
    end: () => follower.close(),
  };
}

/** Opens the stream at the stored position; where it is lost, tells from what is stored and goes on from now. */
async function resume({ db, clock, log, epoch, onChange }: ShiftParts): Promise<Follower> {
  const position = await readPosition(db);
  try {
    const follower = await openFollower({ db, log }, position?.token ?? null, onChange);
    if (position === null) await savePosition(db, epoch, { waitingUpTo: new Date(clock.now()) });
    return follower;
  } catch (error) {
    if (!(error instanceof PositionLost) || position === null) throw error;
    log.warn({}, 'the change stream no longer knows the position; what happened since is looked up');
    // Opened first: what happens during the look-up is seen by both, and told once.
    const follower = await openFollower({ db, log }, null, onChange);
    await tell(db, await causesOf(db, await hintsSince(db, position.at), clock.now()), clock.now());
    return follower;
  }
}

/** The first time at once, then every so many rounds. */
function everyRounds(rounds: number, { name, run }: NotifierWork): NotifierWork {
  let count = -1;
  return {
    name,
    async run() {
      count += 1;
      if (count % rounds === 0) await run();
    },
  };
}
