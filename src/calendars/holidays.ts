import { BadInput } from '../http/errors.ts';

/** A public holiday, as a date of its country. */
export interface Holiday {
  date: string;
  name: string;
}

/** A place with holidays of its own. */
export interface Place {
  code: string;
  name: string;
}

/** The public holidays of a year by country and region, named in a language. Throws BadInput for an unknown place. */
export async function findHolidays(of: {
  country: string;
  region?: string | undefined;
  year: number;
  language: string;
}): Promise<{ holidays: Holiday[]; regions: Place[] }> {
  const book = await openBook();
  const regions = placesOf(book.getStates(of.country, of.language));
  if (!(of.country in book.getCountries())) refuse('country', 'There are no holidays known of this country.');
  if (of.region !== undefined && !regions.some(({ code }) => code === of.region)) {
    refuse('region', 'There are no holidays known of this region.');
  }
  if (of.region === undefined) book.init(of.country);
  else book.init(of.country, of.region);
  const found = book.getHolidays(of.year, of.language).filter(({ type }) => type === 'public');
  const names = Map.groupBy(found, ({ date }) => date.slice(0, 10));
  const holidays = [...names].map(([date, same]) => ({
    date,
    name: same.map(({ name }) => name).join(', '),
  }));
  return { holidays, regions };
}

/** The countries whose holidays are known, by name. */
export async function listCountries(language: string): Promise<Place[]> {
  return placesOf((await openBook()).getCountries(language));
}

/** Its data of all countries is large, and only wanted by admins who set hours. */
async function openBook() {
  const { default: Holidays } = await import('date-holidays');
  return new Holidays();
}

function placesOf(names: Record<string, string> | undefined): Place[] {
  const places = Object.entries(names ?? {}).map(([code, name]) => ({ code, name }));
  return places.toSorted((a, b) => a.name.localeCompare(b.name));
}

function refuse(path: string, message: string): never {
  throw new BadInput([{ path, message }]);
}
