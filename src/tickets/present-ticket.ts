import type { z } from 'zod';
import { NOBODY_WAITS, type TicketRecord } from './ticket-model.ts';
import type { TicketSchema } from './ticket-schemas.ts';

/** A ticket as the API shows it. */
export function presentTicket(ticket: TicketRecord): z.infer<typeof TicketSchema> {
  const { routing } = ticket;
  const isTried = routing.retryOn.length > 0 || routing.retryAt !== null;
  return {
    id: ticket._id,
    number: ticket.number,
    type: ticket.type,
    channel: ticket.channel,
    channelKind: ticket.channelKind,
    contact: ticket.contact,
    subject: ticket.subject,
    status: ticket.status,
    priority: ticket.priority,
    owner: ticket.owner,
    team: ticket.team,
    assignedAt: iso(ticket.assignedAt),
    tags: ticket.tags,
    fields: ticket.fields,
    snippet: ticket.snippet,
    suspicion: ticket.suspicion,
    continues: ticket.continues,
    unansweredSince: ticket.waitsFrom < NOBODY_WAITS && ticket.open ? iso(ticket.waitsFrom) : null,
    snoozedUntil: iso(ticket.snoozedUntil),
    wokeUp: ticket.wokeUp ? { ...ticket.wokeUp, at: ticket.wokeUp.at.toISOString() } : null,
    mergedInto: ticket.merged ? { id: ticket.merged.into, number: ticket.merged.number } : null,
    routing: {
      state: routing.state,
      reason: routing.reason,
      waitingSince: ticket.owner === null && ticket.open ? iso(routing.waitingSince) : null,
      retry: isTried && ticket.owner === null ? { on: routing.retryOn, at: iso(routing.retryAt) } : null,
    },
    createdAt: ticket.createdAt.toISOString(),
    updatedAt: ticket.updatedAt.toISOString(),
    closedAt: iso(ticket.closedAt),
    lastMessageAt: ticket.lastMessageAt.toISOString(),
    lastReplyAt: iso(ticket.lastReplyAt),
  };
}

function iso(date: Date | null): string | null {
  return date?.toISOString() ?? null;
}
