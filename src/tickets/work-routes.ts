import { z } from 'zod';
import { listOf, listQuery } from '../http/list.ts';
import { type Route, route } from '../http/route.ts';
import { changeInBulk } from './bulk.ts';
import { findTicket } from './change-ticket.ts';
import { mergeTicket } from './merge-ticket.ts';
import { presentTicket } from './present-ticket.ts';
import type { TicketRouteParts } from './ticket-routes.ts';
import {
  BulkChange,
  BulkResultSchema,
  MergeInput,
  TicketEventSchema,
  TicketParams,
  TicketSchema,
} from './ticket-schemas.ts';
import { readTimeline } from './timeline.ts';
import { unmergeTicket } from './unmerge-ticket.ts';

const area = 'tickets';

/** The routes of what is done to tickets beside changing one: timeline, merge, many at once. */
export function createTicketWorkRoutes(parts: TicketRouteParts): Route[] {
  return [timelineRoute(parts), ...mergeRoutes(parts), bulkRoute(parts)];
}

function timelineRoute({ db }: TicketRouteParts): Route {
  return route({
    method: 'get',
    path: '/tickets/:id/events',
    summary: 'What people and the router did to a ticket, oldest first',
    access: 'agent',
    area,
    params: TicketParams,
    query: listQuery,
    response: listOf(TicketEventSchema),
    handle: async ({ params, query }) => readTimeline(db, await findTicket(db, params.id), query),
  });
}

function mergeRoutes({ db, clock, onPending }: TicketRouteParts): Route[] {
  const now = () => new Date(clock.now());
  return [
    route({
      method: 'post',
      path: '/tickets/:id/merge',
      summary: 'Merges a ticket into another, which has the whole conversation then; it can be undone',
      access: 'agent',
      area,
      makes: true,
      params: TicketParams,
      body: MergeInput,
      response: TicketSchema,
      async handle({ actor, params, body }) {
        const of = { from: params.id, into: body.into };
        const target = await mergeTicket(db, of, { actor, at: now() });
        onPending();
        return presentTicket(target);
      },
    }),
    route({
      method: 'post',
      path: '/tickets/:id/unmerge',
      summary: 'Undoes the merge of a ticket: it gets back what was written on it',
      access: 'agent',
      area,
      makes: true,
      params: TicketParams,
      body: z.strictObject({}),
      response: TicketSchema,
      async handle({ actor, params }) {
        const ticket = await unmergeTicket(db, params.id, { actor, at: now() });
        onPending();
        return presentTicket(ticket);
      },
    }),
  ];
}

function bulkRoute({ db, clock, onPending }: TicketRouteParts): Route {
  return route({
    method: 'post',
    path: '/tickets/bulk',
    summary: 'Changes up to 100 tickets, and says of each whether it worked',
    access: 'agent',
    area,
    makes: true,
    body: BulkChange,
    response: BulkResultSchema,
    async handle({ actor, body }) {
      const results = await changeInBulk(db, body, { actor, at: new Date(clock.now()) });
      onPending();
      return { results };
    },
  });
}
