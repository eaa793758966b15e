import type { Connection } from 'mongoose';
import { takeNumbers } from '../store/counters.ts';

/** Batches that follow each other within so many milliseconds have numbers fetched ahead for the next one. */
const BUSY = 200;

/** Hands out ticket numbers to the batches of one reign. */
export interface Numbers {
  /** So many numbers that nobody else gets, in ascending order as far as one fetch gave them. */
  take(count: number): Promise<number[]>;
}

/**
 * Fetches numbers ahead while one batch follows the other, so that a batch need not wait for them; a desk with little
 * to do takes them one by one, and leaves no gaps when it stops.
 */
export function createNumbers(db: Connection): Numbers {
  const stash: number[] = [];
  let coming: Promise<unknown> = Promise.resolve();
  let takenAt = Number.NEGATIVE_INFINITY;

  async function fetch(count: number): Promise<void> {
    const first = await takeNumbers(db, 'tickets', count);
    for (let i = 0; i < count; i += 1) stash.push(first + i);
  }

  async function ensure(count: number): Promise<void> {
    if (stash.length < count) await coming;
    if (stash.length < count) await fetch(count - stash.length);
  }

  return {
    async take(count) {
      if (count <= 0) return [];
      const isBusy = performance.now() - takenAt < BUSY;
      await ensure(count);
      takenAt = performance.now();
      const taken = stash.splice(0, count);
      // What fails here is fetched by whoever needs it, and fails there.
      if (isBusy && stash.length < count) coming = Promise.allSettled([fetch(2 * count)]);
      return taken;
    },
  };
}
