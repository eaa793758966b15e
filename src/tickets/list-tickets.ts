import type { Connection } from 'mongoose';
import { z } from 'zod';
import { findContactIds } from '../contacts/search-contacts.ts';
import { decodeCursor, type Page, page } from '../http/list.ts';
import type { Actor } from '../http/route.ts';
import { userModel } from '../users/user-model.ts';
import { wordFilter } from './search-words.ts';
import { SUSPECTED, type TicketRecord, ticketModel } from './ticket-model.ts';
import type { TicketQuery, View } from './ticket-schemas.ts';

/** An instant in the range of dates, and an id. */
const Position = z.tuple([z.int().min(0).max(8.64e15), z.string()]);

/** One page of the tickets that a view and filters name, the latest activity first. */
export async function listTickets(
  db: Connection,
  query: z.infer<typeof TicketQuery>,
  actor: Actor,
): Promise<Page<TicketRecord>> {
  const filters = [
    await viewFilter(db, query.view, actor),
    ownerFilter(query.owner, actor),
    query.type && { type: query.type },
    query.channel && { channel: query.channel },
    query.contact && { contact: query.contact },
    query.q && (await searchFilter(db, query.q)),
    after(decodeCursor(query.cursor, Position)),
  ].filter((f) => typeof f === 'object');
  const found = await ticketModel(db)
    .find(filters.length > 0 ? { $and: filters } : {})
    .sort({ lastMessageAt: -1, _id: -1 })
    .limit(query.limit + 1)
    .lean();
  return page(found, query.limit, (t) => [t.lastMessageAt.getTime(), t._id]);
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
      return SUSPECTED;
  }
}

async function teamsOf(db: Connection, actor: Actor): Promise<string[]> {
  if (actor.kind !== 'user') return [];
  const user = await userModel(db).findById(actor.id, { teams: 1 }).lean();
  return user?.teams ?? [];
}

function ownerFilter(owner: string | undefined, actor: Actor): object | undefined {
  if (owner === undefined) return undefined;
  if (owner === 'none') return { owner: null };
  return { owner: owner === 'me' ? actor.id : owner };
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

function after(position: z.infer<typeof Position> | undefined): object | undefined {
  if (!position) return undefined;
  const [at, id] = position;
  return {
    $or: [{ lastMessageAt: { $lt: new Date(at) } }, { lastMessageAt: new Date(at), _id: { $lt: id } }],
  };
}
