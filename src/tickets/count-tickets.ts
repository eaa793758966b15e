import type { Connection } from 'mongoose';
import type { z } from 'zod';
import type { Actor } from '../http/route.ts';
import { isUnread, readsOf } from './reads.ts';
import { ticketFilter } from './ticket-filter.ts';
import { ticketModel } from './ticket-model.ts';
import type { TicketFilters } from './ticket-schemas.ts';

/** A count goes no further; reaching it means so many or more. */
export const MOST_COUNTED = 1000;

/** How many tickets a view and filters name, at most MOST_COUNTED. */
export async function countTickets(
  db: Connection,
  query: z.infer<typeof TicketFilters>,
  actor: Actor,
): Promise<number> {
  const filter = await ticketFilter(db, query, actor);
  const tickets = ticketModel(db);
  if (!query.unread) return tickets.countDocuments(filter).limit(MOST_COUNTED);
  const found = await tickets.find(filter).select('open lastMessageAt').limit(MOST_COUNTED).lean();
  const reads = await readsOf(db, found, actor);
  return found.filter((ticket) => isUnread(ticket, reads)).length;
}
