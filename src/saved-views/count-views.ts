import type { Connection } from 'mongoose';
import type { z } from 'zod';
import type { Actor } from '../http/route.ts';
import { countTickets, MOST_COUNTED } from '../tickets/count-tickets.ts';
import { VIEWS } from '../tickets/ticket-schemas.ts';
import type { TicketCountsSchema } from './saved-view-schemas.ts';
import type { SavedViews } from './saved-views.ts';

/** How many tickets each view and each saved view of the caller holds. */
export async function countViews(
  db: Connection,
  savedViews: SavedViews,
  actor: Actor,
): Promise<z.infer<typeof TicketCountsSchema>> {
  const [views, saved] = await Promise.all([
    Promise.all(VIEWS.map(async (view) => [view, await countTickets(db, { view }, actor)] as const)),
    savedViews
      .list(actor)
      .then((found) =>
        Promise.all(found.map(async (v) => [v._id, await countTickets(db, v.filters, actor)] as const)),
      ),
  ]);
  return { views: Object.fromEntries(views), savedViews: Object.fromEntries(saved), most: MOST_COUNTED };
}
