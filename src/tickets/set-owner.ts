import type { ClientSession, Connection } from 'mongoose';
import { BadInput, Conflict, type FieldError } from '../http/errors.ts';
import type { Actor } from '../http/route.ts';
import { teamModel } from '../teams/team-model.ts';
import { userModel } from '../users/user-model.ts';
import { changeTicket, findTicket, refuseMerged } from './change-ticket.ts';
import { releaseTickets } from './release-tickets.ts';
import type { TicketRecord } from './ticket-model.ts';

/** A new owner by hand: a user, a team, both, or nobody. */
export interface OwnerChange {
  user?: string | null | undefined;
  team?: string | null | undefined;
  /** The owner last seen; the change is refused when it is another by now. */
  expected?: string | null | undefined;
}

/**
 * Gives a ticket to somebody by hand: anyone active, eligible or not. Of two who claim it with `expected`, one wins
 * and the other gets a Conflict. Throws BadInput for an unknown or deactivated user or an unknown team.
 */
export async function setOwner(
  db: Connection,
  id: string,
  change: OwnerChange,
  by: { actor: Actor; at: Date },
): Promise<TicketRecord> {
  const ticket = await changeTicket(db, id, { ...by, kind: 'owner' }, async (ticket, session) => {
    if (change.expected !== undefined && change.expected !== ticket.owner) {
      throw new Conflict('owner-changed', 'Somebody else changed the owner meanwhile.', [
        { path: 'expected', message: 'This is no longer the owner.' },
      ]);
    }
    refuseMerged(ticket);
    await refuseUnknown(db, change, session);
    return ownership(ticket, change, by.at);
  });
  return (await hasLeftMeanwhile(db, ticket)) ? giveBack(db, ticket, by.at) : ticket;
}

/** Somebody deactivated the new owner while the ticket was given: it was not among those then taken from them. */
async function hasLeftMeanwhile(db: Connection, { owner, open }: TicketRecord): Promise<boolean> {
  return open && owner !== null && (await userModel(db).exists({ _id: owner, active: true })) === null;
}

async function giveBack(db: Connection, { _id, owner }: TicketRecord, at: Date): Promise<TicketRecord> {
  if (owner !== null) await releaseTickets(db, owner, at);
  return findTicket(db, _id);
}

/** What a new owner sets; null when it is so already. A team alone leaves the ticket to its members. */
export function ownership(ticket: TicketRecord, change: OwnerChange, at: Date): Partial<TicketRecord> | null {
  const owner = change.user !== undefined ? change.user : change.team ? null : ticket.owner;
  const team = change.team !== undefined ? change.team : ticket.team;
  if (owner === ticket.owner && team === ticket.team) return null;
  const moved = owner !== ticket.owner;
  return {
    owner,
    team,
    // Whoever takes it has seen that it is no spam.
    ...(owner !== null || team !== null ? { suspicion: null } : {}),
    ...(moved ? { assignedAt: owner === null ? null : at } : {}),
    routing: {
      ...ticket.routing,
      state: 'settled',
      reason: 'by-hand',
      retryOn: [],
      retryAt: null,
      waitingSince: moved && owner === null ? at : ticket.routing.waitingSince,
      keepOwner: null,
      answerBy: null,
    },
  };
}

async function refuseUnknown(
  db: Connection,
  { user, team }: OwnerChange,
  session: ClientSession,
): Promise<void> {
  const errors: FieldError[] = [];
  if (user) {
    const found = await userModel(db).findById(user, { active: 1 }, { session }).lean();
    if (!found) errors.push({ path: 'user', message: 'There is no such user.' });
    else if (!found.active) errors.push({ path: 'user', message: 'This user is deactivated.' });
  }
  if (team && !(await teamModel(db).exists({ _id: team }).session(session))) {
    errors.push({ path: 'team', message: 'There is no such team.' });
  }
  if (errors.length > 0) throw new BadInput(errors);
}
