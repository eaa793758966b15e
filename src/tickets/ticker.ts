import type { Log } from '../../adapters/adapter.ts';
import { errorName } from '../error-name.ts';

/** Work that is done again and again, one run at a time. */
export interface Ticker {
  /** Does it at once, and then every so many milliseconds. */
  start(): void;
  /** Finishes the run in hand. */
  stop(): Promise<void>;
}

/** Makes a ticker. A run that fails is told of in the log and tried again with the next; `what` says what failed. */
export function createTicker(parts: {
  every: number;
  what: string;
  log: Log;
  work(): Promise<unknown>;
}): Ticker {
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;

  function run(): void {
    running ??= parts
      .work()
      .then(() => undefined)
      .catch((error: unknown) => parts.log.warn({ err: errorName(error) }, parts.what))
      .finally(() => {
        running = null;
      });
  }

  return {
    start() {
      timer = setInterval(run, parts.every);
      run();
    },
    async stop() {
      if (timer) clearInterval(timer);
      await running;
    },
  };
}
