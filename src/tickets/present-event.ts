import type { z } from 'zod';
import type { TicketEventRecord } from './event-model.ts';
import type { TicketEventSchema } from './ticket-schemas.ts';

/** An entry of a ticket's timeline as the API shows it. */
export function presentEvent(event: TicketEventRecord): z.infer<typeof TicketEventSchema> {
  const { _id, ticket, kind, actor, changes, at } = event;
  return { id: _id, ticket, kind, actor, changes, decision: null, at: at.toISOString() };
}
