import type { Connection } from 'mongoose';
import type { Actor } from '../http/route.ts';
import { changeTicket } from './change-ticket.ts';
import { ticketModel } from './ticket-model.ts';

const SYSTEM: Actor = { kind: 'key', id: '', name: 'Deskroute', role: 'admin', scopes: [] };

/** Takes a user's open tickets from them; each is routed again by its channel's policy, with the age it has. */
export async function releaseTickets(db: Connection, user: string, at: Date): Promise<void> {
  const tickets = await ticketModel(db).find({ owner: user, open: true }).select('_id').lean();
  for (const { _id } of tickets) {
    await changeTicket(db, _id, { actor: SYSTEM, at, kind: 'owner' }, async (ticket) => {
      if (ticket.owner !== user || !ticket.open) return null;
      const isRouted = ticket.channel !== null;
      return {
        owner: null,
        assignedAt: null,
        routing: {
          ...ticket.routing,
          state: isRouted ? 'pending' : 'settled',
          reason: 'owner-left',
          waitingSince: ticket.createdAt,
          step: -1,
          keepOwner: null,
        },
      };
    });
  }
}
