import type { Verdict } from '../../routing/decide.ts';
import type { Policy } from '../../routing/types.ts';
import { outboxItem } from '../messages/outgoing.ts';
import type { Notice } from '../outbox/outbox-model.ts';
import { newId } from '../store/ids.ts';
import type { TicketRecord } from '../tickets/ticket-model.ts';
import type { Batch } from './batch.ts';
import type { LiveChannel, LiveState } from './live-state.ts';

/** On a form channel whose tickets go to the contact's owner: when that owner is away, the submission is emailed to them. */
export function ownerAwayNotice(of: {
  decision: Verdict;
  ticket: TicketRecord;
  text: string;
  contactOwner: string | null;
  channel: LiveChannel;
  batch: Batch;
  state: LiveState;
}): void {
  const { decision, ticket, channel, state } = of;
  if (channel.kind !== 'form' || decision.reason !== 'owner-away' || of.contactOwner === null) return;
  const to = state.emails.get(of.contactOwner);
  if (!to) return;
  const values = Object.entries(ticket.fields).map(([name, value]) => `${name}: ${value}`);
  const text = [
    `Ticket ${ticket.number} came by ${channel.name} while you are away. It has no owner for now.`,
    values.length > 0 ? values.join('\n') : of.text,
  ].join('\n\n');
  send({ to, subject: `New submission from your contact: ${ticket.subject}`, text }, of);
}

/** When a ticket's wait has reached the step that says so: the admins are told by email, once for that step. */
export function adminAlert(of: {
  decision: Verdict;
  /** As the batch leaves it. */
  ticket: TicketRecord;
  policy: Policy;
  channel: LiveChannel;
  batch: Batch;
  state: LiveState;
}): void {
  const { decision, ticket, policy, channel, batch, state } = of;
  const before = batch.drafts.get(ticket._id)?.before.step ?? -1;
  const reached = policy.steps.slice(before + 1, (decision.step ?? -1) + 1);
  if (decision.owner !== null || !reached.some((step) => 'alertAdmins' in step.do)) return;
  const minutes = Math.floor((batch.at.getTime() - ticket.routing.waitingSince.getTime()) / 60_000);
  const text = [
    `Ticket ${ticket.number} has had no owner for ${minutes} minutes. It came by ${channel.name}.`,
    'Give it to somebody, or see in its decisions why nobody got it.',
  ].join('\n\n');
  for (const admin of state.admins) {
    const to = state.emails.get(admin);
    if (to) send({ to, subject: `Ticket ${ticket.number} is waiting for an owner`, text }, of);
  }
}

function send(
  notice: Notice,
  to: { ticket: TicketRecord; channel: LiveChannel; batch: Batch; state: LiveState },
): void {
  const through = to.state.mailChannelFor(to.channel);
  if (!through) return;
  to.batch.outbox.push(
    outboxItem({ _id: newId(), channel: through.id, ticket: to.ticket._id, at: to.batch.at, notice }),
  );
}
