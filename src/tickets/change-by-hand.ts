import type { Connection } from 'mongoose';
import type { z } from 'zod';
import type { Actor } from '../http/route.ts';
import { knownTags } from '../tags/known-tags.ts';
import { changeTicket } from './change-ticket.ts';
import { editTicket, hasOwnerLeft } from './edit-ticket.ts';
import type { TicketRecord } from './ticket-model.ts';
import type { TicketChange } from './ticket-schemas.ts';

/** Carries out what somebody changes on a ticket. Throws NotFound, BadInput, and Conflict for a merged one. */
export async function changeByHand(
  db: Connection,
  id: string,
  given: z.infer<typeof TicketChange>,
  by: { actor: Actor; at: Date },
): Promise<TicketRecord> {
  const change = given.tags ? { ...given, tags: await knownTags(db, given.tags, by.at) } : given;
  return changeTicket(db, id, { ...by, kind: 'changed' }, async (ticket, session) => {
    const ownerLeft = await hasOwnerLeft(db, ticket, change, session);
    return editTicket(ticket, change, { at: by.at, ownerLeft });
  });
}
