import type { Connection } from 'mongoose';
import { channelModel } from '../channels/channel-model.ts';
import { type MessageRecord, messageModel } from '../messages/message-model.ts';
import { type TicketEventRecord, ticketEventModel } from '../tickets/event-model.ts';
import { type TicketRecord, ticketModel } from '../tickets/ticket-model.ts';
import { type Cause, teamsOfPolicy } from './audience.ts';
import type { Hint } from './hints.ts';

/** What happened longer ago is no news: after a long standstill nobody is flooded. */
const NEWS_MS = 3 * 24 * 3600 * 1000;

/** Why a ticket has no owner where that is as it should be: nobody is waited for. */
const MEANT = ['machine-mail', 'suspected', 'customer-agent'];

type Ticket = Pick<
  TicketRecord,
  | '_id'
  | 'number'
  | 'subject'
  | 'owner'
  | 'team'
  | 'channel'
  | 'open'
  | 'suspicion'
  | 'assignedAt'
  | 'routing'
> &
  Pick<TicketRecord, 'updatedAt'>;
type Message = Pick<MessageRecord, '_id' | 'ticket' | 'direction' | 'author' | 'automatic' | 'storedAt'> &
  Partial<Pick<MessageRecord, 'mentions'>>;

/** The stored things that hints are about. */
interface Book {
  tickets: Map<string, Ticket>;
  messages: Map<string, Message>;
  /** The latest of each ticket that tells of its owner. */
  events: Map<string, TicketEventRecord>;
  channels: Map<string, { id: string; name: string; teams: string[] }>;
}

/** What the hints come to, in their order: by the database as it is now, so that nobody hears what is over already. */
export async function causesOf(db: Connection, hints: readonly Hint[], now: number): Promise<Cause[]> {
  const book = await readBook(db, hints);
  const causes = hints.flatMap((hint) => {
    if (hint.what === 'message') return causesOfMessage(book.messages.get(hint.id), book);
    const ticket = book.tickets.get(hint.id);
    if (!ticket) return [];
    return (hint.what === 'assigned' ? assigned(ticket, book) : unassigned(ticket, book)) ?? [];
  });
  return causes.filter(({ at }) => now - at.getTime() < NEWS_MS);
}

function assigned(ticket: Ticket, book: Book): Cause | null {
  const { owner, assignedAt, open } = ticket;
  if (owner === null || assignedAt === null || !open) return null;
  const { reason } = ticket.routing;
  // Whoever answers a ticket without owner takes it by that.
  const actor =
    reason === 'reply' ? { kind: 'user', id: owner, name: '' } : actorAt(ticket, assignedAt, book);
  const key = `assigned:${ticket._id}:${assignedAt.getTime()}`;
  return { ...about(ticket, book), kind: 'assigned', key, to: [owner], actor, at: assignedAt };
}

function unassigned(ticket: Ticket, book: Book): Cause | null {
  const { routing } = ticket;
  if (ticket.owner !== null || !ticket.open || ticket.suspicion !== null) return null;
  if (routing.state === 'pending' || MEANT.includes(routing.reason)) return null;
  const key = `unassigned:${ticket._id}:${routing.waitingSince.getTime()}`;
  const actor = actorAt(ticket, routing.waitingSince, book);
  return { ...about(ticket, book), kind: 'unassigned', key, to: null, actor, at: ticket.updatedAt };
}

function causesOfMessage(message: Message | undefined, book: Book): Cause[] {
  const ticket = message && book.tickets.get(message.ticket);
  if (!message || !ticket) return [];
  const { kind, id, name } = message.author;
  const common = {
    ...about(ticket, book),
    message: message._id,
    actor: { kind, id: id ?? '', name: name ?? '' },
    at: message.storedAt,
  };
  const mentioned = message.mentions ?? [];
  if (mentioned.length > 0)
    return [{ ...common, kind: 'mention', key: `mention:${message._id}`, to: mentioned }];
  if (message.direction !== 'in' || message.automatic !== null || !isNews(message, ticket)) return [];
  return [{ ...common, kind: 'message', key: `message:${message._id}`, to: [ticket.owner ?? ''] }];
}

/** Being given the ticket says it already of the message that came with it. */
function isNews({ storedAt }: Message, { open, owner, assignedAt }: Ticket): boolean {
  return open && owner !== null && assignedAt !== null && assignedAt < storedAt;
}

/** Who changed the owner at that instant; null = the router. */
function actorAt(ticket: Ticket, at: Date, { events }: Book): Cause['actor'] {
  const event = events.get(ticket._id);
  return event?.at.getTime() === at.getTime() ? event.actor : null;
}

/** What is told of a ticket whatever happened. */
export function about(ticket: Ticket, { channels }: Pick<Book, 'channels'>) {
  const channel = ticket.channel === null ? undefined : channels.get(ticket.channel);
  return {
    ticket: { id: ticket._id, number: ticket.number, subject: ticket.subject },
    channel: channel ? { id: channel.id, name: channel.name } : null,
    teams: ticket.team === null ? (channel?.teams ?? []) : [ticket.team],
    message: null,
  };
}

async function readBook(db: Connection, hints: readonly Hint[]): Promise<Book> {
  const idsOf = (isWanted: (what: Hint['what']) => boolean) =>
    hints.filter(({ what }) => isWanted(what)).map(({ id }) => id);
  const messages = await messageModel(db)
    .find({ _id: { $in: idsOf((what) => what === 'message') } })
    .select('ticket direction author automatic storedAt mentions')
    .lean<Message[]>();
  const tickets = await ticketModel(db)
    .find({ _id: { $in: [...idsOf((what) => what !== 'message'), ...messages.map((m) => m.ticket)] } })
    .select('number subject owner team channel open suspicion assignedAt routing updatedAt')
    .lean<Ticket[]>();
  return {
    tickets: new Map(tickets.map((ticket) => [ticket._id, ticket])),
    messages: new Map(messages.map((message) => [message._id, message])),
    events: await readEvents(db, tickets),
    channels: await readChannels(db),
  };
}

async function readEvents(
  db: Connection,
  tickets: readonly Ticket[],
): Promise<Map<string, TicketEventRecord>> {
  const byHand = tickets.filter(({ owner, routing }) => owner === null || routing.reason === 'by-hand');
  if (byHand.length === 0) return new Map();
  const events = await ticketEventModel(db)
    .find({ ticket: { $in: byHand.map((ticket) => ticket._id) }, kind: { $in: ['owner', 'created'] } })
    .sort({ at: 1, _id: 1 })
    .lean();
  return new Map(events.map((event) => [event.ticket, event]));
}

/** All channels by id, with the teams that their tickets are for. */
export async function readChannels(db: Connection): Promise<Book['channels']> {
  const channels = await channelModel(db).find({ deletedAt: null }).select('name policy').lean();
  return new Map(
    channels.map(({ _id, name, policy }) => [_id, { id: _id, name, teams: teamsOfPolicy(policy) }]),
  );
}
