import { z } from 'zod';
import { ticketTypeOf } from '../../routing/ticket-type.ts';
import { TICKET_TYPES } from '../../routing/types.ts';
import { listOf, listQuery } from '../http/list.ts';
import { type Route, route } from '../http/route.ts';
import type { ChannelRecord } from './channel-model.ts';
import { ChannelSchema } from './channel-schemas.ts';
import type { Channels } from './channels.ts';

const { id, kind, name, enabled, health } = ChannelSchema.shape;

/** A channel as everyone may know it: nothing of how it is set up. */
const ChannelNameSchema = z
  .strictObject({ id, kind, name, enabled, health, type: z.enum(TICKET_TYPES) })
  .meta({ id: 'ChannelName' });

/** A channel without its set-up, for agents. */
export function presentChannelName(
  channel: Pick<ChannelRecord, '_id' | 'kind' | 'name' | 'enabled' | 'health'>,
): z.infer<typeof ChannelNameSchema> {
  return {
    id: channel._id,
    kind: channel.kind,
    name: channel.name,
    enabled: channel.enabled,
    health: { ...channel.health, since: channel.health.since.toISOString() },
    type: ticketTypeOf(channel.kind),
  };
}

/** The route by which agents learn which channels there are. It must stand before `/channels/:id`. */
export function listChannelNames(channels: Pick<Channels, 'list'>): Route {
  return route({
    method: 'get',
    path: '/channels/names',
    summary: 'Lists channels by name with their health, without their set-up',
    access: 'agent',
    area: 'channels',
    query: listQuery,
    response: listOf(ChannelNameSchema),
    async handle({ query }) {
      const { items, next } = await channels.list(query);
      return { items: items.map(presentChannelName), next };
    },
  });
}
