import type { Connection } from 'mongoose';
import type { z } from 'zod';
import { encodeCursor, type Page, page } from '../http/list.ts';
import type { Actor } from '../http/route.ts';
import { isUnread, readsOf } from './reads.ts';
import { ticketFilter } from './ticket-filter.ts';
import { type TicketRecord, ticketModel } from './ticket-model.ts';
import { positionOf, rangesAfter, type Sort, sortOf } from './ticket-order.ts';
import type { TicketQuery } from './ticket-schemas.ts';

/** So many tickets are looked at for one page of unread ones; it may then be short, and goes on by its cursor. */
const MOST_LOOKED_AT = 1000;

/** One page of the tickets that a view and filters name, in the order asked for. */
export async function listTickets(
  db: Connection,
  query: z.infer<typeof TicketQuery>,
  actor: Actor,
): Promise<Page<TicketRecord>> {
  const filter = await ticketFilter(db, query, actor);
  const ranges = rangesAfter(query.cursor, query.sort);
  const find = (limit: number) => findInRanges(db, { filter, ranges, sort: query.sort, limit });
  const cursorOf = (ticket: TicketRecord) => positionOf(query.sort, ticket);
  if (!query.unread) return page(await find(query.limit + 1), query.limit, cursorOf);
  const looked = await find(MOST_LOOKED_AT);
  const reads = await readsOf(db, looked, actor);
  const unread = looked.filter((ticket) => isUnread(ticket, reads));
  if (unread.length > query.limit) return page(unread, query.limit, cursorOf);
  const last = looked.length === MOST_LOOKED_AT ? looked.at(-1) : undefined;
  return { items: unread, next: last ? encodeCursor(cursorOf(last)) : null };
}

async function findInRanges(
  db: Connection,
  of: { filter: object; ranges: readonly object[]; sort: Sort; limit: number },
): Promise<TicketRecord[]> {
  const found: TicketRecord[] = [];
  for (const range of of.ranges) {
    if (found.length >= of.limit) break;
    const some = await ticketModel(db)
      .find({ $and: [of.filter, range] })
      // What only searches look at is the most of a ticket.
      .select({ words: 0 })
      .sort(sortOf(of.sort))
      .limit(of.limit - found.length)
      .lean();
    found.push(...some);
  }
  return found;
}
