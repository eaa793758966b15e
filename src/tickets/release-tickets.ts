import type { Connection } from 'mongoose';
import type { Actor } from '../http/route.ts';
import { changeTicket } from './change-ticket.ts';
import { type TicketRecord, type TicketRouting, ticketModel } from './ticket-model.ts';

/** Whoever a ticket's timeline names for what Deskroute does by itself. */
export const SYSTEM: Actor = { kind: 'key', id: '', name: 'Deskroute', role: 'admin', scopes: [] };

/** Takes a user's open tickets from them; each is routed again by its channel's policy, with the age it has. */
export async function releaseTickets(db: Connection, user: string, at: Date): Promise<void> {
  const tickets = await ticketModel(db).find({ owner: user, open: true }).select('_id').lean();
  for (const { _id } of tickets) await releaseTicket(db, _id, { from: user, reason: 'owner-left', at });
}

/** Takes an open ticket from its owner, if it is still theirs, and has it routed again. */
export async function releaseTicket(
  db: Connection,
  id: string,
  of: { from: string; reason: 'owner-left' | 'unanswered'; at: Date },
): Promise<void> {
  await changeTicket(db, id, { actor: SYSTEM, at: of.at, kind: 'owner' }, async (ticket) => {
    if (ticket.owner !== of.from || !ticket.open) return null;
    return { owner: null, assignedAt: null, routing: released(ticket, of) };
  });
}

/** Who did not answer is not asked again in this round; who left may come back. */
function released({ channel, routing }: TicketRecord, of: { from: string; reason: string }): TicketRouting {
  const excluded = of.reason === 'unanswered' ? [...routing.excluded, of.from] : routing.excluded;
  const state = channel === null ? 'settled' : 'pending';
  return { ...routing, state, reason: of.reason, step: -1, keepOwner: null, answerBy: null, excluded };
}
