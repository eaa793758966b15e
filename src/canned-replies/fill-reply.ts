import type { Connection } from 'mongoose';
import type { z } from 'zod';
import { contactModel } from '../contacts/contact-model.ts';
import type { Actor } from '../http/route.ts';
import { presentFile } from '../messages/present-message.ts';
import { readWorkspace } from '../settings/settings.ts';
import type { TicketRecord } from '../tickets/ticket-model.ts';
import type { CannedReplyRecord } from './canned-reply-model.ts';
import type { FilledReplySchema } from './canned-reply-schemas.ts';
import { fillHtml, fillText, type PlaceholderValues } from './placeholders.ts';

/** A canned reply as it would be sent by somebody on a ticket. */
export async function fillReply(
  db: Connection,
  reply: CannedReplyRecord,
  on: { ticket: TicketRecord; actor: Actor },
): Promise<z.infer<typeof FilledReplySchema>> {
  const values = await valuesFor(db, on);
  return {
    text: fillText(reply.text, values),
    html: reply.html && fillHtml(reply.html, values),
    attachments: reply.attachments.map(presentFile),
  };
}

async function valuesFor(
  db: Connection,
  { ticket, actor }: { ticket: TicketRecord; actor: Actor },
): Promise<PlaceholderValues> {
  const [contact, workspace] = await Promise.all([
    ticket.contact === null ? null : contactModel(db).findById(ticket.contact).lean(),
    readWorkspace(db),
  ]);
  return {
    'contact.name': contact?.name ?? '',
    'contact.firstName': firstOf(contact?.name ?? ''),
    'contact.email': contact?.emails[0] ?? '',
    'ticket.number': String(ticket.number),
    'ticket.subject': ticket.subject,
    'agent.name': actor.name,
    'agent.firstName': firstOf(actor.name),
    'workspace.name': workspace.name,
  };
}

function firstOf(name: string): string {
  return name.trim().split(/\s+/)[0] ?? '';
}
