import { useEffect, useState } from 'react';
import { currentLocale } from '../i18n/index.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** An instant as short as a list can say it: minutes, hours, then the date. */
export function shortTime(at: string, now: number): string {
  const language = currentLocale();
  const passed = now - Date.parse(at);
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'narrow' });
  if (passed < MINUTE) return relative.format(0, 'second');
  if (passed < 60 * MINUTE) return relative.format(-Math.floor(passed / MINUTE), 'minute');
  if (passed < DAY) return relative.format(-Math.floor(passed / (60 * MINUTE)), 'hour');
  if (passed < 7 * DAY) return relative.format(-Math.floor(passed / DAY), 'day');
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(language, {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(new Date(at));
}

/** An instant in full, in the reader's zone. */
export function fullTime(at: string): string {
  return new Intl.DateTimeFormat(currentLocale(), { dateStyle: 'full', timeStyle: 'short' }).format(
    new Date(at),
  );
}

/** A time of the coming days: weekday and time. */
export function weekdayTime(at: string): string {
  return new Intl.DateTimeFormat(currentLocale(), {
    weekday: 'short',
    hour: 'numeric',
    minute: '2-digit',
  }).format(new Date(at));
}

/** The time of day. */
export function clockTime(at: string): string {
  return new Intl.DateTimeFormat(currentLocale(), { timeStyle: 'short' }).format(new Date(at));
}

/** The date, as a heading of a day. */
export function longDate(at: string): string {
  return new Intl.DateTimeFormat(currentLocale(), { dateStyle: 'full' }).format(new Date(at));
}

/** The present instant, anew every half minute: relative times stay true without a reload. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
