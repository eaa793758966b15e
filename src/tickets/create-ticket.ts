import type { Connection } from 'mongoose';
import type { z } from 'zod';
import { channelModel } from '../channels/channel-model.ts';
import { resolveContact } from '../contacts/resolve-contact.ts';
import { BadInput } from '../http/errors.ts';
import type { Actor } from '../http/route.ts';
import { messageModel } from '../messages/message-model.ts';
import { storedMessage } from '../messages/stored-message.ts';
import { inTransaction } from '../store/connection.ts';
import { takeNumbers } from '../store/counters.ts';
import { ticketEventModel } from './event-model.ts';
import { newTicket } from './new-ticket.ts';
import { type TicketRecord, ticketModel } from './ticket-model.ts';
import type { NewTicket } from './ticket-schemas.ts';

/** Makes a ticket by hand, of type `email`. With a route, its channel's policy finds the owner. Throws BadInput. */
export async function createTicket(
  db: Connection,
  input: z.infer<typeof NewTicket>,
  by: { actor: Actor; at: Date },
): Promise<TicketRecord> {
  const route = input.route === undefined ? null : await findRoute(db, input.route);
  const number = await takeNumbers(db, 'tickets', 1);
  return inTransaction(db, async (session) => {
    const contact = input.contact ? await resolveContact(db, input.contact, by.at, session) : null;
    const ticket = newTicket({ ...input, number, channel: null, contact: contact?._id ?? null, at: by.at });
    if (route) Object.assign(ticket, { channel: route._id, channelKind: route.kind });
    else ticket.routing = { ...ticket.routing, state: 'settled', reason: 'made-by-hand' };
    ticket.tags = input.tags;
    await ticketModel(db).create([ticket], { session });
    const author = { kind: 'contact', id: contact?._id ?? null, name: contact?.name ?? null } as const;
    const from = contact?.emails[0] ?? contact?.phones[0] ?? null;
    const message = storedMessage({
      ticket: ticket._id,
      direction: 'in',
      author,
      text: input.text,
      from,
      at: by.at,
    });
    if (input.text !== '') await messageModel(db).create([message], { session });
    const actor = { kind: by.actor.kind, id: by.actor.id, name: by.actor.name };
    const event = { ticket: ticket._id, kind: 'created' as const, actor, changes: [], at: by.at };
    await ticketEventModel(db).create([event], { session });
    return ticket;
  });
}

async function findRoute(db: Connection, id: string) {
  const channel = await channelModel(db).findOne({ _id: id, deletedAt: null }).select('kind').lean();
  if (!channel) throw new BadInput([{ path: 'route', message: 'There is no such channel.' }]);
  return channel;
}
