import { offersAssign } from '../../../../routing/policy.ts';
import type { Assign, ChannelKind, FallbackAssign, Policy } from '../../../../routing/types.ts';

/** What a new policy begins with. */
export const EMPTY_POLICY: Policy = {
  assign: { to: 'nobody' },
  distribution: 'load-balanced',
  onlyAvailable: true,
  whenNoneAvailable: 'leave',
  skills: { required: [], rules: [], fallback: 'unassigned' },
  steps: [],
  unansweredMinutes: null,
};

const WAYS: readonly Assign['to'][] = ['nobody', 'specific', 'team', 'contactOwner'];

/** The ways of assigning that a channel can have; an AI agent only where one is set already: none can be made here. */
export function offeredWays(kind: ChannelKind, current: Assign['to']): Assign['to'][] {
  const ways = current === 'customerAgent' ? [...WAYS, current] : WAYS;
  return ways.filter((to) => offersAssign(kind, to));
}

/** Another way of assigning, with what was chosen before where it still fits. */
export function withWay(assign: Assign, to: Assign['to']): Assign {
  if (to === assign.to) return assign;
  const teams = assign.to === 'team' && assign.team !== '' ? [assign.team] : [];
  switch (to) {
    case 'specific':
      return { to, users: [], teams };
    case 'team':
      return { to, team: assign.to === 'specific' ? (assign.teams[0] ?? '') : '' };
    case 'customerAgent':
      return { to, agent: '', fallback: { to: 'nobody' } };
    default:
      return { to };
  }
}

/** Those among whom a policy distributes: none where it names nobody. */
export function chosenOwners(assign: Assign): Extract<FallbackAssign, { to: 'specific' }> | null {
  if (assign.to === 'customerAgent') return chosenOwners(assign.fallback);
  return assign.to === 'specific' ? assign : null;
}
