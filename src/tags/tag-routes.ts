import { z } from 'zod';
import { listOf, listQuery } from '../http/list.ts';
import { type Route, route } from '../http/route.ts';
import { findTicket } from '../tickets/change-ticket.ts';
import { TagName, TicketParams } from '../tickets/ticket-schemas.ts';
import { suggestTags } from './suggest-tags.ts';
import type { TagRecord } from './tag-model.ts';
import { createTags, type TagParts, type Tags } from './tags.ts';

/** A tag, as the API shows it. */
export const TagSchema = z
  .strictObject({ id: z.string(), name: z.string(), createdAt: z.iso.datetime() })
  .meta({ id: 'Tag' });
const NewTag = z.strictObject({ name: TagName }).meta({ id: 'NewTag' });
const TagParams = z.strictObject({ id: z.string() });
const TagQuery = listQuery.extend({ q: z.string().trim().min(1).max(50).optional() });

const area = 'tickets';

/** The routes of the workspace's tags. */
export function createTagRoutes(parts: TagParts): Route[] {
  const tags = createTags(parts);
  return [...readTags(parts, tags), ...changeTags(tags)];
}

function readTags({ db }: TagParts, tags: Tags): Route[] {
  return [
    route({
      method: 'get',
      path: '/tags',
      summary: 'Lists tags by name; `q` is a part of it',
      access: 'agent',
      area,
      query: TagQuery,
      response: listOf(TagSchema),
      async handle({ query }) {
        const { items, next } = await tags.list(query);
        return { items: items.map(presentTag), next };
      },
    }),
    route({
      method: 'get',
      path: '/tickets/:id/tag-suggestions',
      summary: 'Tags that may fit a ticket: by its words, and by earlier tickets of its contact',
      access: 'agent',
      area,
      params: TicketParams,
      response: z.strictObject({ tags: z.array(z.string()) }),
      handle: async ({ params }) => ({ tags: await suggestTags(db, await findTicket(db, params.id)) }),
    }),
  ];
}

function changeTags(tags: Tags): Route[] {
  return [
    route({
      method: 'post',
      path: '/tags',
      summary: 'Makes a tag; one that is first used on a ticket makes itself',
      access: 'agent',
      area,
      status: 201,
      makes: true,
      body: NewTag,
      response: TagSchema,
      handle: async ({ actor, body, made }) => presentTag(await tags.create(actor, body.name, made)),
    }),
    route({
      method: 'patch',
      path: '/tags/:id',
      summary: 'Renames a tag, also on all tickets',
      access: 'admin',
      area,
      params: TagParams,
      body: NewTag,
      response: TagSchema,
      handle: async ({ actor, params, body }) => presentTag(await tags.rename(actor, params.id, body.name)),
    }),
    route({
      method: 'delete',
      path: '/tags/:id',
      summary: 'Deletes a tag, also from all tickets',
      access: 'admin',
      area,
      status: 204,
      params: TagParams,
      handle: ({ actor, params }) => tags.remove(actor, params.id),
    }),
  ];
}

function presentTag({ _id, name, createdAt }: TagRecord) {
  return { id: _id, name, createdAt: createdAt.toISOString() };
}
