import { TooManyRequests } from '../http/errors.ts';

/** Runs work unless so much of it is under way that it is refused. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

/** Lets at most so many pieces of heavy work run at once in this process; a further one gets TooManyRequests. */
export function createTurns(atOnce: number, waitSeconds: number): Turns {
  let running = 0;
  return async (work) => {
    if (running >= atOnce) {
      throw new TooManyRequests(waitSeconds, 'Other simulations are running. Please wait a little.');
    }
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
    }
  };
}
