import { listOf } from '../http/list.ts';
import { type Route, route } from '../http/route.ts';
import { presentFile } from '../messages/present-message.ts';
import { findTicket } from '../tickets/change-ticket.ts';
import { type CannedReplies, type CannedReplyParts, createCannedReplies } from './canned-replies.ts';
import type { CannedReplyRecord } from './canned-reply-model.ts';
import {
  CannedReplyChange,
  CannedReplyParams,
  CannedReplyQuery,
  CannedReplySchema,
  FilledReplySchema,
  FillParams,
  NewCannedReply,
} from './canned-reply-schemas.ts';
import { fillReply } from './fill-reply.ts';

const area = 'tickets';

/** The routes of canned replies: everybody keeps their own, admins those of everybody. */
export function createCannedReplyRoutes(parts: CannedReplyParts): Route[] {
  const replies = createCannedReplies(parts);
  return [...readRoutes(parts, replies), ...changeRoutes(replies)];
}

function readRoutes({ db }: CannedReplyParts, replies: CannedReplies): Route[] {
  return [
    route({
      method: 'get',
      path: '/canned-replies',
      summary: 'Your own canned replies and the shared ones, by shortcut',
      access: 'agent',
      area,
      query: CannedReplyQuery,
      response: listOf(CannedReplySchema),
      async handle({ actor, query }) {
        const { items, next } = await replies.list(actor, query);
        return { items: items.map(presentReply), next };
      },
    }),
    route({
      method: 'get',
      path: '/canned-replies/:id',
      summary: 'Shows a canned reply',
      access: 'agent',
      area,
      params: CannedReplyParams,
      response: CannedReplySchema,
      handle: async ({ actor, params }) => presentReply(await replies.find(actor, params.id)),
    }),
    route({
      method: 'get',
      path: '/tickets/:id/canned-replies/:reply',
      summary: 'A canned reply with its placeholders filled in for a ticket',
      access: 'agent',
      area,
      params: FillParams,
      response: FilledReplySchema,
      async handle({ actor, params }) {
        const ticket = await findTicket(db, params.id);
        return fillReply(db, await replies.find(actor, params.reply), { ticket, actor });
      },
    }),
  ];
}

function changeRoutes(replies: CannedReplies): Route[] {
  return [
    route({
      method: 'post',
      path: '/canned-replies',
      summary: 'Makes a canned reply; a shared one is for admins to make',
      access: 'agent',
      area,
      status: 201,
      makes: true,
      body: NewCannedReply,
      response: CannedReplySchema,
      handle: async ({ actor, body, made }) => presentReply(await replies.create(actor, body, made)),
    }),
    route({
      method: 'patch',
      path: '/canned-replies/:id',
      summary: 'Changes a canned reply',
      access: 'agent',
      area,
      params: CannedReplyParams,
      body: CannedReplyChange,
      response: CannedReplySchema,
      handle: async ({ actor, params, body }) => presentReply(await replies.change(actor, params.id, body)),
    }),
    route({
      method: 'delete',
      path: '/canned-replies/:id',
      summary: 'Deletes a canned reply',
      access: 'agent',
      area,
      status: 204,
      params: CannedReplyParams,
      handle: ({ actor, params }) => replies.remove(actor, params.id),
    }),
  ];
}

function presentReply({ _id, owner, attachments, createdAt, updatedAt, ...reply }: CannedReplyRecord) {
  return {
    id: _id,
    ...reply,
    html: reply.html ?? null,
    shared: owner === null,
    attachments: attachments.map(presentFile),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
