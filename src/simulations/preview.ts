import type { Connection } from 'mongoose';
import type { z } from 'zod';
import { decide } from '../../routing/decide.ts';
import { MINUTE_MS } from '../../routing/instants.ts';
import { policyUsers } from '../../routing/policy.ts';
import { ticketTypeOf } from '../../routing/ticket-type.ts';
import type { Decision, Policy, RoutingState, RoutingTicket } from '../../routing/types.ts';
import type { ChannelRecord } from '../channels/channel-model.ts';
import { contactModel } from '../contacts/contact-model.ts';
import { BadInput } from '../http/errors.ts';
import { countLoads } from './count-loads.ts';
import { readMemory } from './memory.ts';
import type { PresentState } from './present-state.ts';
import type { PreviewQuestion } from './simulation-schemas.ts';

/** What a decision about a ticket that does not exist goes by. */
export interface PreviewParts {
  db: Connection;
  channel: ChannelRecord;
  policy: Policy;
  state: PresentState;
  now: number;
  random(): number;
}

/** Who would get such a ticket, decided as the router does but stored nowhere. Throws BadInput for an unknown contact. */
export async function previewDecision(
  parts: PreviewParts,
  question: z.infer<typeof PreviewQuestion>,
): Promise<Decision> {
  const { channel, policy, state } = parts;
  const at = question.at === undefined ? parts.now : instantOf(question.at, parts.now);
  const ticket = await ticketOf(parts, question, at);
  const users = usersFor(ticket, policy, state);
  const routing: RoutingState = {
    at,
    people: state.people,
    rules: state.rules,
    loads: await countLoads(parts.db, users, at),
    memory: await readMemory(parts.db, { key: channel._id, at }),
    random: parts.random,
  };
  return decide(ticket, policy, channel._id, routing);
}

/** Whose loads and last assignments the decision can ask for. */
function usersFor({ contact }: RoutingTicket, policy: Policy, { people }: PresentState): string[] {
  const owner = policy.assign.to === 'contactOwner' ? contact.owner : null;
  return owner === null ? policyUsers(policy.assign, people) : [owner];
}

/** What has closed since is not known, so no instant that is past can be asked for; clocks differ a little. */
function instantOf(given: string, now: number): number {
  const at = Date.parse(given);
  if (at >= now - MINUTE_MS) return at;
  const message = 'Choose now or a later instant. For what is past there are simulations.';
  throw new BadInput([{ path: 'at', message }]);
}

async function ticketOf(
  { db, channel }: PreviewParts,
  { subject, text, fields, priority, contact }: z.infer<typeof PreviewQuestion>,
  at: number,
): Promise<RoutingTicket> {
  return {
    id: 'preview',
    type: ticketTypeOf(channel.kind),
    priority,
    waitingSince: at,
    subject,
    text,
    fields,
    contact: contact === undefined ? { owner: null, tracked: false } : await readContact(db, contact),
    excluded: [],
  };
}

async function readContact(db: Connection, id: string): Promise<RoutingTicket['contact']> {
  const found = await contactModel(db).findById(id).select('owner tracked').lean();
  if (!found) throw new BadInput([{ path: 'contact', message: 'There is no such contact.' }]);
  return { owner: found.owner, tracked: found.tracked };
}
