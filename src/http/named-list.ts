import { z } from 'zod';
import { decodeCursor, type Page, page } from './list.ts';

const Position = z.tuple([z.string(), z.string()]);

/** The stored things after a list's cursor, for a list by name. */
export function afterName(cursor: string | undefined) {
  const [name, id] = decodeCursor(cursor, Position) ?? [];
  return name === undefined ? {} : { $or: [{ name: { $gt: name } }, { name, _id: { $gt: id ?? '' } }] };
}

/** A page of a list by name. */
export function pageByName<Item extends { _id: string; name: string }>(
  found: Item[],
  limit: number,
): Page<Item> {
  return page(found, limit, ({ name, _id }) => [name, _id]);
}
