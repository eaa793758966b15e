import type { Connection } from 'mongoose';
import type { z } from 'zod';
import { contactModel } from '../contacts/contact-model.ts';
import type { Actor } from '../http/route.ts';
import { type Attention, waitsLong, withFailedDelivery } from './attention.ts';
import { presentTicket } from './present-ticket.ts';
import { isUnread, readsOf } from './reads.ts';
import type { TicketRecord } from './ticket-model.ts';
import type { TicketItemSchema } from './ticket-schemas.ts';

/** Tickets as a list shows them to its reader: a row needs no second request. */
export async function presentItems(
  db: Connection,
  tickets: readonly TicketRecord[],
  { actor, now }: { actor: Pick<Actor, 'kind' | 'id'>; now: number },
): Promise<z.infer<typeof TicketItemSchema>[]> {
  const [names, reads, failed] = await Promise.all([
    contactNames(db, tickets),
    readsOf(db, tickets, actor),
    withFailedDelivery(db, tickets),
  ]);
  return tickets.map((ticket) => {
    const attention: Attention[] = [];
    if (waitsLong(ticket, now)) attention.push('waiting-long');
    if (failed.has(ticket._id)) attention.push('failed-delivery');
    const contactName = (ticket.contact !== null && names.get(ticket.contact)) || null;
    return { ...presentTicket(ticket), contactName, unread: isUnread(ticket, reads), attention };
  });
}

/** What the contacts are called; one without a name by an address or number. */
async function contactNames(
  db: Connection,
  tickets: readonly TicketRecord[],
): Promise<ReadonlyMap<string, string | undefined>> {
  const found = await contactModel(db)
    .find({ _id: { $in: tickets.flatMap((t) => t.contact ?? []) } })
    .select('name emails phones')
    .lean();
  return new Map(found.map((c) => [c._id, c.name ?? c.emails[0] ?? c.phones[0]]));
}
