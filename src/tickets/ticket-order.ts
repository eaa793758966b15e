import { z } from 'zod';
import { BadInput } from '../http/errors.ts';
import { decodeCursor } from '../http/list.ts';
import type { TicketRecord } from './ticket-model.ts';

/** The orders of a list of tickets. */
export const SORTS = ['activity', 'newest', 'oldest', 'waiting', 'priority'] as const;
/** One of the orders. */
export type Sort = (typeof SORTS)[number];

type Key = readonly [field: '_id' | 'number' | 'lastMessageAt' | 'waitsFrom' | 'urgency', direction: 1 | -1];

/** The last key of each is unique, so that a page ends between two tickets. */
const ORDERS: Record<Sort, readonly Key[]> = {
  activity: [
    ['lastMessageAt', -1],
    ['_id', -1],
  ],
  newest: [['number', -1]],
  oldest: [['number', 1]],
  waiting: [
    ['waitsFrom', 1],
    ['_id', 1],
  ],
  priority: [
    ['urgency', -1],
    ['lastMessageAt', -1],
    ['_id', -1],
  ],
};

const Instant = z.int().min(0).max(8.64e15);
const VALUES: Record<Key[0], z.ZodType<string | number>> = {
  _id: z.string(),
  number: z.int(),
  lastMessageAt: Instant,
  waitsFrom: Instant,
  urgency: z.int(),
};
const Position = z.tuple([z.enum(SORTS)], z.unknown());

/** The order as MongoDB wants it. */
export function sortOf(sort: Sort): Record<string, 1 | -1> {
  return Object.fromEntries(ORDERS[sort]);
}

/** Where a ticket stands in an order, for a cursor. */
export function positionOf(sort: Sort, ticket: TicketRecord): unknown[] {
  const values = ORDERS[sort].map(([field]) => ticket[field]);
  return [sort, ...values.map((value) => (value instanceof Date ? value.getTime() : value))];
}

/**
 * The filters of what comes after a cursor, in the order of the list: each is one range of an index, while all of them
 * in one query would be read to their end and sorted. Throws BadInput for a cursor of another order.
 */
export function rangesAfter(cursor: string | undefined, sort: Sort): object[] {
  const position = decodeCursor(cursor, Position);
  if (!position) return [{}];
  const keys = ORDERS[sort];
  const [of, ...given] = position;
  const values = keys.map(([field], i) => VALUES[field].safeParse(given[i]));
  if (of !== sort || given.length !== keys.length || values.some((v) => !v.success)) {
    throw new BadInput([{ path: 'cursor', message: 'This cursor is not one of this list.' }]);
  }
  const stored = keys.map(([field], i) => storedValue(field, values[i]?.data));
  return after(keys, stored);
}

function storedValue(field: Key[0], value: unknown): unknown {
  return field === 'lastMessageAt' || field === 'waitsFrom' ? new Date(Number(value)) : value;
}

/** What has all keys but the last in common comes first, then what has all but the last two, and so on. */
function after(keys: readonly Key[], values: readonly unknown[]): object[] {
  return keys
    .map(([field, direction], i) => {
      const same = keys.slice(0, i).map(([earlier], k) => [earlier, values[k]]);
      return { ...Object.fromEntries(same), [field]: { [direction === 1 ? '$gt' : '$lt']: values[i] } };
    })
    .toReversed();
}
