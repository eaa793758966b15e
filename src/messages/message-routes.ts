import { z } from 'zod';
import type { Clock } from '../../adapters/adapter.ts';
import { decodeCursor, listOf, listQuery, page } from '../http/list.ts';
import { type Actor, type Route, route } from '../http/route.ts';
import { findTicket } from '../tickets/change-ticket.ts';
import { TicketParams } from '../tickets/ticket-schemas.ts';
import { messageModel } from './message-model.ts';
import { MessageParams, MessageSchema, NewNote, NewReply } from './message-schemas.ts';
import { presentMessage } from './present-message.ts';
import { retryMessage, type WriteParts, writeNote, writeReply } from './write-message.ts';

/** What the routes of messages need. */
export interface MessageRouteParts extends WriteParts {
  clock: Clock;
  /** Tells the outbox that there is something to send. */
  onOutbox(): void;
}

const area = 'tickets';
const Position = z.tuple([z.int().min(0).max(8.64e15), z.string()]);
const MessageQuery = listQuery.extend({
  images: z.enum(['blocked', 'shown']).default('blocked').meta({ description: 'Remote images in HTML' }),
});

/** The routes of a ticket's conversation. */
export function createMessageRoutes(parts: MessageRouteParts): Route[] {
  const { db, clock } = parts;
  const by = (actor: Actor) => ({ actor, at: new Date(clock.now()) });
  const shown = { showRemoteImages: false };
  return [
    route({
      method: 'get',
      path: '/tickets/:id/messages',
      summary: 'The conversation of a ticket, oldest first',
      access: 'agent',
      area,
      params: TicketParams,
      query: MessageQuery,
      response: listOf(MessageSchema),
      async handle({ params, query }) {
        const ticket = await findTicket(db, params.id);
        const [at, id] = decodeCursor(query.cursor, Position) ?? [0, ''];
        const since = new Date(at);
        const later = [{ storedAt: { $gt: since } }, { storedAt: since, _id: { $gt: id } }];
        const found = await messageModel(db)
          .find({ ticket: ticket._id, $or: later })
          .sort({ storedAt: 1, _id: 1 })
          .limit(query.limit + 1)
          .lean();
        const { items, next } = page(found, query.limit, (m) => [m.storedAt.getTime(), m._id]);
        const showRemoteImages = query.images === 'shown';
        return { items: items.map((m) => presentMessage(m, { showRemoteImages })), next };
      },
    }),
    route({
      method: 'post',
      path: '/tickets/:id/replies',
      summary: 'Answers the customer; on a ticket without owner, the writer becomes its owner',
      access: 'agent',
      area,
      status: 201,
      makes: true,
      params: TicketParams,
      body: NewReply,
      response: MessageSchema,
      async handle({ actor, params, body, made }) {
        const message = await writeReply(parts, params.id, body, { ...by(actor), made });
        parts.onOutbox();
        return presentMessage(message, shown);
      },
    }),
    route({
      method: 'post',
      path: '/tickets/:id/notes',
      summary: 'Adds a note for colleagues',
      access: 'agent',
      area,
      status: 201,
      makes: true,
      params: TicketParams,
      body: NewNote,
      response: MessageSchema,
      handle: async ({ actor, params, body, made }) =>
        presentMessage(await writeNote(parts, params.id, body, { ...by(actor), made }), shown),
    }),
    route({
      method: 'post',
      path: '/tickets/:id/messages/:message/retry',
      summary: 'Sends a failed reply again',
      access: 'agent',
      area,
      params: MessageParams,
      response: MessageSchema,
      async handle({ params }) {
        const at = new Date(clock.now());
        const message = await retryMessage(db, { ticket: params.id, message: params.message, at });
        parts.onOutbox();
        return presentMessage(message, shown);
      },
    }),
  ];
}
