import type { Connection } from 'mongoose';
import { DAY_MS } from '../../routing/instants.ts';
import { LOAD_AGE_MS } from '../../routing/loads.ts';
import type { BackgroundTicket } from '../../routing/simulate.ts';
import { TICKET_TYPES } from '../../routing/types.ts';
import { BadInput } from '../http/errors.ts';
import { type TicketRecord, ticketModel } from '../tickets/ticket-model.ts';
import { leavingRoom } from './in-slices.ts';
import type { Period } from './period-tickets.ts';

/** So many further tickets of the users are weighed at most. */
const MOST_OTHERS = 100_000;
const FETCHED_AT_ONCE = 1000;

type Weighing = Pick<TicketRecord, '_id' | 'owner' | 'type' | 'assignedAt' | 'closedAt'>;

/**
 * The users' tickets that are not replayed but weighed on them in the period: other channels', and earlier ones. Each
 * counts for its last owner. Throws BadInput when they are too many.
 */
export async function readBackground(
  db: Connection,
  of: { users: readonly string[]; period: Period; replayed: ReadonlySet<string> },
): Promise<BackgroundTicket[]> {
  const others: BackgroundTicket[] = [];
  let read = 0;
  for await (const ticket of leavingRoom(weighingOn(db, of.users, of.period))) {
    read += 1;
    if (!of.replayed.has(ticket._id)) others.push(...backgroundOf(ticket));
  }
  if (read <= MOST_OTHERS) return others;
  const days = LOAD_AGE_MS / DAY_MS;
  const message = `In the period and the ${days} days before it these users have too many tickets. Begin later.`;
  throw new BadInput([{ path: 'from', message }]);
}

function weighingOn(db: Connection, users: readonly string[], { from, to }: Period) {
  return ticketModel(db)
    .find({
      owner: { $in: users },
      open: { $in: [true, false] },
      type: { $in: TICKET_TYPES },
      assignedAt: { $gt: new Date(from.getTime() - LOAD_AGE_MS), $lt: to },
      $or: [{ closedAt: null }, { closedAt: { $gt: from } }],
    })
    .select('owner type assignedAt closedAt')
    .limit(MOST_OTHERS + 1)
    .lean<Weighing[]>()
    .cursor({ batchSize: FETCHED_AT_ONCE });
}

function backgroundOf({ _id, owner, type, assignedAt, closedAt }: Weighing): BackgroundTicket[] {
  if (owner === null || assignedAt === null) return [];
  return [{ id: _id, owner, type, assignedAt: assignedAt.getTime(), closedAt: closedAt?.getTime() ?? null }];
}
