import type { WeeklyInterval } from '../../../../routing/types.ts';

/** Days as ISO counts them: 1 is Monday. */
export const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;
export const DAY_MINUTES = 1440;
const WEEK_MINUTES = 7 * DAY_MINUTES;

/** Minutes since Monday 00:00; `to` is after `from` and at most the end of Sunday. */
export interface Span {
  from: number;
  to: number;
}

/** Times of one day, "HH:MM"; a `to` that is not after `from` is on the next day. */
export interface Times {
  from: string;
  to: string;
}

/** How much of a stretch of time is open. */
export type Cell = 'open' | 'part' | 'closed';

/** The open stretches of a week, in order, none touching another. */
export function toSpans(weekly: readonly WeeklyInterval[]): Span[] {
  return merge(
    weekly.flatMap(({ days, from, to }) =>
      days.flatMap((day) => {
        const start = (day - 1) * DAY_MINUTES + minutesOf(from);
        return cutAtWeekEnd({ from: start, to: start + lengthOf({ from, to }) });
      }),
    ),
  );
}

/** Opens or closes a stretch. */
export function paint(spans: readonly Span[], stretch: Span, open: boolean): Span[] {
  const rest = spans.flatMap((span) => without(span, stretch));
  return merge(open ? [...rest, stretch] : rest);
}

/** How much of a stretch the spans cover. */
export function cellOf(spans: readonly Span[], { from, to }: Span): Cell {
  const covered = spans.reduce(
    (sum, span) => sum + Math.max(0, Math.min(span.to, to) - Math.max(span.from, from)),
    0,
  );
  if (covered === 0) return 'closed';
  return covered === to - from ? 'open' : 'part';
}

/** The spans as a calendar keeps them: shorter than a day as one interval, longer ones cut at midnight. */
export function toWeekly(spans: readonly Span[]): WeeklyInterval[] {
  return group(joinOverWeekEnd(spans).flatMap(intervalsOf));
}

/** The times that begin on a day, in order. */
export function timesOfDay(weekly: readonly WeeklyInterval[], day: number): Times[] {
  return weekly
    .filter(({ days }) => days.includes(day))
    .map(({ from, to }) => ({ from, to }))
    .sort((a, b) => a.from.localeCompare(b.from));
}

/** The week with a day's times replaced. */
export function withDay(weekly: readonly WeeklyInterval[], day: number, times: readonly Times[]) {
  const others = weekly.map((each) => ({ ...each, days: each.days.filter((other) => other !== day) }));
  return group([...split(others), ...times.map((each) => ({ day, ...each }))]);
}

/** The week with one day's times on other days too. */
export function withCopies(weekly: readonly WeeklyInterval[], from: number, to: readonly number[]) {
  const times = timesOfDay(weekly, from);
  return to.reduce<WeeklyInterval[]>((all, day) => withDay(all, day, times), [...weekly]);
}

/** Minutes since midnight of "HH:MM". */
export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** "HH:MM" of minutes since midnight; the end of the day is 24:00. */
export function timeOf(minutes: number): string {
  const pad = (part: number) => String(part).padStart(2, '0');
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

/** What somebody typed as a time: "9", "9:30", "0930" and "9.30" are read too; null for what is no time. */
export function readTime(typed: string, isEnd: boolean): string | null {
  const match = /^(\d{1,2})(?:[:.h ]?(\d{2}))?$/.exec(typed.trim());
  if (!match) return null;
  const minutes = Number(match[1]) * 60 + Number(match[2] ?? 0);
  const isTime = Number(match[2] ?? 0) < 60 && minutes <= (isEnd ? DAY_MINUTES : DAY_MINUTES - 1);
  return isTime ? timeOf(minutes) : null;
}

function lengthOf({ from, to }: Times): number {
  const length = minutesOf(to) - minutesOf(from);
  return length > 0 ? length : length + DAY_MINUTES;
}

function cutAtWeekEnd({ from, to }: Span): Span[] {
  if (to <= WEEK_MINUTES) return [{ from, to }];
  return [
    { from, to: WEEK_MINUTES },
    { from: 0, to: to - WEEK_MINUTES },
  ];
}

function merge(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && span.from <= last.to) merged[merged.length - 1] = { ...last, to: Math.max(last.to, span.to) };
    else merged.push(span);
  }
  return merged;
}

function without(span: Span, gap: Span): Span[] {
  const left = { from: span.from, to: Math.min(span.to, gap.from) };
  const right = { from: Math.max(span.from, gap.to), to: span.to };
  return [left, right].filter(({ from, to }) => from < to);
}

/** A night from Sunday to Monday is one stretch, as any other night. */
function joinOverWeekEnd(spans: readonly Span[]): Span[] {
  const [first, ...rest] = spans;
  const last = rest.at(-1);
  if (!first || !last || first.from !== 0 || last.to !== WEEK_MINUTES) return [...spans];
  const night = { from: last.from, to: WEEK_MINUTES + first.to };
  return night.to - night.from < DAY_MINUTES ? [...rest.slice(0, -1), night] : [...spans];
}

interface DayTimes extends Times {
  day: number;
}

function intervalsOf({ from, to }: Span): DayTimes[] {
  if (to - from < DAY_MINUTES) return [dayTimes(from, to)];
  const midnight = (Math.floor(from / DAY_MINUTES) + 1) * DAY_MINUTES;
  if (to <= midnight) return [dayTimes(from, to)];
  return [dayTimes(from, midnight), ...intervalsOf({ from: midnight, to })];
}

function dayTimes(from: number, to: number): DayTimes {
  const end = to % DAY_MINUTES;
  return {
    day: Math.floor(from / DAY_MINUTES) + 1,
    from: timeOf(from % DAY_MINUTES),
    to: end === 0 ? '24:00' : timeOf(end),
  };
}

function split(weekly: readonly WeeklyInterval[]): DayTimes[] {
  return weekly.flatMap(({ days, from, to }) => days.map((day) => ({ day, from, to })));
}

/** Days with the same times share an interval. */
function group(times: readonly DayTimes[]): WeeklyInterval[] {
  const grouped = Map.groupBy(times, ({ from, to }) => `${from} ${to}`);
  return [...grouped.values()]
    .map((same) => ({
      days: [...new Set(same.map(({ day }) => day))].sort((a, b) => a - b),
      from: same[0]?.from ?? '',
      to: same[0]?.to ?? '',
    }))
    .sort((a, b) => a.from.localeCompare(b.from) || (a.days[0] ?? 0) - (b.days[0] ?? 0));
}
