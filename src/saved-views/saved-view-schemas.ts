import { z } from 'zod';
import { SORTS } from '../tickets/ticket-order.ts';
import { TicketFilters, VIEWS } from '../tickets/ticket-schemas.ts';

const Id = z.string().min(1).max(100);
const Name = z.string().trim().min(1).max(100);

/** A saved view in the API. */
export const SavedViewSchema = z
  .strictObject({
    id: Id,
    name: z.string(),
    shared: z.boolean().meta({ description: 'Everybody sees it; admins change it' }),
    filters: TicketFilters,
    sort: z.enum(SORTS),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'SavedView' });

/** The body of POST /saved-views. */
export const NewSavedView = z
  .strictObject({
    name: Name,
    shared: z.boolean().default(false),
    filters: TicketFilters,
    sort: z.enum(SORTS).default('activity'),
  })
  .meta({ id: 'NewSavedView' });

/** The body of PATCH /saved-views/:id. */
export const SavedViewChange = z
  .strictObject({ name: Name, filters: TicketFilters, sort: z.enum(SORTS) })
  .partial()
  .meta({ id: 'SavedViewChange' });

/** The path of one saved view. */
export const SavedViewParams = z.strictObject({ id: Id });

/** The answer of GET /tickets/counts. */
export const TicketCountsSchema = z
  .strictObject({
    views: z.strictObject(Object.fromEntries(VIEWS.map((view) => [view, z.number().int()]))),
    savedViews: z.record(Id, z.number().int()).meta({ description: 'By id: your own and the shared ones' }),
    most: z.number().int().meta({ description: 'A count goes no further: so many or more' }),
  })
  .meta({ id: 'TicketCounts' });
