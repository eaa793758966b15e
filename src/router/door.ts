import type { StoredEntry } from '../inbound/threading.ts';

/** More than this waits in the journal rather than in memory. */
const MAX_WAITING = 2000;

/** What became of a message that came in by the door. */
export interface Settled {
  /** The number of its ticket. */
  number: number;
  /** True when it was here before. */
  repeated: boolean;
}

/** A message that waits to be written, and whoever waits for it. */
export interface Arrival {
  entry: StoredEntry;
  /** Whether the sender is told the ticket's number. */
  isPromised: boolean;
  settle(settled: Settled): void;
  refuse(error: unknown): void;
}

/**
 * The short way in, open while this process leads: a message goes into the router's next transaction without a stop in
 * the journal, and counts as accepted once that is written. Whatever is refused here goes to the journal.
 */
export interface Door {
  /** Resolves once stored by a majority with its ticket; null while the door is closed. */
  enter(entry: StoredEntry, isPromised: boolean): Promise<Settled> | null;
  open(): void;
  /** Refuses whoever waits, and whoever comes. */
  close(): void;
  take(max: number): Arrival[];
}

/** `onArrival` wakes the router. */
export function createDoor(onArrival: () => void): Door {
  const waiting: Arrival[] = [];
  let isOpen = false;
  return {
    enter(entry, isPromised) {
      if (!isOpen || waiting.length >= MAX_WAITING) return null;
      return new Promise((settle, refuse) => {
        waiting.push({ entry, isPromised, settle, refuse });
        onArrival();
      });
    },
    open() {
      isOpen = true;
    },
    close() {
      isOpen = false;
      for (const arrival of waiting.splice(0)) arrival.refuse(new Error('The router was closed.'));
    },
    take: (max) => waiting.splice(0, max),
  };
}
