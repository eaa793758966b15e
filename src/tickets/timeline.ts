import type { Connection } from 'mongoose';
import { z } from 'zod';
import { roundModel } from '../decisions/round-model.ts';
import { decodeCursor, type Page, page } from '../http/list.ts';
import { ticketEventModel } from './event-model.ts';
import { originsOf } from './merge-ticket.ts';
import { presentEvent } from './present-event.ts';
import type { TicketRecord } from './ticket-model.ts';
import type { TicketEventSchema } from './ticket-schemas.ts';

type Entry = z.infer<typeof TicketEventSchema>;

const Position = z.tuple([z.int().min(0).max(8.64e15), z.string()]);

/** One page of what happened to a ticket and to those merged into it, by people and by the router, oldest first. */
export async function readTimeline(
  db: Connection,
  { _id }: Pick<TicketRecord, '_id'>,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<Entry>> {
  const [at, id] = decodeCursor(cursor, Position) ?? [0, ''];
  const tickets = [_id, ...(await originsOf(db, _id))];
  const since = new Date(at);
  const [events, decisions] = await Promise.all([
    eventsOf(db, tickets, { since, id, limit }),
    decisionsOf(db, tickets, { since, id, limit }),
  ]);
  const all = [...events, ...decisions].sort((a, b) => compare(a.at, b.at) || compare(a.id, b.id));
  return page(all, limit, (entry) => [new Date(entry.at).getTime(), entry.id]);
}

interface Span {
  since: Date;
  id: string;
  limit: number;
}

async function eventsOf(db: Connection, tickets: string[], { since, id, limit }: Span): Promise<Entry[]> {
  const events = await ticketEventModel(db)
    .find({ ticket: { $in: tickets }, $or: [{ at: { $gt: since } }, { at: since, _id: { $gt: id } }] })
    .sort({ at: 1, _id: 1 })
    .limit(limit + 1)
    .lean();
  return events.map(presentEvent);
}

async function decisionsOf(db: Connection, tickets: string[], { since, id, limit }: Span): Promise<Entry[]> {
  const rounds = await roundModel(db)
    .find({ 'picks.ticket': { $in: tickets }, at: { $gte: since } })
    .sort({ at: 1, _id: 1 })
    // At the instant of the cursor there may be some that came before it.
    .limit(limit + 1 + tickets.length)
    .select({ at: 1, picks: 1 })
    .lean();
  return rounds.flatMap((round) =>
    round.picks
      .filter((pick) => tickets.includes(pick.ticket))
      .map((pick) => presentPick(round._id, round.at, pick))
      .filter((entry) => entry.at > since.toISOString() || entry.id > id),
  );
}

function presentPick(
  round: string,
  at: Date,
  pick: { ticket: string; outcome: string; reason: string; owner: string | null; team: string | null },
): Entry {
  const { ticket, outcome, reason, owner, team } = pick;
  return {
    id: `${round}.${ticket}`,
    ticket,
    kind: 'decision',
    actor: { kind: 'system', id: '', name: 'Deskroute' },
    changes: [],
    decision: { outcome, reason, owner, team },
    at: at.toISOString(),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
