import { hopeOf } from './eligibility.ts';
import { earliest } from './instants.ts';
import { nextStepAt } from './steps.ts';
import type {
  Candidate,
  Decision,
  DecisionReason,
  PassedOver,
  Policy,
  RetryEvent,
  RoutingState,
  RoutingTicket,
} from './types.ts';

const CHANGED_BY_PEOPLE_ONLY: ReadonlySet<PassedOver | null> = new Set([
  'deactivated',
  'no-seat',
  'excluded',
]);
const ABSENT: ReadonlySet<PassedOver | null> = new Set(['away', 'unreachable']);

/** Why none of the candidates can have the ticket: the cause that they share, as far as they share one. */
export function whyNobody(candidates: readonly Candidate[]): DecisionReason {
  if (candidates.length === 0) return 'no-candidates';
  const usable = candidates.filter(({ passedOver }) => !CHANGED_BY_PEOPLE_ONLY.has(passedOver));
  if (usable.length === 0) return 'none-eligible';
  const skilled = usable.filter(({ passedOver }) => passedOver !== 'missing-skill');
  if (skilled.length === 0) return 'no-skill';
  const present = skilled.filter(({ passedOver }) => !ABSENT.has(passedOver));
  if (present.length === 0) return 'none-available';
  return present.every(({ passedOver }) => passedOver === 'at-capacity')
    ? 'all-at-capacity'
    : 'none-eligible';
}

/** The retry of a ticket that only waits for the policy's next step; null when no step is left. */
export function stepRetry(policy: Policy, ticket: RoutingTicket, state: RoutingState): Decision['retry'] {
  const at = nextStepAt(policy, ticket.waitingSince, state.at);
  return at === null ? null : { on: ['step-due'], at };
}

/** What a queued ticket waits for: any change that can make a candidate eligible, or the next step. */
export function queueRetry(
  candidates: readonly Candidate[],
  policy: Policy,
  ticket: RoutingTicket,
  state: RoutingState,
): NonNullable<Decision['retry']> {
  const step = stepRetry(policy, ticket, state);
  const events = candidates.map(({ passedOver }) => eventFor(passedOver)).filter((event) => event !== null);
  const hopes = candidates.map((candidate) => hopeOf(candidate, ticket.type, state));
  return {
    on: [...new Set([...events, ...(step?.on ?? [])])].sort(),
    at: earliest(...hopes, step?.at ?? null),
  };
}

/** Whether something that happens by itself, or to a user, can make a candidate eligible. */
export function canPass(candidates: readonly Candidate[]): boolean {
  return candidates.some(({ passedOver }) => eventFor(passedOver) !== null);
}

function eventFor(passedOver: PassedOver | null): RetryEvent | null {
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
