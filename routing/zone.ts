import { IANAZone } from 'luxon';
import { DAY_MS, MINUTE_MS } from './instants.ts';
import type { Instant } from './types.ts';

/** Turns wall-clock times of one time zone into instants. Make it with `zoneOf`, which keeps one per zone. */
export class Zone {
  readonly #zone: IANAZone;
  /** Offsets at UTC midnights: they tell the rare days around a change from all others. */
  readonly #offsetAtMidnight = new Map<number, number>();

  constructor(name: string) {
    this.#zone = IANAZone.create(name);
    if (!this.#zone.isValid) throw new RangeError(`Unknown time zone: ${name}`);
  }

  /**
   * The instant at which clocks show a time, given as the UTC instant that reads the same. A time that is skipped
   * gives the end of the gap; one that comes twice gives the earlier instant as a start, the later as an end.
   */
  instantOf(wallClock: number, as: 'start' | 'end'): Instant {
    const day = Math.floor(wallClock / DAY_MS);
    const before = this.#atMidnight(day - 1);
    const after = this.#atMidnight(day + 2);
    if (before === after) return wallClock - before;
    const valid = [wallClock - before, wallClock - after].filter((t) => t + this.#offset(t) === wallClock);
    if (valid.length > 0) return as === 'start' ? Math.min(...valid) : Math.max(...valid);
    return this.#changeBetween(wallClock - after, wallClock - before);
  }

  /** The first instant with the later offset, in a stretch whose ends differ. */
  #changeBetween(from: Instant, to: Instant): Instant {
    const initial = this.#offset(from);
    let low = from;
    let high = to;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.#offset(middle) === initial) low = middle;
      else high = middle;
    }
    return high;
  }

  #atMidnight(day: number): number {
    const known = this.#offsetAtMidnight.get(day);
    if (known !== undefined) return known;
    const offset = this.#offset(day * DAY_MS);
    this.#offsetAtMidnight.set(day, offset);
    return offset;
  }

  #offset(at: Instant): number {
    return this.#zone.offset(at) * MINUTE_MS;
  }
}

const zones = new Map<string, Zone>();

/** The zone of that IANA name, with what is already known of it; throws RangeError when there is none. */
export function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  const made = new Zone(name);
  zones.set(name, made);
  return made;
}
