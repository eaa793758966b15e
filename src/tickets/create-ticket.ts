import type { ClientSession, Connection } from 'mongoose';
import type { z } from 'zod';
import { type ChannelRecord, channelModel } from '../channels/channel-model.ts';
import type { ContactRecord } from '../contacts/contact-model.ts';
import { againWhenTaken, resolveContact } from '../contacts/resolve-contact.ts';
import { BadInput } from '../http/errors.ts';
import type { Actor } from '../http/route.ts';
import { type MessageRecord, messageModel } from '../messages/message-model.ts';
import { storedMessage } from '../messages/stored-message.ts';
import { inTransaction } from '../store/connection.ts';
import { takeNumbers } from '../store/counters.ts';
import { ticketEventModel } from './event-model.ts';
import { newTicket } from './new-ticket.ts';
import { type TicketRecord, ticketModel } from './ticket-model.ts';
import type { NewTicket } from './ticket-schemas.ts';

type Route = Pick<ChannelRecord, '_id' | 'kind'>;

/**
 * Makes a ticket by hand, of type `email`, with the id `made`; one that has it already was made by an attempt that died.
 * With a route, its channel's policy finds the owner. Throws BadInput.
 */
export async function createTicket(
  db: Connection,
  input: z.infer<typeof NewTicket>,
  by: { actor: Actor; at: Date; made: string },
): Promise<TicketRecord> {
  const earlier = await ticketModel(db).findById(by.made).lean();
  if (earlier) return earlier;
  const route = input.route === undefined ? null : await findRoute(db, input.route);
  const number = await takeNumbers(db, 'tickets', 1);
  const write = async (session: ClientSession): Promise<TicketRecord> => {
    const contact = input.contact ? await resolveContact(db, input.contact, by.at, session) : null;
    const ticket = draftTicket(input, { number, route, contact, at: by.at, made: by.made });
    await ticketModel(db).create([ticket], { session });
    if (input.text !== '') await messageModel(db).create([firstMessage(ticket, contact, input)], { session });
    const actor = { kind: by.actor.kind, id: by.actor.id, name: by.actor.name };
    const event = { ticket: ticket._id, kind: 'created' as const, actor, changes: [], at: by.at };
    await ticketEventModel(db).create([event], { session });
    return ticket;
  };
  return againWhenTaken(() => inTransaction(db, write));
}

function draftTicket(
  input: z.infer<typeof NewTicket>,
  of: { number: number; route: Route | null; contact: ContactRecord | null; at: Date; made: string },
): TicketRecord {
  const { number, route, contact, at } = of;
  const ticket = newTicket({ ...input, number, channel: null, contact: contact?._id ?? null, at });
  if (route) Object.assign(ticket, { channel: route._id, channelKind: route.kind });
  else ticket.routing = { ...ticket.routing, state: 'settled', reason: 'made-by-hand' };
  return { ...ticket, _id: of.made, tags: input.tags };
}

function firstMessage(
  ticket: TicketRecord,
  contact: ContactRecord | null,
  { text, contact: given }: z.infer<typeof NewTicket>,
): MessageRecord {
  const known = contact?.emails[0] ?? contact?.phones[0] ?? null;
  return storedMessage({
    ticket: ticket._id,
    direction: 'in',
    author: { kind: 'contact', id: contact?._id ?? null, name: contact?.name ?? null },
    text,
    from: given?.email?.toLowerCase() ?? given?.phone ?? known,
    at: ticket.createdAt,
  });
}

async function findRoute(db: Connection, id: string): Promise<Route> {
  const channel = await channelModel(db).findOne({ _id: id, deletedAt: null }).select('kind').lean();
  if (!channel) throw new BadInput([{ path: 'route', message: 'There is no such channel.' }]);
  return channel;
}
