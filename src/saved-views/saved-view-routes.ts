import { z } from 'zod';
import { type Route, route } from '../http/route.ts';
import { countViews } from './count-views.ts';
import type { SavedViewRecord } from './saved-view-model.ts';
import {
  NewSavedView,
  SavedViewChange,
  SavedViewParams,
  SavedViewSchema,
  TicketCountsSchema,
} from './saved-view-schemas.ts';
import { createSavedViews, type SavedViewParts } from './saved-views.ts';

const area = 'tickets';

/** The routes of saved views, and the counts of all views. They come before those of tickets, which take any id. */
export function createSavedViewRoutes(parts: SavedViewParts): Route[] {
  const views = createSavedViews(parts);
  return [
    route({
      method: 'get',
      path: '/tickets/counts',
      summary: 'How many tickets each view and saved view holds',
      access: 'agent',
      area,
      response: TicketCountsSchema,
      handle: ({ actor }) => countViews(parts.db, views, actor),
    }),
    route({
      method: 'get',
      path: '/saved-views',
      summary: 'Your own saved views and the shared ones, by name',
      access: 'agent',
      area,
      response: z.strictObject({ items: z.array(SavedViewSchema), next: z.null() }),
      handle: async ({ actor }) => ({ items: (await views.list(actor)).map(presentView), next: null }),
    }),
    route({
      method: 'post',
      path: '/saved-views',
      summary: 'Saves a view; a shared one is for admins to make',
      access: 'agent',
      area,
      status: 201,
      makes: true,
      body: NewSavedView,
      response: SavedViewSchema,
      handle: async ({ actor, body, made }) => presentView(await views.create(actor, body, made)),
    }),
    route({
      method: 'patch',
      path: '/saved-views/:id',
      summary: 'Changes a saved view',
      access: 'agent',
      area,
      params: SavedViewParams,
      body: SavedViewChange,
      response: SavedViewSchema,
      handle: async ({ actor, params, body }) => presentView(await views.change(actor, params.id, body)),
    }),
    route({
      method: 'delete',
      path: '/saved-views/:id',
      summary: 'Deletes a saved view',
      access: 'agent',
      area,
      status: 204,
      params: SavedViewParams,
      handle: ({ actor, params }) => views.remove(actor, params.id),
    }),
  ];
}

function presentView({ _id, name, owner, filters, sort, createdAt, updatedAt }: SavedViewRecord) {
  return {
    id: _id,
    name,
    shared: owner === null,
    filters,
    sort,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
