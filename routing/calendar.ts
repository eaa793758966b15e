import { DAY_MS } from './instants.ts';
import { clipSpans, lastStartedBy, mergeSpans, type Span } from './spans.ts';
import type { Calendar, Instant } from './types.ts';
import { WallCalendar } from './wall-calendar.ts';

/** How far ahead `nextChange` looks: two years. */
export const HORIZON_MS = 731 * DAY_MS;

const CHUNK_DAYS = 8;
const CHUNK_MS = CHUNK_DAYS * DAY_MS;

/** A stretch without a change, kept because most questions are about now, the next change, or one fixed instant. */
interface Steady extends Span {
  open: boolean;
}

const STEADY_KEPT = 4;

interface Compiled {
  wall: WallCalendar;
  /** Merged open spans by number of the eight-day chunk since the epoch, cut at its bounds. */
  chunks: Map<number, Span[]>;
  /** The latest found come first. */
  steady: Steady[];
}

// A calendar is never changed in place: a changed one is a new object.
const compiled = new WeakMap<Calendar, Compiled>();

/** Says whether a calendar is open at an instant: an opening bound is, a closing bound no longer is. */
export function isOpen(calendar: Calendar | null, at: Instant): boolean {
  if (calendar === null) return true;
  const known = compile(calendar);
  return steadyAt(known, at)?.open ?? isOpenIn(known, at);
}

/** The first instant after `at` at which `isOpen` answers differently; null when there is none within two years. */
export function nextChange(calendar: Calendar | null, at: Instant): Instant | null {
  if (calendar === null) return null;
  const known = compile(calendar);
  const steady = steadyAt(known, at);
  if (steady) return steady.to;
  const to = findChange(known, at, HORIZON_MS);
  // It starts at the instant asked about: an earlier one, with an earlier horizon, is looked up anew.
  if (to !== null) known.steady.unshift({ from: at, to, open: isOpenIn(known, at) });
  if (known.steady.length > STEADY_KEPT) known.steady.pop();
  return to;
}

/**
 * Until when `isOpen` and `nextChange` answer as they do at `at`; null when for ever. Without a change in sight that is
 * when one comes into sight, or an instant well before.
 */
export function steadyUntil(calendar: Calendar | null, at: Instant): Instant | null {
  if (calendar === null) return null;
  const change = nextChange(calendar, at);
  if (change !== null) return change;
  const later = findChange(compile(calendar), at, HORIZON_MS + CHUNK_MS);
  return later === null ? at + CHUNK_MS : later - HORIZON_MS;
}

/** The open stretches within [from, to), in order; adjoining intervals are one stretch. */
export function openIntervals(calendar: Calendar | null, from: Instant, to: Instant): Span[] {
  if (from >= to) return [];
  if (calendar === null) return [{ from, to }];
  const known = compile(calendar);
  const spans: Span[] = [];
  for (let number = chunkOf(from); number <= chunkOf(to); number += 1) spans.push(...chunk(known, number));
  return clipSpans(mergeSpans(spans), from, to);
}

/** How many milliseconds of [from, to) are open; 0 when `to` is not after `from`. */
export function openTimeBetween(calendar: Calendar | null, from: Instant, to: Instant): number {
  return openIntervals(calendar, from, to).reduce((sum, span) => sum + span.to - span.from, 0);
}

function findChange(known: Compiled, at: Instant, ahead: number): Instant | null {
  const open = isOpenIn(known, at);
  const last = chunkOf(at + ahead);
  for (let number = chunkOf(at); number <= last; number += 1) {
    const change = open ? closingIn(known, number, at) : openingIn(known, number, at);
    if (change !== null) return change <= at + ahead ? change : null;
  }
  return null;
}

function openingIn(known: Compiled, number: number, at: Instant): Instant | null {
  const spans = chunk(known, number);
  return spans[lastStartedBy(spans, at) + 1]?.from ?? null;
}

function closingIn(known: Compiled, number: number, at: Instant): Instant | null {
  const spans = chunk(known, number);
  const from = Math.max(at, number * CHUNK_MS);
  const span = spans[lastStartedBy(spans, from)];
  if (!span || span.to <= from) return from;
  // A span that reaches the chunk's end may go on in the next.
  return span.to < (number + 1) * CHUNK_MS ? span.to : null;
}

function isOpenIn(known: Compiled, at: Instant): boolean {
  const spans = chunk(known, chunkOf(at));
  const span = spans[lastStartedBy(spans, at)];
  return span !== undefined && at < span.to;
}

function chunk(known: Compiled, number: number): Span[] {
  const kept = known.chunks.get(number);
  if (kept) return kept;
  const from = number * CHUNK_MS;
  // Local dates start up to 14 hours off UTC's, and an interval may run on through the next date.
  const spans = known.wall.spansOfDates(number * CHUNK_DAYS - 2, (number + 1) * CHUNK_DAYS + 1);
  const made = clipSpans(mergeSpans(spans), from, from + CHUNK_MS);
  known.chunks.set(number, made);
  return made;
}

function compile(calendar: Calendar): Compiled {
  const kept = compiled.get(calendar);
  if (kept) return kept;
  const made = { wall: new WallCalendar(calendar), chunks: new Map(), steady: [] };
  compiled.set(calendar, made);
  return made;
}

function chunkOf(at: Instant): number {
  return Math.floor(at / CHUNK_MS);
}

function steadyAt({ steady }: Compiled, at: Instant): Steady | undefined {
  return steady.find(({ from, to }) => from <= at && at < to);
}
