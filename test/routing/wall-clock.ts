import type { Calendar } from '../../routing/types.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Zones whose changes differ in kind: size, hour, hemisphere, sign of "summer", at midnight, none at all. */
export const ZONES = [
  'Europe/Berlin',
  'Europe/Dublin',
  'America/New_York',
  'America/Havana',
  'America/Santiago',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Asia/Beirut',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
] as const;

/** Every minute of a stretch with what the clocks of a zone show, "YYYY-MM-DD HH:MM", asked one by one. */
export interface WallClock {
  from: number;
  walls: string[];
  /** Minutes at which a time is shown, first and last. */
  shown: Map<string, { first: number; last: number }>;
}

/** Looks at a zone's clocks through `Intl`, minute by minute. */
export function watchClock(timeZone: string, from: number, minutes: number): WallClock {
  const format = clockFormat(timeZone);
  const clock: WallClock = { from, walls: [], shown: new Map() };
  for (let i = 0; i < minutes; i += 1) {
    const at = from + i * MINUTE;
    const wall = format.format(at);
    clock.walls.push(wall);
    clock.shown.set(wall, { first: clock.shown.get(wall)?.first ?? at, last: at });
  }
  return clock;
}

/** The instants in [from, to) at which a zone's clocks are turned, to the minute. */
export function clockChanges(timeZone: string, from: number, to: number): number[] {
  const format = clockFormat(timeZone);
  const offset = (at: number) => Date.parse(`${format.format(at).replace(' ', 'T')}Z`) - at;
  const changes: number[] = [];
  for (let hour = from; hour < to; hour += HOUR) {
    if (offset(hour) === offset(hour + HOUR)) continue;
    let at = hour;
    while (offset(at) === offset(hour)) at += MINUTE;
    changes.push(at);
  }
  return changes;
}

/** Which minutes of a watched stretch are open, worked out from the shown times alone. */
export function openMinutes(calendar: Calendar, clock: WallClock): boolean[] {
  const open = clock.walls.map(() => false);
  for (const date of new Set(clock.walls.map((wall) => wall.slice(0, 10)))) {
    for (const { from, to } of hoursOf(calendar, date)) {
      markOpen(open, stretchOf(calendar, clock, date, from, to), clock);
    }
  }
  return open;
}

function markOpen(open: boolean[], { start, end }: { start: number; end: number }, clock: WallClock): void {
  const last = Math.min((end - clock.from) / MINUTE, open.length);
  for (let index = (start - clock.from) / MINUTE; index < last; index += 1) open[index] = true;
}

function stretchOf(calendar: Calendar, clock: WallClock, date: string, from: string, to: string) {
  const next = dayAfter(date);
  const endWall = to === '24:00' ? `${next} 00:00` : `${to <= from ? next : date} ${to}`;
  const start = clock.shown.get(`${date} ${from}`)?.first ?? firstBeyond(clock, `${date} ${from}`);
  const end = clock.shown.get(endWall)?.last ?? firstBeyond(clock, endWall);
  const isCut = endWall >= `${next} 00:00` && isClosed(calendar, next);
  return { start, end: isCut ? Math.min(end, firstBeyond(clock, `${next} 00:00`)) : end };
}

function firstBeyond(clock: WallClock, wall: string): number {
  const index = clock.walls.findIndex((each) => each >= wall);
  return index < 0 ? Number.POSITIVE_INFINITY : clock.from + index * MINUTE;
}

function hoursOf(calendar: Calendar, date: string): { from: string; to: string }[] {
  const special = calendar.special.filter((entry) => entry.date === date);
  if (special.length > 0) return special;
  if (isClosed(calendar, date)) return [];
  const weekday = new Date(`${date}T12:00:00Z`).getUTCDay() || 7;
  return calendar.weekly.filter(({ days }) => days.includes(weekday));
}

function isClosed(calendar: Calendar, date: string): boolean {
  if (calendar.special.some((entry) => entry.date === date)) return false;
  return calendar.closed.some((closed) =>
    typeof closed === 'string' ? closed === date : closed.from <= date && date <= closed.to,
  );
}

function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 24 * HOUR).toISOString().slice(0, 10);
}

function clockFormat(timeZone: string): Intl.DateTimeFormat {
  // Swedish writes 2026-03-29 02:30.
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
}
