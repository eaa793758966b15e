import type { LiveEvent } from './live-event.ts';

/** The latest events of a process, for consoles that come back. Full, it forgets the oldest. */
export interface EventRing {
  /** Everything that came after this position is here, up to `end`. */
  readonly start: string;
  /** How far the feed has come. */
  readonly end: string;
  push(event: LiveEvent): void;
  /** The feed has come so far, and there was nothing to tell. */
  advance(position: string): void;
  /** Puts earlier events in front: all that came after `from`, up to `start`. Without room for them nothing happens. */
  extend(from: string, events: readonly LiveEvent[]): void;
  /** What came after a position, in order; null when that is not known (any more), or more than `most`. */
  after(position: string, most: number): LiveEvent[] | null;
}

/** How much a ring holds. */
export interface RingLimits {
  events: number;
  /** Characters. */
  size: number;
}

/** Makes an empty ring that begins at a position. */
export function createEventRing(begin: string, limits: RingLimits): EventRing {
  let [start, end] = [begin, begin];
  let events: LiveEvent[] = [];
  let size = 0;
  /** Those before it are forgotten, and taken out once they are many: taking out one moves all. */
  let first = 0;

  function forget(): void {
    for (let event = events[first]; event && isFull(); event = events[first]) {
      start = event.position;
      size -= event.size;
      first += 1;
    }
    if (first <= limits.events) return;
    events = events.slice(first);
    first = 0;
  }
  const isFull = () => events.length - first > limits.events || size > limits.size;

  return {
    get start() {
      return start;
    },
    get end() {
      return end;
    },
    push(event) {
      events.push(event);
      size += event.size;
      end = event.position;
      forget();
    },
    advance(position) {
      if (position > end) end = position;
    },
    extend(from, earlier) {
      const more = earlier.reduce((sum, event) => sum + event.size, 0);
      const held = events.length - first;
      if (from >= start || held + earlier.length > limits.events || size + more > limits.size) return;
      events = [...earlier, ...events.slice(first)];
      [start, first] = [from, 0];
      size += more;
    },
    after(position, most) {
      if (position < start || position > end) return null;
      const from = firstAfter(events, first, position);
      return events.length - from > most ? null : events.slice(from);
    },
  };
}

/** By halving: the events are sorted. */
function firstAfter(events: readonly LiveEvent[], from: number, position: string): number {
  let [low, high] = [from, events.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((events[middle]?.position ?? '') > position) high = middle;
    else low = middle + 1;
  }
  return low;
}
