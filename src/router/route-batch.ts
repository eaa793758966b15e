import { dueStep, type Ruling, rule, ruleToKeep, type Verdict } from '../../routing/decide.ts';
import type { Demand } from '../../routing/eligibility.ts';
import type { KeptView } from '../../routing/kept-orders.ts';
import { DEFAULT_POLICY } from '../../routing/policy-schema.ts';
import { stageOf } from '../../routing/steps.ts';
import type { DecisionReason, Policy, RoutingTicket } from '../../routing/types.ts';
import type { TicketRecord } from '../tickets/ticket-model.ts';
import type { Batch } from './batch.ts';
import type { LiveState } from './live-state.ts';
import { adminAlert, ownerAwayNotice } from './notices.ts';
import { RoundBook } from './rounds.ts';

const MINUTE = 60 * 1000;

/** One automatic assignment that a batch makes. */
export interface Assignment {
  user: string;
  /** What was asked of the user, to be held against the stored user once more. */
  demand: Demand;
}

/** What deciding a batch adds to what it writes. */
export interface RoutedBatch {
  rounds: RoundBook;
  assignments: Assignment[];
  /** Round-robin positions that move. */
  positions: Map<string, string>;
  /** Channels whose policies were used, with the version used. */
  policies: Map<string, number>;
  /** Users who lost a ticket in this batch. */
  released: Set<string>;
  /** Whether somebody considered still has room: tickets behind may have better luck. */
  hopeful: boolean;
}

/**
 * Decides every ticket of the batch in turn. Each decision counts in memory at once, so the next one sees it;
 * `undo` takes all of that back when the batch could not be written.
 */
export function routeBatch(
  batch: Batch,
  state: LiveState,
  source: { epoch: number; random(): number },
): RoutedBatch & { undo(): void } {
  const routed: RoutedBatch = {
    rounds: new RoundBook(source.epoch, state.chains),
    assignments: [],
    positions: new Map(),
    policies: new Map(),
    released: new Set(),
    hopeful: false,
  };
  const undo: (() => void)[] = [() => routed.rounds.undo()];
  const at = batch.at.getTime();
  for (const ticket of batch.toRoute.values()) {
    const draft = batch.drafts.get(ticket.id);
    if (!draft) throw new Error('A ticket is to be routed that is not in its batch.');
    const { record } = draft;
    const channel = record.channel === null ? undefined : state.channels.get(record.channel);
    const policy = channel?.policy ?? DEFAULT_POLICY;
    const ruling = decideOne(ticket, record, policy, state, { at, random: source.random });
    const decision = ruling.verdict;
    const worthStoring = decision.outcome === 'assigned' || decision.reason !== record.routing.reason;
    if (ruling.hasRoom) routed.hopeful = true;
    if (channel) routed.policies.set(channel.id, channel.policyVersion);
    const order = apply(decision, record, policy, { batch, state, routed, undo });
    if (worthStoring) {
      const policyVersion = channel?.policyVersion ?? 0;
      routed.rounds.add(ruling, order, { channel: channel?.id ?? null, policy, policyVersion });
    }
    if (channel) adminAlert({ decision, ticket: record, policy, channel, batch, state });
    if (channel)
      ownerAwayNotice({
        decision,
        ticket: record,
        text: ticket.text,
        contactOwner: ticket.contact.owner,
        channel,
        batch,
        state,
      });
  }
  return {
    ...routed,
    undo() {
      for (const step of undo.toReversed()) step();
    },
  };
}

function decideOne(
  ticket: RoutingTicket,
  record: TicketRecord,
  policy: Policy,
  live: LiveState,
  now: { at: number; random(): number },
): Ruling<KeptView> {
  const state = live.routingState(now.at, now.random);
  const open = { ticket, policy, state, panels: live.orders };
  const { keepOwner: owner } = record.routing;
  const kept = owner === null ? null : ruleToKeep({ ...open, stage: stageOf(policy, '', null) }, owner);
  const step = dueStep(policy, ticket.waitingSince, now.at);
  return kept ?? rule({ ...open, stage: stageOf(policy, record.channel ?? 'none', step) });
}

function apply(
  decision: Verdict,
  record: TicketRecord,
  policy: Policy,
  to: { batch: Batch; state: LiveState; routed: RoutedBatch; undo: (() => void)[] },
): number | null {
  const { batch, state, routed } = to;
  const before = { owner: record.owner };
  const counted = state.loads.entryOf(record._id);
  const kept = decision.owner !== null && decision.owner === before.owner;
  batch.change(record, {
    owner: decision.owner,
    team: decision.team ?? record.team,
    assignedAt: kept ? record.assignedAt : decision.owner === null ? null : batch.at,
    updatedAt: batch.at,
    routing: {
      ...record.routing,
      state: isTriedAgain(decision, policy) ? 'waiting' : 'settled',
      reason: decision.reason,
      retryOn: decision.retry?.on ?? [],
      retryAt: decision.retry?.at == null ? null : new Date(decision.retry.at),
      step: decision.step ?? -1,
      keepOwner: null,
      answerBy: answerBy(decision, record, policy, kept),
    },
  });
  to.undo.push(() => state.loads.set(record._id, counted));
  state.setLoad(record._id, record.open ? record : null);
  if (before.owner !== null && !kept) routed.released.add(before.owner);
  if (decision.roundRobin) {
    const { key, user, after } = decision.roundRobin;
    state.movePosition(key, user);
    to.undo.push(() => state.movePosition(key, after));
    routed.positions.set(key, user);
  }
  return decision.owner === null || kept
    ? null
    : noteAssignment(decision, decision.owner, { record, policy, ...to });
}

function noteAssignment(
  decision: Verdict,
  user: string,
  to: {
    record: TicketRecord;
    policy: Policy;
    batch: Batch;
    state: LiveState;
    routed: RoutedBatch;
    undo: (() => void)[];
  },
): number {
  const order = to.state.nextOrder(decision.at);
  to.undo.push(to.state.noteAssigned(user, decision.type, order, decision.at));
  to.routed.assignments.push({
    user,
    demand: {
      type: decision.type,
      requiredSkills: decision.requiredSkills,
      onlyAvailable: to.policy.onlyAvailable,
      excluded: to.record.routing.excluded,
    },
  });
  return order;
}

/** Causes that nobody's coming back or closing a ticket can mend. */
const FINAL = new Set<DecisionReason>([
  'policy-nobody',
  'policy-team',
  'contact-has-no-owner',
  'contact-not-tracked',
  'owner-away',
  'owner-not-eligible',
]);

/**
 * Whether the router tries it again by itself. Under `queue` that is also so while nobody in the policy could ever
 * serve: an admin may add somebody, and then it must move.
 */
function isTriedAgain({ owner, outcome, reason, retry }: Verdict, policy: Policy): boolean {
  if (owner !== null || outcome === 'team') return retry?.on.includes('step-due') === true && owner === null;
  const queues = policy.whenNoneAvailable === 'queue' && !FINAL.has(reason);
  return outcome === 'queued' || queues || retry?.on.includes('step-due') === true;
}

/** By when the new owner is to answer; one who keeps a ticket keeps the instant. */
function answerBy(
  { owner, at }: Verdict,
  { routing }: TicketRecord,
  policy: Policy,
  kept: boolean,
): Date | null {
  if (owner === null || policy.unansweredMinutes === null) return null;
  return kept ? routing.answerBy : new Date(at + policy.unansweredMinutes * MINUTE);
}
