import { currentLocale } from '../../i18n/index.ts';

/** A period in the reader's zone, as people write it. */
export function periodText(from: string, to: string): string {
  const format = new Intl.DateTimeFormat(currentLocale(), { dateStyle: 'medium', timeStyle: 'short' });
  return format.formatRange(new Date(from), new Date(to));
}
