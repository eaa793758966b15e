import { IANAZone } from 'luxon';
import { z } from 'zod';
import type { Calendar } from './types.ts';
import { parseDate } from './wall-calendar.ts';

const TimeZone = z
  .string()
  // "+02:00" is understood by clocks but knows no daylight saving.
  .refine((name) => !/^[+-]/.test(name) && IANAZone.isValidZone(name), {
    error: 'Unknown time zone. Use an IANA name such as Europe/Berlin.',
  });

const StartTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'Use HH:MM, from 00:00 to 23:59.' });

const EndTime = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, { error: 'Use HH:MM, from 00:00 to 24:00.' });

const CalendarDate = z
  .string()
  .refine((date) => /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(parseDate(date)), {
    error: 'Use a date of the form YYYY-MM-DD.',
  });

const Weekday = z.int().min(1, { error: 'Weekdays run from 1, Monday.' }).max(7, {
  error: 'Weekdays run to 7, Sunday.',
});

const SAME_TIMES = { error: 'Start and end are the same. For a whole day use 00:00 to 24:00.', path: ['to'] };

const WeeklyIntervalSchema = z
  .strictObject({
    days: z.array(Weekday).min(1, { error: 'Choose at least one day.' }),
    from: StartTime,
    to: EndTime,
  })
  .refine(({ from, to }) => from !== to, SAME_TIMES);

const SpecialDateSchema = z
  .strictObject({ date: CalendarDate, from: StartTime, to: EndTime })
  .refine(({ from, to }) => from !== to, SAME_TIMES);

const ClosedRange = z
  .strictObject({ from: CalendarDate, to: CalendarDate })
  .refine(({ from, to }) => from <= to, { error: 'The range ends before it starts.', path: ['to'] });

/** Checks working or operating hours from outside; lists that are left out are empty. */
export const CalendarSchema = z.strictObject({
  timeZone: TimeZone,
  weekly: z.array(WeeklyIntervalSchema).max(200).default([]),
  closed: z
    .array(z.union([CalendarDate, ClosedRange]))
    .max(1000)
    .default([]),
  special: z.array(SpecialDateSchema).max(1000).default([]),
}) satisfies z.ZodType<Calendar>;
