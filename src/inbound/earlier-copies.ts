import type { Connection } from 'mongoose';
import { messageModel } from '../messages/message-model.ts';
import { ticketModel } from '../tickets/ticket-model.ts';
import type { JournalRecord } from './journal-model.ts';

type Named = Pick<JournalRecord, 'channel' | 'externalId'>;

/**
 * The ticket numbers of those messages that are in a ticket already, by `copyKey`. Asked before anything goes to the
 * journal: what came by the router's door never stood there, and its repeat must get the same number.
 */
export async function findEarlierCopies(
  db: Connection,
  entries: readonly Named[],
): Promise<Map<string, number>> {
  const channels = [...new Set(entries.map((e) => e.channel))];
  const clauses = channels.map((channel) => ({
    channel,
    externalId: { $in: entries.filter((e) => e.channel === channel).map((e) => e.externalId) },
  }));
  const messages = await messageModel(db).find({ $or: clauses }).select('channel externalId ticket').lean();
  if (messages.length === 0) return new Map();
  const tickets = await ticketModel(db)
    .find({ _id: { $in: messages.map((m) => m.ticket) } })
    .select('number')
    .lean();
  const numbers = new Map(tickets.map((t) => [t._id, t.number]));
  return new Map(
    messages.flatMap(({ channel, externalId, ticket }) => {
      const number = numbers.get(ticket);
      const isNamed = channel !== null && externalId !== null && number !== undefined;
      return isNamed ? [[copyKey({ channel, externalId }), number] as const] : [];
    }),
  );
}

/** What tells one message from all others. */
export function copyKey({ channel, externalId }: Named): string {
  return `${channel}\n${externalId}`;
}
