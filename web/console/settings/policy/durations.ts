import { currentLocale } from '../../i18n/index.ts';

/** A length of time in the two largest units it has. */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return unit(whole, 'second');
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return unit(minutes, 'minute');
  if (minutes < 24 * 60) return pair(Math.floor(minutes / 60), 'hour', minutes % 60, 'minute');
  const hours = Math.round(minutes / 60);
  return pair(Math.floor(hours / 24), 'day', hours % 24, 'hour');
}

type Unit = 'day' | 'hour' | 'minute' | 'second';

function pair(large: number, largeUnit: Unit, small: number, smallUnit: Unit): string {
  return small === 0 ? unit(large, largeUnit) : `${unit(large, largeUnit)} ${unit(small, smallUnit)}`;
}

function unit(count: number, name: Unit): string {
  return new Intl.NumberFormat(currentLocale(), {
    style: 'unit',
    unit: name,
    unitDisplay: name === 'day' ? 'long' : 'short',
  }).format(count);
}
