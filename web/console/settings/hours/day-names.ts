import { currentLocale } from '../../i18n/index.ts';

/** The days of the week from Monday on, in the reader's language. */
export function dayNames(weekday: 'long' | 'short' = 'long'): string[] {
  const format = new Intl.DateTimeFormat(currentLocale(), { weekday, timeZone: 'UTC' });
  // 1 January 2024 was a Monday.
  return Array.from({ length: 7 }, (_, day) => format.format(Date.UTC(2024, 0, 1 + day)));
}

/** A date "YYYY-MM-DD" as people write it. */
export function dateText(date: string): string {
  return new Intl.DateTimeFormat(currentLocale(), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${date}T00:00:00Z`));
}
