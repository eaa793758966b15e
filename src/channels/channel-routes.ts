import type { Connection } from 'mongoose';
import { z } from 'zod';
import { decodeCursor, listOf, listQuery, page } from '../http/list.ts';
import { type Route, route } from '../http/route.ts';
import { type ChannelRecord, type PolicyVersionRecord, policyVersionModel } from './channel-model.ts';
import { listChannelNames } from './channel-names.ts';
import {
  ChannelChange,
  ChannelParams,
  ChannelSchema,
  CheckResult,
  NewChannel,
  PolicyVersionSchema,
  VersionParams,
} from './channel-schemas.ts';
import { type Channels, shownSettings } from './channels.ts';

/** What the routes of channels need. */
export interface ChannelRouteParts {
  db: Connection;
  channels: Channels;
  /** Without a slash at the end. */
  publicUrl: string;
}

const area = 'channels';

/** The routes of channels, their tests and the versions of their policies. */
export function createChannelRoutes(parts: ChannelRouteParts): Route[] {
  return [...readRoutes(parts), ...changeRoutes(parts), ...versionRoutes(parts)];
}

function readRoutes({ channels, publicUrl }: ChannelRouteParts): Route[] {
  return [
    route({
      method: 'get',
      path: '/channels',
      summary: 'Lists channels with their health',
      access: 'admin',
      area,
      query: listQuery,
      response: listOf(ChannelSchema),
      async handle({ query }) {
        const { items, next } = await channels.list(query);
        return { items: items.map((c) => presentChannel(c, publicUrl)), next };
      },
    }),
    listChannelNames(channels),
    route({
      method: 'get',
      path: '/channels/:id',
      summary: 'Shows a channel',
      access: 'admin',
      area,
      params: ChannelParams,
      response: ChannelSchema,
      handle: async ({ params }) => presentChannel(await channels.find(params.id), publicUrl),
    }),
    route({
      method: 'post',
      path: '/channels/:id/test',
      summary: 'Tries the connection of a channel',
      access: 'admin',
      area,
      params: ChannelParams,
      response: CheckResult,
      async handle({ params }) {
        const checks = await channels.test(params.id);
        return { ok: checks.every((c) => c.ok), checks };
      },
    }),
  ];
}

function changeRoutes({ channels, publicUrl }: ChannelRouteParts): Route[] {
  return [
    route({
      method: 'post',
      path: '/channels',
      summary: 'Makes a channel',
      access: 'admin',
      area,
      status: 201,
      makes: true,
      body: NewChannel,
      response: ChannelSchema,
      handle: async ({ actor, body, made }) =>
        presentChannel(await channels.create(actor, body, made), publicUrl),
    }),
    route({
      method: 'patch',
      path: '/channels/:id',
      summary: 'Changes the named fields; a secret left out keeps its value',
      access: 'admin',
      area,
      params: ChannelParams,
      body: ChannelChange,
      response: ChannelSchema,
      handle: async ({ actor, params, body }) =>
        presentChannel(await channels.change(actor, params.id, body), publicUrl),
    }),
    route({
      method: 'delete',
      path: '/channels/:id',
      summary: 'Deletes a channel; its tickets stay',
      access: 'admin',
      area,
      status: 204,
      params: ChannelParams,
      handle: ({ actor, params }) => channels.remove(actor, params.id),
    }),
  ];
}

function versionRoutes({ db, channels, publicUrl }: ChannelRouteParts): Route[] {
  return [
    route({
      method: 'get',
      path: '/channels/:id/policy-versions',
      summary: "Lists the versions of a channel's policy, the latest first",
      access: 'admin',
      area,
      params: ChannelParams,
      query: listQuery,
      response: listOf(PolicyVersionSchema),
      async handle({ params, query: { limit, cursor } }) {
        const channel = await channels.find(params.id);
        const before = decodeCursor(cursor, z.int()) ?? Number.MAX_SAFE_INTEGER;
        const versions = await policyVersionModel(db)
          .find({ channel: channel._id, version: { $lt: before } })
          .sort({ version: -1 })
          .limit(limit + 1)
          .lean();
        const { items, next } = page(versions, limit, ({ version }) => version);
        return { items: items.map(presentVersion), next };
      },
    }),
    route({
      method: 'post',
      path: '/channels/:id/policy-versions/:version/restore',
      summary: 'Makes an earlier version the policy again, as a new version',
      access: 'admin',
      area,
      makes: true,
      params: VersionParams,
      response: ChannelSchema,
      async handle({ actor, params: { id, version }, made }) {
        return presentChannel(await channels.restorePolicy(actor, id, { version, made }), publicUrl);
      },
    }),
  ];
}

function presentChannel(channel: ChannelRecord, publicUrl: string): z.infer<typeof ChannelSchema> {
  return {
    id: channel._id,
    kind: channel.kind,
    name: channel.name,
    enabled: channel.enabled,
    settings: shownSettings(channel),
    policy: channel.policy,
    policyVersion: channel.policyVersion,
    operatingHours: channel.operatingHours,
    health: { ...channel.health, since: channel.health.since.toISOString() },
    embed: embedOf(channel, publicUrl),
    createdAt: channel.createdAt.toISOString(),
    updatedAt: channel.updatedAt.toISOString(),
  };
}

function embedOf({ kind, _id }: ChannelRecord, publicUrl: string): string | null {
  return kind === 'form' ? `<script src="${publicUrl}/forms/${_id}/embed.js" async></script>` : null;
}

function presentVersion({
  version,
  policy,
  author,
  at,
}: PolicyVersionRecord): z.infer<typeof PolicyVersionSchema> {
  return { version, policy, author, at: at.toISOString() };
}
