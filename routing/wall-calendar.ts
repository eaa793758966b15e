import { DAY_MS, MINUTE_MS } from './instants.ts';
import type { Span } from './spans.ts';
import type { Calendar } from './types.ts';
import { type Zone, zoneOf } from './zone.ts';

/** An interval of one date: offsets from its midnight on the wall clock; `to` may lie on the next date. */
interface DayInterval {
  from: number;
  to: number;
}

/**
 * A calendar's dates turned into instants, one by one. Dates are numbered in days since 1970-01-01.
 *
 * - An interval belongs to the date it starts on.
 * - A date with special hours has these and no others, even where a closed range covers it: the narrower rule wins.
 * - A closed date has no interval, and one that runs on into it from the date before ends at its midnight.
 */
export class WallCalendar {
  readonly #zone: Zone;
  /** By ISO weekday. */
  readonly #weekly = new Map<number, DayInterval[]>();
  readonly #special = new Map<number, DayInterval[]>();
  readonly #closed: { first: number; last: number }[];

  constructor(calendar: Calendar) {
    this.#zone = zoneOf(calendar.timeZone);
    for (const { days, from, to } of calendar.weekly) {
      for (const day of new Set(days)) push(this.#weekly, day, parseInterval(from, to));
    }
    for (const { date, from, to } of calendar.special) {
      push(this.#special, parseDate(date), parseInterval(from, to));
    }
    this.#closed = calendar.closed.map(parseClosed);
  }

  /** The open stretches of the intervals that start on these dates (both included), neither sorted nor joined. */
  spansOfDates(first: number, last: number): Span[] {
    const spans: Span[] = [];
    for (let date = first; date <= last; date += 1) {
      for (const interval of this.#intervalsOf(date)) spans.push(this.#span(date, interval));
    }
    return spans;
  }

  #intervalsOf(date: number): readonly DayInterval[] {
    const special = this.#special.get(date);
    if (special) return special;
    return this.#isClosed(date) ? [] : (this.#weekly.get(weekdayOf(date)) ?? []);
  }

  #span(date: number, { from, to }: DayInterval): Span {
    const midnight = date * DAY_MS;
    const start = this.#zone.instantOf(midnight + from, 'start');
    const end = this.#zone.instantOf(midnight + to, 'end');
    if (to < DAY_MS || !this.#isClosed(date + 1)) return { from: start, to: end };
    // Where midnight comes twice, the closed date begins with the first.
    return { from: start, to: Math.min(end, this.#zone.instantOf(midnight + DAY_MS, 'start')) };
  }

  #isClosed(date: number): boolean {
    return !this.#special.has(date) && this.#closed.some(({ first, last }) => first <= date && date <= last);
  }
}

/** The number of a date "YYYY-MM-DD" in days since 1970-01-01; NaN when there is no such date. */
export function parseDate(date: string): number {
  const at = Date.parse(`${date}T00:00:00Z`);
  // Some engines take 30 February for 2 March.
  return new Date(at || 0).toISOString().startsWith(date) ? at / DAY_MS : Number.NaN;
}

function parseInterval(from: string, to: string): DayInterval {
  const start = parseTime(from);
  const end = parseTime(to);
  return { from: start, to: end <= start ? end + DAY_MS : end };
}

function parseTime(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return (hours * 60 + minutes) * MINUTE_MS;
}

function parseClosed(closed: Calendar['closed'][number]): { first: number; last: number } {
  const { from, to } = typeof closed === 'string' ? { from: closed, to: closed } : closed;
  return { first: parseDate(from), last: parseDate(to) };
}

function weekdayOf(date: number): number {
  // Day 0 was a Thursday.
  return ((((date + 3) % 7) + 7) % 7) + 1;
}

function push(into: Map<number, DayInterval[]>, key: number, interval: DayInterval): void {
  const list = into.get(key);
  if (list) list.push(interval);
  else into.set(key, [interval]);
}
