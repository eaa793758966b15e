import type { z } from 'zod';
import { subjectKeyOf } from '../inbound/threading.ts';
import type { TicketRecord } from './ticket-model.ts';
import type { TicketChange } from './ticket-schemas.ts';

/** What an edit by hand sets. Closing takes a waiting ticket from the router; reopening one without owner gives it back. */
export function editTicket(
  ticket: TicketRecord,
  change: z.infer<typeof TicketChange>,
  at: Date,
): Partial<TicketRecord> | null {
  const set: Partial<TicketRecord> = {};
  if (change.subject !== undefined)
    Object.assign(set, { subject: change.subject, subjectKey: subjectKeyOf(change.subject) });
  if (change.priority !== undefined) set.priority = change.priority;
  if (change.tags !== undefined) set.tags = change.tags;
  if (change.status !== undefined && change.status !== ticket.status) {
    Object.assign(set, statusChange(ticket, change.status, at));
  }
  return Object.keys(set).length > 0 ? set : null;
}

function statusChange(ticket: TicketRecord, status: TicketRecord['status'], at: Date): Partial<TicketRecord> {
  const open = status !== 'closed';
  if (open === ticket.open) return { status };
  if (!open) {
    return {
      status,
      open,
      closedAt: at,
      routing: { ...ticket.routing, state: 'settled', retryOn: [], retryAt: null },
    };
  }
  const isRouted = ticket.owner === null && ticket.team === null && ticket.channel !== null;
  const routing = isRouted
    ? {
        ...ticket.routing,
        state: 'pending' as const,
        reason: 'reopened',
        waitingSince: at,
        step: -1,
        excluded: [],
      }
    : ticket.routing;
  return { status, open, closedAt: null, routing };
}
