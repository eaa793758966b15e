import type { ClientSession, Connection } from 'mongoose';
import type { Actor } from '../http/route.ts';
import { readId, readModel } from './read-model.ts';
import type { TicketRecord } from './ticket-model.ts';

/** Up to when somebody has seen each of some tickets; null for a program, which reads nothing. */
export type Reads = ReadonlyMap<string, Date> | null;

/** Reads what the caller has seen of the tickets. */
export async function readsOf(
  db: Connection,
  tickets: readonly Pick<TicketRecord, '_id'>[],
  actor: Pick<Actor, 'kind' | 'id'>,
): Promise<Reads> {
  if (actor.kind !== 'user') return null;
  const ids = tickets.map((ticket) => readId(actor.id, ticket._id));
  const found = await readModel(db)
    .find({ _id: { $in: ids } })
    .lean();
  return new Map(found.map(({ ticket, upTo }) => [ticket, upTo]));
}

/** Whether an open ticket has a message that its reader has not seen. */
export function isUnread(
  { _id, open, lastMessageAt }: Pick<TicketRecord, '_id' | 'open' | 'lastMessageAt'>,
  reads: Reads,
): boolean {
  return reads !== null && open && lastMessageAt > (reads.get(_id) ?? new Date(0));
}

/** Notes that a user has seen a ticket up to an instant; an earlier one than noted before changes nothing. */
export async function markSeen(
  db: Connection,
  of: { user: string; ticket: string; upTo: Date },
  session?: ClientSession,
): Promise<void> {
  const { user, ticket, upTo } = of;
  await readModel(db).updateOne(
    { _id: readId(user, ticket) },
    { $max: { upTo }, $setOnInsert: { user, ticket } },
    { upsert: true, ...(session ? { session } : {}) },
  );
}
