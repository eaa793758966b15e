import type { InboundMessage } from '../../adapters/adapter.ts';
import type { ContactBook } from '../contacts/contact-book.ts';
import type { ContactRecord } from '../contacts/contact-model.ts';
import { storedMessage } from '../messages/stored-message.ts';
import type { Batch } from '../router/batch.ts';
import type { LiveChannel } from '../router/live-state.ts';
import { customerWrote } from '../tickets/customer-wrote.ts';
import { newTicket, snippetOf } from '../tickets/new-ticket.ts';
import { NOBODY_WAITS, type TicketRecord } from '../tickets/ticket-model.ts';
import { acknowledge } from './acknowledge.ts';
import type { StoredEntry, ThreadBook } from './threading.ts';

/** For how long after its closing a customer's message reopens a ticket. */
const REOPEN_WINDOW = 30 * 24 * 3600 * 1000;

/** So long after the provider got it a message counts as late. */
const LATE_AFTER = 10 * 60 * 1000;

/** What turning journal entries into tickets needs to know. */
export interface IngestContext {
  contacts: ContactBook;
  threads: ThreadBook;
  channel(id: string): LiveChannel | undefined;
  /** Whether tickets of this owner, who is on leave, go to others now that the customer writes. */
  givesUp(owner: string): boolean;
}

/** Adds one stored message to the batch: joins its conversation or makes a ticket. A repeat changes nothing. */
export function ingest(entry: StoredEntry, batch: Batch, context: IngestContext): void {
  const repeat = context.threads.repeatOf(entry);
  if (repeat) {
    const ticket = context.threads.tickets.get(repeat.ticket);
    if (ticket) batch.belongings.push({ entry: entry._id, ticket, repeated: true });
    return;
  }
  const { message } = entry;
  if (message.bounce) noteBounce(message, batch, context);
  const contact = context.contacts.resolve(message.from);
  const joined = ticketOf(message, contact, context);
  const ticket = joined
    ? join(joined, message, contact, batch, context, entry)
    : open(null, entry, contact, batch, context);
  addMessage(entry, ticket, contact, batch, context);
  batch.belongings.push({ entry: entry._id, ticket, repeated: false });
}

/** A bounce belongs to the ticket of the message that bounced, whoever reports it. */
function ticketOf(
  message: InboundMessage,
  contact: ContactRecord | null,
  { threads }: IngestContext,
): TicketRecord | null {
  const bounced = threads.bouncedBy(message);
  const byBounce = bounced && threads.tickets.get(bounced.ticket);
  return byBounce ?? threads.ticketFor(message, contact);
}

function noteBounce(message: InboundMessage, batch: Batch, { threads }: IngestContext): void {
  const { bounce } = message;
  const bounced = threads.bouncedBy(message);
  if (bounce?.action === 'failed' && bounced?.direction === 'out') {
    batch.bounced.push({ message: bounced._id, reason: bounce.reason });
  }
}

/** A message on a ticket that is there: reopens a closed one, or continues one that closed too long ago. */
function join(
  ticket: TicketRecord,
  message: InboundMessage,
  contact: ContactRecord | null,
  batch: Batch,
  context: IngestContext,
  entry: StoredEntry,
): TicketRecord {
  const closedAt = ticket.closedAt?.getTime() ?? null;
  const reopens =
    message.automatic === null || (message.automatic === 'bounce' && message.bounce?.action === 'failed');
  if (!ticket.open && reopens && closedAt !== null && batch.at.getTime() - closedAt > REOPEN_WINDOW) {
    return open(ticket, entry, contact, batch, context);
  }
  batch.change(ticket, {
    lastMessageAt: batch.at,
    updatedAt: batch.at,
    ...(message.automatic === null ? customerWrote(ticket, message.text, batch.at) : {}),
  });
  const isGivenUp = message.automatic === null && ticket.owner !== null && context.givesUp(ticket.owner);
  if (!ticket.open && reopens) reopen(ticket, ticket.owner, batch, context);
  else if (ticket.open && isGivenUp && ticket.channel !== null) reopen(ticket, null, batch, context);
  else if (ticket.status === 'pending' && message.automatic === null)
    batch.change(ticket, { status: 'open' });
  return ticket;
}

/** `keepOwner` keeps it if eligible, else it is routed again; that is for the router to decide. */
function reopen(ticket: TicketRecord, keepOwner: string | null, batch: Batch, context: IngestContext): void {
  batch.change(ticket, {
    status: 'open',
    open: true,
    closedAt: null,
    routing: {
      ...ticket.routing,
      state: 'pending',
      reason: 'reopened',
      waitingSince: batch.at,
      step: -1,
      excluded: [],
      keepOwner,
    },
  });
  batch.toRoute.set(ticket._id, toRoutingTicket(ticket, ticket.snippet, contactOf(ticket, context)));
}

function open(
  continues: TicketRecord | null,
  entry: StoredEntry,
  contact: ContactRecord | null,
  batch: Batch,
  context: IngestContext,
): TicketRecord {
  const { message } = entry;
  const channel = context.channel(entry.channel);
  const ticket = newTicket({
    number: entry.number ?? 0,
    channel: channel ? { _id: channel.id, kind: channel.kind } : null,
    contact: contact?._id ?? null,
    subject: message.subject?.trim() || snippetOf(message.text).slice(0, 80) || '(no subject)',
    text: message.text,
    fields: message.fields,
    suspicion: message.suspicion,
    continues: continues?._id ?? null,
    at: batch.at,
  });
  batch.insert(ticket);
  if (entry.number === null) batch.unnumbered.push(ticket);
  context.threads.addTicket(ticket);
  const hold = message.suspicion !== null ? 'suspected' : message.automatic !== null ? 'machine-mail' : null;
  if (hold) {
    ticket.routing = { ...ticket.routing, state: 'settled', reason: hold };
    if (hold === 'machine-mail') ticket.waitsFrom = NOBODY_WAITS;
    return ticket;
  }
  batch.toRoute.set(ticket._id, toRoutingTicket(ticket, message.text, contact));
  if (channel && contact) {
    batch.afterNumbering.push(() => {
      if (acknowledge({ ticket, message, contact, channel, batch })) context.contacts.touch(contact);
    });
  }
  return ticket;
}

function addMessage(
  entry: StoredEntry,
  ticket: TicketRecord,
  contact: ContactRecord | null,
  batch: Batch,
  context: IngestContext,
): void {
  const { message } = entry;
  const record = storedMessage({
    ticket: ticket._id,
    channel: entry.channel,
    direction: 'in',
    author: { kind: 'contact', id: contact?._id ?? null, name: message.from.name ?? message.from.email },
    text: message.text,
    html: message.html,
    attachments: message.attachments,
    at: new Date(message.at),
    storedAt: batch.at,
    from: message.from.email ?? message.from.phone,
    cc: message.cc.map((a) => a.email),
    subject: message.subject,
    externalId: entry.externalId,
    copyId: message.copyId,
    messageId: message.messageId,
    inReplyTo: message.thread?.references[0] ?? null,
    references: message.thread?.references ?? [],
    automatic: message.automatic,
    raw: message.raw,
    late: entry.at.getTime() - (message.receivedAt ?? entry.at.getTime()) > LATE_AFTER,
  });
  batch.messages.push(record);
  context.threads.know(record);
}

function contactOf(ticket: TicketRecord, { contacts }: IngestContext): ContactRecord | null {
  return (ticket.contact && contacts.get(ticket.contact)) || null;
}

/** What routing looks at. The text is the message's that made or reopened it. */
export function toRoutingTicket(
  ticket: TicketRecord,
  text: string,
  contact: Pick<ContactRecord, 'owner' | 'tracked'> | null,
) {
  return {
    id: ticket._id,
    type: ticket.type,
    priority: ticket.priority,
    waitingSince: ticket.routing.waitingSince.getTime(),
    subject: ticket.subject,
    text,
    fields: ticket.fields,
    contact: { owner: contact?.owner ?? null, tracked: contact?.tracked ?? false },
    excluded: ticket.routing.excluded,
  };
}
