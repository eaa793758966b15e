import { chooseAtRandom, chooseLeastLoaded, chooseNextInTurn } from './distribution.ts';
import { candidateOf } from './eligibility.ts';
import { policyUsers } from './policy.ts';
import { skillsFor } from './skills.ts';
import { type Stage, stageOf } from './steps.ts';
import type { Candidate, Decision, DecisionReason, Policy, RoutingState, RoutingTicket } from './types.ts';
import { canPass, queueRetry, stepRetry, whyNobody } from './waiting.ts';

export { dueStep, nextStepAt } from './steps.ts';

/** One ticket with all that its decision looks at. */
interface Case {
  ticket: RoutingTicket;
  policy: Policy;
  stage: Stage;
  state: RoutingState;
}

/**
 * Who gets a ticket without an owner, or why nobody does. Live routing, simulation and "who would get it" all ask
 * this. `policyKey` names the policy's round-robin (the channel's id); `step` is the latest due step's index.
 */
export function decide(
  ticket: RoutingTicket,
  policy: Policy,
  policyKey: string,
  state: RoutingState,
  step: number | null = null,
): Decision {
  const stage = stageOf(policy, policyKey, step);
  const { assign } = stage;
  const open: Case = { ticket, policy, stage, state };
  switch (assign.to) {
    case 'nobody':
      return leave(open, 'policy-nobody');
    case 'team':
      return { ...leave(open, 'policy-team'), outcome: 'team', team: assign.team };
    case 'contactOwner':
      return decideContactOwner(open);
    case 'specific':
      return decideAmong(policyUsers(assign, state.people), open);
    case 'customerAgent':
      // There is no AI agent to answer, so the ticket is handed off at once.
      return assign.fallback.to === 'nobody'
        ? leave(open, 'policy-nobody')
        : decideAmong(policyUsers(assign, state.people), open);
  }
}

/** The decision that lets a reopened ticket's owner keep it; null when they are not eligible and it is to be decided. */
export function keepOwner(
  ticket: RoutingTicket,
  owner: string,
  policy: Policy,
  state: RoutingState,
): Decision | null {
  const open: Case = { ticket, policy, stage: stageOf(policy, '', null), state };
  const seen = consider([owner], open);
  return seen.candidates[0]?.eligible ? { ...start(open), ...seen, ...won(owner, 'kept-owner') } : null;
}

function decideContactOwner(open: Case): Decision {
  const { tracked, owner } = open.ticket.contact;
  if (!tracked) return leave(open, 'contact-not-tracked');
  if (owner === null) return leave(open, 'contact-has-no-owner');
  const seen = consider([owner], open);
  const candidate = seen.candidates[0];
  if (candidate?.eligible) return { ...start(open), ...seen, ...won(owner, 'contact-owner') };
  const reason = candidate?.passedOver === 'away' ? 'owner-away' : 'owner-not-eligible';
  return { ...leave(open, reason), ...seen };
}

function decideAmong(pool: readonly string[], open: Case): Decision {
  const seen = consider(pool, open);
  const eligible = seen.candidates.filter((candidate) => candidate.eligible);
  const choice = choose(eligible, open);
  return choice ? { ...start(open), ...seen, ...choice } : { ...wait(open, seen.candidates), ...seen };
}

type Choice = Pick<Decision, 'outcome' | 'owner' | 'reason'> & Partial<Decision>;

function choose(eligible: readonly Candidate[], open: Case): Choice | null {
  if (eligible.length === 0) return null;
  switch (open.policy.distribution) {
    case 'load-balanced':
      return leastLoaded(eligible);
    case 'round-robin':
      return nextInTurn(eligible, open);
    case 'random':
      return atRandom(eligible, open.state.random());
  }
}

function leastLoaded(eligible: readonly Candidate[]): Choice | null {
  const winner = chooseLeastLoaded(eligible);
  if (!winner) return null;
  const isTie = eligible.some(({ user, load }) => user !== winner.user && load === winner.load);
  return won(winner.user, isTie ? 'least-load-tie' : 'least-load');
}

function nextInTurn(eligible: readonly Candidate[], { stage, state }: Case): Choice | null {
  const key = stage.roundRobinKey;
  const after = state.memory.roundRobinPosition(key);
  const winner = chooseNextInTurn(eligible, after);
  return winner
    ? { ...won(winner.user, 'next-in-turn'), roundRobin: { key, user: winner.user, after } }
    : null;
}

function atRandom(eligible: readonly Candidate[], draw: number): Choice | null {
  const winner = chooseAtRandom(eligible, draw);
  return winner ? { ...won(winner.user, 'drawn-at-random'), draw } : null;
}

function won(owner: string, reason: DecisionReason): Choice {
  return { outcome: 'assigned', owner, reason };
}

type Considered = Pick<Decision, 'candidates' | 'requiredSkills' | 'skillsRelaxed'>;

/** Looks at everyone in the pool; once more without skills where nobody has them and the policy says so. */
function consider(pool: readonly string[], open: Case): Considered {
  const { ticket, policy, stage } = open;
  const wanted = skillsFor(ticket, policy.skills);
  const requiredSkills = wanted.filter((skill) => !stage.relaxedSkills.has(skill));
  const candidates = candidatesFrom(pool, requiredSkills, open);
  const skillsRelaxed = requiredSkills.length < wanted.length;
  const isSettled = requiredSkills.length === 0 || candidates.some((candidate) => candidate.eligible);
  if (isSettled || policy.skills.fallback === 'unassigned') {
    return { candidates, requiredSkills, skillsRelaxed };
  }
  return { candidates: candidatesFrom(pool, [], open), requiredSkills: [], skillsRelaxed: true };
}

function candidatesFrom(
  pool: readonly string[],
  requiredSkills: readonly string[],
  { ticket, policy, state }: Case,
): Candidate[] {
  const { type, excluded } = ticket;
  const demand = { type, excluded, requiredSkills, onlyAvailable: policy.onlyAvailable };
  const users = pool.map((id) => state.people.users.get(id)).filter((user) => user !== undefined);
  return users.map((user) => candidateOf(user, demand, state));
}

/** Nobody is eligible: queued where the policy says so and the cause can pass, else left. */
function wait(open: Case, candidates: readonly Candidate[]): Decision {
  const { policy, ticket, state } = open;
  const left = leave(open, whyNobody(candidates));
  if (policy.whenNoneAvailable === 'leave' || !canPass(candidates)) return left;
  return { ...left, outcome: 'queued', retry: queueRetry(candidates, policy, ticket, state) };
}

function leave(open: Case, reason: DecisionReason): Decision {
  return { ...start(open), reason, retry: stepRetry(open.policy, open.ticket, open.state) };
}

function start({ ticket, stage, state }: Case): Decision {
  return {
    ticket: ticket.id,
    type: ticket.type,
    at: state.at,
    step: stage.step,
    outcome: 'unassigned',
    reason: 'none-eligible',
    owner: null,
    team: null,
    requiredSkills: [],
    skillsRelaxed: false,
    candidates: [],
    retry: null,
    roundRobin: null,
    draw: null,
  };
}
