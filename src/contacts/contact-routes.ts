import { z } from 'zod';
import type { Clock } from '../../adapters/adapter.ts';
import { listOf } from '../http/list.ts';
import { type Route, route } from '../http/route.ts';
import { FileSchema } from '../messages/message-schemas.ts';
import { TicketSchema } from '../tickets/ticket-schemas.ts';
import { ContactChange, ContactParams, ContactQuery, ContactSchema, NewContact } from './contact-schemas.ts';
import type { Contacts } from './contacts.ts';
import { type ErasureParts, eraseContact, exportContact } from './erase-contact.ts';
import { presentContact } from './present-contact.ts';

/** What the routes of contacts need. */
export interface ContactRouteParts extends ErasureParts {
  clock: Clock;
  contacts: Contacts;
}

const area = 'contacts';

const ExportSchema = z
  .strictObject({
    contact: ContactSchema,
    tickets: z.array(TicketSchema),
    messages: z.array(
      z.strictObject({
        id: z.string(),
        ticket: z.string(),
        direction: z.string(),
        subject: z.string().nullable(),
        text: z.string(),
        html: z.string().nullable(),
        attachments: z.array(FileSchema),
        at: z.iso.datetime(),
      }),
    ),
  })
  .meta({ id: 'ContactExport' });

/** The routes of contacts. Export and erasure are for super admins. */
export function createContactRoutes(parts: ContactRouteParts): Route[] {
  return [...workRoutes(parts), ...personRoutes(parts)];
}

function workRoutes({ contacts }: ContactRouteParts): Route[] {
  return [
    route({
      method: 'get',
      path: '/contacts',
      summary: 'Lists or searches contacts, the newest first',
      access: 'agent',
      area,
      query: ContactQuery,
      response: listOf(ContactSchema),
      async handle({ query }) {
        const { items, next } = await contacts.list(query);
        return { items: items.map(presentContact), next };
      },
    }),
    route({
      method: 'get',
      path: '/contacts/:id',
      summary: 'Shows a contact',
      access: 'agent',
      area,
      params: ContactParams,
      response: ContactSchema,
      handle: async ({ params }) => presentContact(await contacts.find(params.id)),
    }),
    route({
      method: 'post',
      path: '/contacts',
      summary: 'Makes a contact',
      access: 'agent',
      area,
      status: 201,
      makes: true,
      body: NewContact,
      response: ContactSchema,
      handle: async ({ actor, body, made }) => presentContact(await contacts.create(actor, body, made)),
    }),
    route({
      method: 'patch',
      path: '/contacts/:id',
      summary: 'Changes the named fields of a contact',
      access: 'agent',
      area,
      params: ContactParams,
      body: ContactChange,
      response: ContactSchema,
      handle: async ({ actor, params, body }) =>
        presentContact(await contacts.change(actor, params.id, body)),
    }),
  ];
}

function personRoutes(parts: ContactRouteParts): Route[] {
  return [
    route({
      method: 'get',
      path: '/contacts/:id/export',
      summary: 'Everything that is stored of a person',
      access: 'superAdmin',
      area,
      params: ContactParams,
      response: ExportSchema,
      handle: ({ params }) => exportContact(parts, params.id),
    }),
    route({
      method: 'delete',
      path: '/contacts/:id',
      summary: 'Erases a person with their messages; this cannot be undone',
      access: 'superAdmin',
      area,
      status: 204,
      params: ContactParams,
      handle: ({ actor, params }) =>
        eraseContact(parts, params.id, { actor, at: new Date(parts.clock.now()) }),
    }),
  ];
}
