import { expect } from 'chai';
import fc from 'fast-check';
import { isOpen, nextChange, openIntervals, openTimeBetween } from '../../routing/calendar.ts';
import type { Calendar } from '../../routing/types.ts';
import { clockChanges, openMinutes, type WallClock, watchClock, ZONES } from './wall-clock.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const YEARS = [Date.UTC(2025, 0, 1), Date.UTC(2028, 0, 1)] as const;
const MARGIN_MINUTES = 3 * 1440;
const WATCHED_MINUTES = 8 * 1440;

describe('a calendar around the changes of daylight saving', () => {
  for (const timeZone of ZONES) {
    it(`agrees with the clocks of ${timeZone}, minute by minute`, () => {
      for (const change of changesToLookAt(timeZone)) {
        const clock = watchClock(timeZone, change - 4 * DAY, WATCHED_MINUTES);
        fc.assert(
          fc.property(calendarAround(timeZone, clock), (calendar) => expectAgreement(calendar, clock)),
          { numRuns: 60 },
        );
      }
    });
  }

  it('knows zones with a change at midnight, of half an hour, and at a quarter to', () => {
    const wallsOf = (timeZone: string) =>
      clockChanges(timeZone, ...YEARS).map((at) => watchClock(timeZone, at, 1).walls[0]?.slice(11));
    expect(wallsOf('America/Santiago')).to.include('01:00').and.to.include('23:00');
    expect(wallsOf('Australia/Lord_Howe')).to.include('02:30').and.to.include('01:30');
    expect(wallsOf('Pacific/Chatham')).to.include('03:45').and.to.include('02:45');
    expect(wallsOf('Asia/Kolkata')).to.deep.equal([]);
  });
});

/** Zones without changes are looked at on an ordinary day. */
function changesToLookAt(timeZone: string): number[] {
  const changes = clockChanges(timeZone, ...YEARS);
  return changes.length > 0 ? changes : [Date.UTC(2026, 2, 29)];
}

/** Bounds fall before, into and after the hour that is skipped or repeated, on midnight, and anywhere. */
function calendarAround(timeZone: string, clock: WallClock): fc.Arbitrary<Calendar> {
  const middle = clock.walls.length / 2;
  const near = [-90, -60, -31, -30, -1, 0, 1, 29, 30, 60, 90].map((minutes) => {
    const wall = clock.walls[middle - 1] ?? '';
    const shown = new Date(Date.parse(`${wall.replace(' ', 'T')}Z`) + (minutes + 1) * MINUTE);
    return shown.toISOString().slice(11, 16);
  });
  const anyTime = fc
    .integer({ min: 0, max: 1439 })
    .map((m) => new Date(m * MINUTE).toISOString().slice(11, 16));
  const from = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...near) }, fc.constant('00:00'), anyTime);
  const to = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...near) },
    fc.constantFrom('24:00', '00:00'),
    anyTime,
  );
  const hours = fc.record({ from, to }).filter((each) => each.from !== each.to);
  const dates = [...new Set(clock.walls.map((wall) => wall.slice(0, 10)))].slice(2, -2);
  const date = fc.constantFrom(...dates);
  const range = fc.tuple(date, date).map(([a, b]) => ({ from: a < b ? a : b, to: a < b ? b : a }));
  const days = fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 });
  return fc.record({
    timeZone: fc.constant(timeZone),
    weekly: fc.array(
      fc.tuple(days, hours).map(([on, each]) => ({ days: on, ...each })),
      { maxLength: 3 },
    ),
    closed: seldom(fc.oneof(date, range)),
    special: seldom(fc.tuple(date, hours).map(([on, each]) => ({ date: on, ...each }))),
  });
}

function seldom<T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.boolean().chain((some) => fc.array(item, { maxLength: some ? 2 : 0 }));
}

function expectAgreement(calendar: Calendar, clock: WallClock): void {
  const open = openMinutes(calendar, clock);
  const from = clock.from + MARGIN_MINUTES * MINUTE;
  const to = clock.from + (WATCHED_MINUTES - MARGIN_MINUTES) * MINUTE;
  const inside = open.slice(MARGIN_MINUTES, WATCHED_MINUTES - MARGIN_MINUTES);
  const answered = inside.map((_, i) => isOpen(calendar, from + i * MINUTE));
  const wrong = answered.findIndex((answer, i) => answer !== inside[i]);
  expect(wrong, `open at ${clock.walls[MARGIN_MINUTES + wrong]}`).to.equal(-1);
  expect(openTimeBetween(calendar, from, to)).to.equal(inside.filter(Boolean).length * MINUTE);
  expect(changesFound(calendar, from, to)).to.deep.equal(changesSeen(inside, from));
  const edges = openIntervals(calendar, from, to).flatMap((span) => [span.from, span.to]);
  expect(edges.filter((at) => at > from && at < to)).to.deep.equal(changesSeen(inside, from));
}

function changesSeen(open: readonly boolean[], from: number): number[] {
  return open.flatMap((each, i) => (i > 0 && each !== open[i - 1] ? [from + i * MINUTE] : []));
}

function changesFound(calendar: Calendar, from: number, to: number): number[] {
  const found: number[] = [];
  let at = nextChange(calendar, from);
  while (at !== null && at < to) {
    found.push(at);
    at = nextChange(calendar, at);
  }
  return found;
}
