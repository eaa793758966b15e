import type { Connection } from 'mongoose';
import type { Clock } from '../../adapters/adapter.ts';
import { listOf } from '../http/list.ts';
import { type Route, route } from '../http/route.ts';
import { knownTags } from '../tags/known-tags.ts';
import { changeByHand } from './change-by-hand.ts';
import { findTicket } from './change-ticket.ts';
import { createTicket } from './create-ticket.ts';
import { presentItems } from './list-items.ts';
import { listTickets } from './list-tickets.ts';
import { presentTicket } from './present-ticket.ts';
import { setOwner } from './set-owner.ts';
import {
  NewTicket,
  OwnerChangeSchema,
  TicketChange,
  TicketItemSchema,
  TicketParams,
  TicketQuery,
  TicketSchema,
} from './ticket-schemas.ts';

/** What the routes of tickets need. */
export interface TicketRouteParts {
  db: Connection;
  clock: Clock;
  /** Tells the router that a ticket waits to be decided. */
  onPending(): void;
}

const area = 'tickets';

/** The routes of tickets: lists by view, by hand, owner. */
export function createTicketRoutes(parts: TicketRouteParts): Route[] {
  return [...readRoutes(parts), ...changeRoutes(parts)];
}

function readRoutes({ db, clock }: TicketRouteParts): Route[] {
  return [
    route({
      method: 'get',
      path: '/tickets',
      summary: 'Lists tickets by view and filter, the latest activity first unless `sort` says otherwise',
      access: 'agent',
      area,
      query: TicketQuery,
      response: listOf(TicketItemSchema),
      async handle({ query, actor }) {
        const { items, next } = await listTickets(db, query, actor);
        return { items: await presentItems(db, items, { actor, now: clock.now() }), next };
      },
    }),
    route({
      method: 'get',
      path: '/tickets/:id',
      summary: 'Shows a ticket, by id or number',
      access: 'agent',
      area,
      params: TicketParams,
      response: TicketSchema,
      handle: async ({ params }) => presentTicket(await findTicket(db, params.id)),
    }),
  ];
}

function changeRoutes({ db, clock, onPending }: TicketRouteParts): Route[] {
  const now = () => new Date(clock.now());
  return [
    route({
      method: 'post',
      path: '/tickets',
      summary: 'Makes a ticket by hand',
      access: 'agent',
      area,
      status: 201,
      makes: true,
      body: NewTicket,
      response: TicketSchema,
      async handle({ actor, body, made }) {
        const tags = await knownTags(db, body.tags, now());
        const ticket = await createTicket(db, { ...body, tags }, { actor, at: now(), made });
        onPending();
        return presentTicket(ticket);
      },
    }),
    route({
      method: 'patch',
      path: '/tickets/:id',
      summary: 'Changes the named fields of a ticket',
      access: 'agent',
      area,
      params: TicketParams,
      body: TicketChange,
      response: TicketSchema,
      async handle({ actor, params, body }) {
        const ticket = await changeByHand(db, params.id, body, { actor, at: now() });
        onPending();
        return presentTicket(ticket);
      },
    }),
    route({
      method: 'put',
      path: '/tickets/:id/owner',
      summary: 'Gives a ticket to a user, a team, both or nobody',
      access: 'agent',
      area,
      params: TicketParams,
      body: OwnerChangeSchema,
      response: TicketSchema,
      handle: async ({ actor, params, body }) =>
        presentTicket(await setOwner(db, params.id, body, { actor, at: now() })),
    }),
  ];
}
