import type { Connection } from 'mongoose';
import type { TicketType } from '../../routing/types.ts';
import { messageModel } from '../messages/message-model.ts';
import type { TicketRecord } from './ticket-model.ts';

/** Why a ticket in a list needs somebody's attention. */
export const ATTENTIONS = ['waiting-long', 'failed-delivery'] as const;
/** One of those reasons. */
export type Attention = (typeof ATTENTIONS)[number];

const MINUTE = 60_000;
/** How long a customer may wait for an answer before it shows, by type. */
const LONG: Record<TicketType, number> = {
  calling: 15 * MINUTE,
  messaging: 15 * MINUTE,
  email: 8 * 60 * MINUTE,
};

/** Whether the customer has waited for an answer for long. What is snoozed is put off on purpose. */
export function waitsLong(
  ticket: Pick<TicketRecord, 'open' | 'suspicion' | 'snoozedUntil' | 'type' | 'waitsFrom'>,
  now: number,
): boolean {
  const isCounted = ticket.open && ticket.suspicion === null && !ticket.snoozedUntil;
  return isCounted && now - ticket.waitsFrom.getTime() > LONG[ticket.type];
}

/** Those of the tickets whose latest answer did not get through. */
export async function withFailedDelivery(
  db: Connection,
  tickets: readonly Pick<TicketRecord, '_id' | 'lastReplyAt'>[],
): Promise<ReadonlySet<string>> {
  if (tickets.length === 0) return new Set();
  const failed = await messageModel(db)
    .find({ ticket: { $in: tickets.map((t) => t._id) }, 'delivery.state': 'failed' })
    .hint('failed')
    .select('ticket storedAt')
    .lean();
  const repliedAt = new Map(tickets.map((t) => [t._id, t.lastReplyAt ?? new Date(0)]));
  return new Set(failed.filter((m) => m.storedAt >= (repliedAt.get(m.ticket) ?? 0)).map((m) => m.ticket));
}
