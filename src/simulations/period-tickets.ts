import type { Connection } from 'mongoose';
import { BadInput } from '../http/errors.ts';
import { type TicketRecord, ticketModel } from '../tickets/ticket-model.ts';
import { leavingRoom } from './in-slices.ts';

/** A simulation looks at so many tickets of the channel at most. */
export const MOST_TICKETS = 20_000;

/** Small enough that turning one batch into objects holds nothing up. */
const FETCHED_AT_ONCE = 500;

const FIELDS = [
  'number',
  'type',
  'priority',
  'subject',
  'fields',
  'contact',
  'owner',
  'team',
  'assignedAt',
  'routing.state',
  'routing.reason',
  'createdAt',
  'closedAt',
] as const;

/** What a simulation reads of a ticket. */
export type PeriodTicket = Pick<
  TicketRecord,
  | '_id'
  | 'number'
  | 'type'
  | 'priority'
  | 'subject'
  | 'fields'
  | 'contact'
  | 'owner'
  | 'team'
  | 'assignedAt'
  | 'createdAt'
  | 'closedAt'
> & { routing: Pick<TicketRecord['routing'], 'state' | 'reason'> };

/** A stretch of time: `from` belongs to it, `to` no longer does. */
export interface Period {
  from: Date;
  to: Date;
}

/** The tickets that came by a channel within the period, the oldest first; throws BadInput when they are too many. */
export async function readPeriodTickets(
  db: Connection,
  channel: string,
  { from, to }: Period,
): Promise<PeriodTicket[]> {
  const tickets: PeriodTicket[] = [];
  const found = ticketModel(db)
    // No message is older than its ticket: the index on activity leaves out what ended before the period.
    .find({ channel, lastMessageAt: { $gte: from }, createdAt: { $gte: from, $lt: to }, suspicion: null })
    .select(FIELDS.join(' '))
    .limit(MOST_TICKETS + 1)
    .lean<PeriodTicket[]>()
    .cursor({ batchSize: FETCHED_AT_ONCE });
  for await (const ticket of leavingRoom(found)) tickets.push(ticket);
  if (tickets.length > MOST_TICKETS) {
    const message = `The period has more than ${MOST_TICKETS} tickets of this channel. Begin later.`;
    throw new BadInput([{ path: 'from', message }]);
  }
  return tickets.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || a.number - b.number);
}
