import { earliest } from './instants.ts';
import type { Counts, Panel } from './panel.ts';
import { nextStepAt } from './steps.ts';
import type {
  Decision,
  DecisionReason,
  PassedOver,
  Policy,
  RetryEvent,
  RoutingState,
  RoutingTicket,
} from './types.ts';

const CHANGED_BY_PEOPLE_ONLY: readonly PassedOver[] = ['deactivated', 'no-seat', 'excluded'];
const ABSENT: readonly PassedOver[] = ['away', 'unreachable'];

/** Why none of the candidates can have the ticket: the cause that they share, as far as they share one. */
export function whyNobody(counts: Counts): DecisionReason {
  const left = new Set([...counts].flatMap(([passedOver, count]) => (count > 0 ? [passedOver] : [])));
  const without = (...causes: readonly PassedOver[]) => {
    for (const cause of causes) left.delete(cause);
    return left.size === 0;
  };
  if (left.size === 0) return 'no-candidates';
  if (without(...CHANGED_BY_PEOPLE_ONLY)) return 'none-eligible';
  if (without('missing-skill')) return 'no-skill';
  if (without(...ABSENT)) return 'none-available';
  return without('at-capacity') ? 'all-at-capacity' : 'none-eligible';
}

/** The retry of a ticket that only waits for the policy's next step; null when no step is left. */
export function stepRetry(policy: Policy, ticket: RoutingTicket, state: RoutingState): Decision['retry'] {
  const at = nextStepAt(policy, ticket.waitingSince, state.at);
  return at === null ? null : { on: ['step-due'], at };
}

/** What a queued ticket waits for: any change that can make a candidate eligible, or the next step. */
export function queueRetry(
  panel: Pick<Panel, 'counts' | 'hope'>,
  policy: Policy,
  ticket: RoutingTicket,
  state: RoutingState,
): NonNullable<Decision['retry']> {
  const step = stepRetry(policy, ticket, state);
  return {
    on: [...new Set([...eventsFor(panel.counts), ...(step?.on ?? [])])].sort(),
    at: earliest(panel.hope(), step?.at ?? null),
  };
}

/** Whether something that happens by itself, or to a user, can make a candidate eligible. */
export function canPass(counts: Counts): boolean {
  return eventsFor(counts).length > 0;
}

function eventsFor(counts: Counts): RetryEvent[] {
  return [...counts].flatMap(([passedOver, count]) => (count > 0 ? (eventFor(passedOver) ?? []) : []));
}

function eventFor(passedOver: PassedOver | 'eligible'): RetryEvent | null {
  switch (passedOver) {
    case 'away':
    case 'unreachable':
    case 'shift-end':
      return 'user-available';
    case 'at-capacity':
    case 'ramp':
      return 'capacity-freed';
    case 'missing-skill':
      return 'skill-added';
    default:
      return null;
  }
}
