import type { Decision } from '../../routing/types.ts';
import { outboxItem } from '../messages/outgoing.ts';
import { newId } from '../store/ids.ts';
import type { TicketRecord } from '../tickets/ticket-model.ts';
import type { Batch } from './batch.ts';
import type { LiveChannel, LiveState } from './live-state.ts';

/** On a form channel whose tickets go to the contact's owner: when that owner is away, the submission is emailed to them. */
export function ownerAwayNotice(of: {
  decision: Decision;
  ticket: TicketRecord;
  text: string;
  contactOwner: string | null;
  channel: LiveChannel;
  batch: Batch;
  state: LiveState;
}): void {
  const { decision, ticket, channel, batch, state } = of;
  if (channel.kind !== 'form' || decision.reason !== 'owner-away' || of.contactOwner === null) return;
  const to = state.emails.get(of.contactOwner);
  const through = state.mailChannelFor(channel);
  if (!to || !through) return;
  const values = Object.entries(ticket.fields).map(([name, value]) => `${name}: ${value}`);
  batch.outbox.push(
    outboxItem({
      _id: newId(),
      channel: through.id,
      ticket: ticket._id,
      at: batch.at,
      notice: {
        to,
        subject: `New submission from your contact: ${ticket.subject}`,
        text: [
          `Ticket ${ticket.number} came by ${channel.name} while you are away. It has no owner for now.`,
          values.length > 0 ? values.join('\n') : of.text,
        ].join('\n\n'),
      },
    }),
  );
}
