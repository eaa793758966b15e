import type { Connection } from 'mongoose';
import type { z } from 'zod';
import { ticketTypeOf } from '../../routing/ticket-type.ts';
import type { TicketType } from '../../routing/types.ts';
import { channelModel } from '../channels/channel-model.ts';
import { findContactIds } from '../contacts/search-contacts.ts';
import type { Actor } from '../http/route.ts';
import { userModel } from '../users/user-model.ts';
import { wordFilter } from './search-words.ts';
import { SUSPECTED } from './ticket-model.ts';
import type { TicketFilters, View } from './ticket-schemas.ts';
import { urgencyOf } from './urgency.ts';

/** The MongoDB filter of the tickets that a view and filters name, without `unread`, which is a matter of its reader. */
export async function ticketFilter(
  db: Connection,
  query: z.infer<typeof TicketFilters>,
  actor: Actor,
): Promise<object> {
  const filters = [
    await viewFilter(db, query.view, actor),
    whoFilter('owner', query.owner, actor),
    whoFilter('team', query.team, actor),
    query.type && (await typeFilter(db, query.type)),
    query.status && { status: query.status },
    query.channel && { channel: query.channel },
    query.contact && { contact: query.contact },
    query.tag && { tags: query.tag },
    query.priority && { urgency: urgencyOf(query.priority) },
    query.snoozed && { snoozedUntil: query.snoozed === 'true' ? { $gt: new Date(0) } : null },
    query.q && (await searchFilter(db, query.q)),
  ].filter((f) => typeof f === 'object');
  return { $and: filters };
}

async function viewFilter(db: Connection, view: View | undefined, actor: Actor): Promise<object> {
  const open = { open: true, suspicion: null };
  switch (view) {
    case undefined:
      // Naming both lets the index of the views give the order.
      return { open: { $in: [true, false] }, suspicion: null };
    case 'unassigned':
      return { ...open, owner: null };
    case 'mine-open':
      return { ...open, owner: actor.id };
    case 'my-teams-unassigned':
      return { ...open, owner: null, team: { $in: await teamsOf(db, actor) } };
    case 'my-teams-open':
      return { ...open, owner: { $ne: null }, team: { $in: await teamsOf(db, actor) } };
    case 'all-open':
      return open;
    case 'closed':
      return { open: false, suspicion: null };
    case 'agent-handled':
      return { ...open, 'routing.reason': 'customer-agent' };
    case 'suspected':
      // The bound brings their own index into use where nothing is put in order, as for a count.
      return { ...SUSPECTED, lastMessageAt: { $gt: new Date(0) } };
  }
}

async function teamsOf(db: Connection, actor: Actor): Promise<string[]> {
  if (actor.kind !== 'user') return [];
  const user = await userModel(db).findById(actor.id, { teams: 1 }).lean();
  return user?.teams ?? [];
}

function whoFilter(field: 'owner' | 'team', id: string | undefined, actor: Actor): object | undefined {
  if (id === undefined) return undefined;
  if (id === 'none') return { [field]: null };
  return { [field]: id === 'me' && field === 'owner' ? actor.id : id };
}

/** Every ticket of these types came by a channel, whose index then helps; by hand only mail is made. */
async function typeFilter(db: Connection, type: TicketType): Promise<object> {
  if (type === 'email') return { type };
  const channels = await channelModel(db).find().select('kind').lean();
  return { type, channel: { $in: channels.filter((c) => ticketTypeOf(c.kind) === type).map((c) => c._id) } };
}

/** By number, by words of its subject and messages, or by the contact's name or address. `#7` means the number alone. */
async function searchFilter(db: Connection, q: string): Promise<object> {
  const number = /^#?(\d{1,15})$/.exec(q)?.[1];
  if (number !== undefined && q.startsWith('#')) return { number: Number(number) };
  const words = wordFilter(q);
  return {
    $or: [
      ...(number === undefined ? [] : [{ number: Number(number) }]),
      ...(words === null ? [] : [words]),
      { contact: { $in: await findContactIds(db, q) } },
    ],
  };
}
