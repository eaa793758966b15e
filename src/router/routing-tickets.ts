import type { Connection } from 'mongoose';
import type { RoutingTicket } from '../../routing/types.ts';
import { contactModel } from '../contacts/contact-model.ts';
import { toRoutingTicket } from '../inbound/ingest.ts';
import { messageModel } from '../messages/message-model.ts';
import type { TicketRecord } from '../tickets/ticket-model.ts';
import type { LiveState } from './live-state.ts';

/** Stored tickets with what routing looks at: their contacts, and their first text where a rule asks for it. */
export async function routingTickets(
  db: Connection,
  tickets: readonly TicketRecord[],
  state: LiveState,
): Promise<{ record: TicketRecord; routing: RoutingTicket }[]> {
  if (tickets.length === 0) return [];
  const contacts = await contactModel(db)
    .find({ _id: { $in: tickets.flatMap((t) => t.contact ?? []) } })
    .select('owner tracked')
    .lean();
  const byId = new Map(contacts.map((c) => [c._id, c]));
  const texts = await firstTexts(
    db,
    tickets.filter((t) => readsText(t, state)),
  );
  return tickets.map((record) => ({
    record,
    routing: toRoutingTicket(
      record,
      texts.get(record._id) ?? record.snippet,
      (record.contact && byId.get(record.contact)) || null,
    ),
  }));
}

function readsText({ channel }: TicketRecord, state: LiveState): boolean {
  const policy = channel === null ? undefined : state.channels.get(channel)?.policy;
  return policy?.skills.rules.some((rule) => rule.field === 'text') ?? false;
}

async function firstTexts(db: Connection, tickets: readonly TicketRecord[]): Promise<Map<string, string>> {
  if (tickets.length === 0) return new Map();
  const messages = await messageModel(db)
    .find({ ticket: { $in: tickets.map((t) => t._id) }, direction: 'in' })
    .sort({ storedAt: -1, _id: -1 })
    .select('ticket text')
    .lean();
  return new Map(messages.map((m) => [m.ticket, m.text]));
}
