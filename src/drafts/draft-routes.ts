import type { Connection } from 'mongoose';
import { z } from 'zod';
import type { Clock } from '../../adapters/adapter.ts';
import type { Files } from '../files/files.ts';
import { NotAllowed, NotFound } from '../http/errors.ts';
import { decodeCursor, listOf, listQuery, page } from '../http/list.ts';
import { type Actor, type Route, route } from '../http/route.ts';
import { findTicket } from '../tickets/change-ticket.ts';
import { TicketParams } from '../tickets/ticket-schemas.ts';
import { draftId, draftModel, dropDraft, keepDraft } from './draft-model.ts';
import { DraftInput, DraftSchema } from './draft-schemas.ts';
import { presentDraft } from './present-draft.ts';

/** What the routes of drafts need. */
export interface DraftRouteParts {
  db: Connection;
  clock: Clock;
  files: Files;
}

const area = 'tickets';
const Position = z.tuple([z.int().min(0).max(8.64e15), z.string()]);

/** The routes of drafts: each user has one on a ticket, on all their devices. */
export function createDraftRoutes(parts: DraftRouteParts): Route[] {
  return [...readRoutes(parts), ...writeRoutes(parts)];
}

function readRoutes({ db }: DraftRouteParts): Route[] {
  return [
    route({
      method: 'get',
      path: '/drafts',
      summary: 'Your own drafts, the latest first',
      access: 'agent',
      area,
      query: listQuery,
      response: listOf(DraftSchema),
      async handle({ actor, query: { limit, cursor } }) {
        const [at, id] = decodeCursor(cursor, Position) ?? [8.64e15, ''];
        const before = new Date(at);
        const earlier = [{ updatedAt: { $lt: before } }, { updatedAt: before, _id: { $lt: id } }];
        const found = await draftModel(db)
          .find({ user: userOf(actor), $or: earlier })
          .sort({ updatedAt: -1, _id: -1 })
          .limit(limit + 1)
          .lean();
        const { items, next } = page(found, limit, (d) => [d.updatedAt.getTime(), d._id]);
        return { items: items.map(presentDraft), next };
      },
    }),
    route({
      method: 'get',
      path: '/tickets/:id/draft',
      summary: 'Your own draft on a ticket',
      access: 'agent',
      area,
      params: TicketParams,
      response: DraftSchema,
      async handle({ actor, params }) {
        const ticket = await findTicket(db, params.id);
        const draft = await draftModel(db)
          .findById(draftId(userOf(actor), ticket._id))
          .lean();
        if (!draft) throw new NotFound('draft');
        return presentDraft(draft);
      },
    }),
  ];
}

function writeRoutes({ db, clock, files }: DraftRouteParts): Route[] {
  return [
    route({
      method: 'put',
      path: '/tickets/:id/draft',
      summary: 'Keeps your draft on a ticket in place of an earlier one',
      access: 'agent',
      area,
      params: TicketParams,
      body: DraftInput,
      response: DraftSchema,
      async handle({ actor, params, body }) {
        const user = userOf(actor);
        const ticket = await findTicket(db, params.id);
        const attachments = await files.require(body.attachments, actor);
        const at = new Date(clock.now());
        const html = body.html ?? null;
        const draft = { ...body, html, user, ticket: ticket._id, attachments, updatedAt: at };
        return presentDraft(await keepDraft(db, draft));
      },
    }),
    route({
      method: 'delete',
      path: '/tickets/:id/draft',
      summary: 'Deletes your draft on a ticket',
      access: 'agent',
      area,
      status: 204,
      params: TicketParams,
      async handle({ actor, params }) {
        const ticket = await findTicket(db, params.id);
        await dropDraft(db, { user: userOf(actor), ticket: ticket._id });
      },
    }),
  ];
}

function userOf(actor: Actor): string {
  if (actor.kind !== 'user') throw new NotAllowed('Drafts are for people.');
  return actor.id;
}
