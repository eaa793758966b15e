import { DateTime } from 'luxon';
import { openIntervals } from '../../routing/calendar.ts';
import type { Calendar, Instant } from '../../routing/types.ts';

/** A day of a calendar's own zone, and when it is open. */
export interface PreviewDay {
  date: string;
  /** Wall-clock times; `24:00` ends with the day. */
  open: { from: string; to: string }[];
  /** How long it is open; a day on which the clocks change differs from its neighbours. */
  minutes: number;
}

/** The days of a calendar from that of an instant on, in its own zone. */
export function previewCalendar(calendar: Calendar, from: Instant, days: number): PreviewDay[] {
  const first = DateTime.fromMillis(from, { zone: calendar.timeZone }).startOf('day');
  return Array.from({ length: days }, (_, index) => previewDay(calendar, first.plus({ days: index })));
}

function previewDay(calendar: Calendar, day: DateTime): PreviewDay {
  const end = day.plus({ days: 1 }).startOf('day');
  const spans = openIntervals(calendar, day.toMillis(), end.toMillis());
  const wall = (at: Instant) => DateTime.fromMillis(at, { zone: calendar.timeZone }).toFormat('HH:mm');
  return {
    date: day.toFormat('yyyy-MM-dd'),
    open: spans.map((span) => ({
      from: wall(span.from),
      to: span.to === end.toMillis() ? '24:00' : wall(span.to),
    })),
    minutes: spans.reduce((sum, span) => sum + (span.to - span.from), 0) / 60_000,
  };
}
