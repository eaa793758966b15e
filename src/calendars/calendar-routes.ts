import { z } from 'zod';
import type { Clock } from '../../adapters/adapter.ts';
import { CalendarSchema } from '../../routing/calendar-schema.ts';
import { type Route, route } from '../http/route.ts';
import { findHolidays, listCountries } from './holidays.ts';
import { previewCalendar } from './preview-calendar.ts';

const DAYS = 14;

const area = 'settings';
const PlaceSchema = z.strictObject({ code: z.string(), name: z.string() });
const Code = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9-]{1,10}$/);
const Language = z.enum(['en', 'de']).default('en');

const PreviewSchema = z
  .strictObject({
    days: z.array(
      z.strictObject({
        date: z.iso.date(),
        open: z.array(z.strictObject({ from: z.string(), to: z.string() })),
        minutes: z.number(),
      }),
    ),
  })
  .meta({ id: 'CalendarPreview' });

/** The routes that help to set working and operating hours. */
export function createCalendarRoutes({ clock }: { clock: Clock }): Route[] {
  return [preview(clock), holidays(clock), countries()];
}

function preview(clock: Clock): Route {
  return route({
    method: 'post',
    path: '/calendars/preview',
    summary: `Shows the next ${DAYS} days of a calendar that need not be stored`,
    access: 'agent',
    area,
    body: z.strictObject({
      calendar: CalendarSchema,
      from: z.iso.datetime({ offset: true }).optional().meta({ description: 'Now, where it is left out' }),
    }),
    response: PreviewSchema,
    async handle({ body }) {
      const from = body.from === undefined ? clock.now() : Date.parse(body.from);
      return { days: previewCalendar(body.calendar, from, DAYS) };
    },
  });
}

function holidays(clock: Clock): Route {
  return route({
    method: 'get',
    path: '/calendars/holidays',
    summary: 'Lists the public holidays of a country and year, and its regions',
    access: 'agent',
    area,
    query: z.strictObject({
      country: Code.meta({ example: 'DE', description: 'ISO 3166-1' }),
      region: Code.optional().meta({ example: 'BY', description: 'One of the answer’s regions' }),
      year: z.coerce.number().int().min(1990).max(2100).optional(),
      language: Language,
    }),
    response: z
      .strictObject({
        holidays: z.array(z.strictObject({ date: z.iso.date(), name: z.string() })),
        regions: z.array(PlaceSchema),
      })
      .meta({ id: 'Holidays' }),
    handle: ({ query: { year, ...place } }) =>
      findHolidays({ ...place, year: year ?? new Date(clock.now()).getUTCFullYear() }),
  });
}

function countries(): Route {
  return route({
    method: 'get',
    path: '/calendars/countries',
    summary: 'Lists the countries whose public holidays are known',
    access: 'agent',
    area,
    query: z.strictObject({ language: Language }),
    response: z.strictObject({ countries: z.array(PlaceSchema) }).meta({ id: 'HolidayCountries' }),
    handle: async ({ query }) => ({ countries: await listCountries(query.language) }),
  });
}
