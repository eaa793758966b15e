import { DateTime } from 'luxon';
import type { InboundMessage } from '../../adapters/adapter.ts';
import { isOpen, nextChange } from '../../routing/calendar.ts';
import type { ContactRecord } from '../contacts/contact-model.ts';
import { outgoing } from '../messages/outgoing.ts';
import type { Batch } from '../router/batch.ts';
import type { LiveChannel } from '../router/live-state.ts';
import type { TicketRecord } from '../tickets/ticket-model.ts';

/** One acknowledgement per contact in this time: an autoresponder that nobody recognised gets one answer, not a loop. */
const QUIET = 60 * 60 * 1000;

/** Adds the channel's automatic acknowledgement of a new ticket to the batch, where it asks for one and it can do no harm. */
export function acknowledge(of: {
  ticket: TicketRecord;
  message: InboundMessage;
  contact: ContactRecord | null;
  channel: LiveChannel;
  batch: Batch;
}): boolean {
  const { ticket, message, contact, channel, batch } = of;
  if (message.automatic !== null || message.refusesAutomaticAnswers) return false;
  if (!channel.acknowledge || !contact || !message.from.email) return false;
  if (contact.acknowledgedAt && batch.at.getTime() - contact.acknowledgedAt.getTime() < QUIET) return false;
  contact.acknowledgedAt = batch.at;
  const { record, item } = outgoing({
    ticket,
    channel: channel.id,
    domain: channel.mailDomain,
    author: { kind: 'system', id: null, name: channel.name },
    text: acknowledgementText(ticket.number, channel, batch.at.getTime()),
    to: [message.from.email],
    inReplyTo: message.messageId,
    references: message.messageId ? [message.messageId] : [],
    automatic: 'acknowledgement',
    at: batch.at,
  });
  batch.messages.push(record);
  batch.outbox.push(item);
  return true;
}

/** The acknowledgement in words; `{number}` and `{opening}` in the channel's own text are filled in. */
function acknowledgementText(number: number, channel: LiveChannel, at: number): string {
  const opening = nextOpening(channel, at);
  if (channel.acknowledgeText) {
    return channel.acknowledgeText
      .replaceAll('{number}', String(number))
      .replaceAll('{opening}', opening ?? '');
  }
  const received = `Thank you for your message. We have received it as ticket ${number} and will answer here.`;
  return opening ? `${received}\n\nWe are closed at the moment and will be back on ${opening}.` : received;
}

/** When a closed channel opens next, in its own zone; null while it is open or never opens. */
function nextOpening({ operatingHours }: LiveChannel, at: number): string | null {
  if (operatingHours === null || isOpen(operatingHours, at)) return null;
  const opening = nextChange(operatingHours, at);
  return opening === null
    ? null
    : DateTime.fromMillis(opening, { zone: operatingHours.timeZone }).toFormat(
        "cccc, d LLLL 'at' HH:mm ZZZZ",
      );
}
