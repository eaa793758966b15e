import { z } from 'zod';
import type { Clock } from '../../adapters/adapter.ts';
import { DraftSchema } from '../drafts/draft-schemas.ts';
import { presentDraft } from '../drafts/present-draft.ts';
import { BadInput, NotAllowed } from '../http/errors.ts';
import { decodeCursor, listOf, listQuery, page } from '../http/list.ts';
import { type Actor, type Route, route } from '../http/route.ts';
import { findTicket } from '../tickets/change-ticket.ts';
import { markSeen } from '../tickets/reads.ts';
import { TicketParams } from '../tickets/ticket-schemas.ts';
import { messageModel } from './message-model.ts';
import { MessageParams, MessageSchema, NewNote, NewReply, Seen } from './message-schemas.ts';
import { presentMessage } from './present-message.ts';
import { retryMessage } from './retry-message.ts';
import { undoSend } from './undo-send.ts';
import { type WriteParts, writeReply } from './write-message.ts';
import { writeNote } from './write-note.ts';

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
  return [...readRoutes(parts), ...writeRoutes(parts), ...sendingRoutes(parts)];
}

const shown = { showRemoteImages: false };

function readRoutes({ db }: MessageRouteParts): Route[] {
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
      method: 'put',
      path: '/tickets/:id/seen',
      summary: 'Notes up to which message you have seen a ticket',
      access: 'agent',
      area,
      status: 204,
      params: TicketParams,
      body: Seen,
      async handle({ actor, params, body }) {
        if (actor.kind !== 'user') throw new NotAllowed('Only people see tickets.');
        const ticket = await findTicket(db, params.id);
        const message = await messageModel(db).findOne({ _id: body.upTo, ticket: ticket._id }).lean();
        if (!message) throw new BadInput([{ path: 'upTo', message: 'There is no such message.' }]);
        await markSeen(db, { user: actor.id, ticket: ticket._id, upTo: message.storedAt });
      },
    }),
  ];
}

function writeRoutes(parts: MessageRouteParts): Route[] {
  const by = (actor: Actor) => ({ actor, at: new Date(parts.clock.now()) });
  return [
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
  ];
}

function sendingRoutes({ db, clock, onOutbox }: MessageRouteParts): Route[] {
  return [
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
        onOutbox();
        return presentMessage(message, shown);
      },
    }),
    route({
      method: 'delete',
      path: '/tickets/:id/messages/:message',
      summary: 'Takes back a reply that is still held, and answers it as your draft',
      access: 'agent',
      area,
      params: MessageParams,
      response: DraftSchema,
      async handle({ actor, params }) {
        const of = { ticket: params.id, message: params.message, actor, at: new Date(clock.now()) };
        return presentDraft(await undoSend(db, of));
      },
    }),
  ];
}
