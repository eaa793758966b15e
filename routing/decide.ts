import { type Panel, type Panels, plainPanels } from './panel.ts';
import { skillsFor } from './skills.ts';
import { type Stage, stageOf } from './steps.ts';
import type {
  Assign,
  Candidate,
  Decision,
  DecisionReason,
  Policy,
  RoutingState,
  RoutingTicket,
} from './types.ts';
import { canPass, queueRetry, stepRetry, whyNobody } from './waiting.ts';

export { dueStep, nextStepAt } from './steps.ts';

/** A decision without its candidates. */
export type Verdict = Omit<Decision, 'candidates'>;

/** A decision with what its panels leave behind of the candidates; null when nobody was looked at. */
export interface Ruling<View> {
  verdict: Verdict;
  view: View | null;
  /** Whether somebody who was looked at has room: other tickets may have better luck. */
  hasRoom: boolean;
}

/** One ticket with all that its decision looks at. */
interface Case<View> {
  ticket: RoutingTicket;
  policy: Policy;
  stage: Stage;
  state: RoutingState;
  panels: Panels<View>;
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
  return wholeOf(
    rule({ ticket, policy, stage: stageOf(policy, policyKey, step), state, panels: plainPanels }),
  );
}

/** The decision that lets a reopened ticket's owner keep it; null when they are not eligible and it is to be decided. */
export function keepOwner(
  ticket: RoutingTicket,
  owner: string,
  policy: Policy,
  state: RoutingState,
): Decision | null {
  const ruling = ruleToKeep(
    { ticket, policy, stage: stageOf(policy, '', null), state, panels: plainPanels },
    owner,
  );
  return ruling && wholeOf(ruling);
}

/** The same decision as `decide`, by panels of another kind. */
export function rule<View>(open: Case<View>): Ruling<View> {
  const { assign } = open.stage;
  switch (assign.to) {
    case 'nobody':
      return unseen(leave(open, 'policy-nobody'));
    case 'team':
      return unseen({ ...leave(open, 'policy-team'), outcome: 'team', team: assign.team });
    case 'contactOwner':
      return ruleContactOwner(open);
    case 'specific':
      return ruleAmong(assign, open);
    case 'customerAgent':
      // There is no AI agent to answer, so the ticket is handed off at once.
      return assign.fallback.to === 'nobody'
        ? unseen(leave(open, 'policy-nobody'))
        : ruleAmong(assign.fallback, open);
  }
}

/** The same decision as `keepOwner`, by panels of another kind. */
export function ruleToKeep<View>(open: Case<View>, owner: string): Ruling<View> | null {
  const ruling = consider(owner, open, ({ counts }) =>
    isAnyone(counts.get('eligible')) ? won(owner, 'kept-owner') : {},
  );
  return ruling.verdict.owner === null ? null : ruling;
}

function wholeOf({ verdict, view }: Ruling<Candidate[]>): Decision {
  return { ...verdict, candidates: view ?? [] };
}

function unseen<View>(verdict: Verdict): Ruling<View> {
  return { verdict, view: null, hasRoom: false };
}

function ruleContactOwner<View>(open: Case<View>): Ruling<View> {
  const { tracked, owner } = open.ticket.contact;
  if (!tracked) return unseen(leave(open, 'contact-not-tracked'));
  if (owner === null) return unseen(leave(open, 'contact-has-no-owner'));
  return consider(owner, open, ({ counts }) => {
    if (isAnyone(counts.get('eligible'))) return won(owner, 'contact-owner');
    const { reason, retry } = leave(open, isAnyone(counts.get('away')) ? 'owner-away' : 'owner-not-eligible');
    return { reason, retry };
  });
}

function ruleAmong<View>(assign: Assign, open: Case<View>): Ruling<View> {
  return consider(assign, open, (panel) => choose(panel, open) ?? wait(open, panel));
}

type Choice = Partial<Verdict>;

function choose<View>(panel: Panel, { policy, stage, state }: Case<View>): Choice | null {
  if (!isAnyone(panel.counts.get('eligible'))) return null;
  switch (policy.distribution) {
    case 'load-balanced':
      return leastLoaded(panel);
    case 'round-robin':
      return nextInTurn(panel, stage.roundRobinKey, state);
    case 'random':
      return atRandom(panel, state.random());
  }
}

function leastLoaded(panel: Panel): Choice | null {
  const winner = panel.leastLoaded();
  return winner && won(winner.user, winner.isTie ? 'least-load-tie' : 'least-load');
}

function nextInTurn(panel: Panel, key: string, { memory }: RoutingState): Choice | null {
  const after = memory.roundRobinPosition(key);
  const user = panel.nextInTurn(after);
  return user === null ? null : { ...won(user, 'next-in-turn'), roundRobin: { key, user, after } };
}

function atRandom(panel: Panel, draw: number): Choice | null {
  const user = panel.atRandom(draw);
  return user === null ? null : { ...won(user, 'drawn-at-random'), draw };
}

function won(owner: string, reason: DecisionReason): Choice {
  return { outcome: 'assigned', owner, reason };
}

function isAnyone(count: number | undefined): boolean {
  return count !== undefined && count > 0;
}

/** Looks at everyone in the pool; once more without skills where nobody has them and the policy says so. */
function consider<View>(
  pool: Assign | string,
  open: Case<View>,
  conclude: (panel: Panel) => Choice,
): Ruling<View> {
  const { ticket, policy, stage, panels, state } = open;
  const wanted = skillsFor(ticket, policy.skills);
  const required = wanted.filter((skill) => !stage.relaxedSkills.has(skill));
  const look = (requiredSkills: string[], isLast: boolean) => {
    const demand = {
      type: ticket.type,
      excluded: ticket.excluded,
      requiredSkills,
      onlyAvailable: policy.onlyAvailable,
    };
    const skillsRelaxed = requiredSkills.length < wanted.length;
    return panels.ask(pool, demand, state, (panel, view): Ruling<View> | null => {
      if (!isLast && !isAnyone(panel.counts.get('eligible'))) return null;
      const verdict = { ...start(open), requiredSkills, skillsRelaxed, ...conclude(panel) };
      return { verdict, view: view(), hasRoom: panel.hasRoom };
    });
  };
  const isLast = required.length === 0 || policy.skills.fallback === 'unassigned';
  const ruling = look(required, isLast) ?? look([], true);
  if (ruling === null) throw new Error('The last look at the candidates came to no conclusion.');
  return ruling;
}

/** Nobody is eligible: queued where the policy says so and the cause can pass, else left. */
function wait<View>(open: Case<View>, panel: Panel): Choice {
  const { policy, ticket, state } = open;
  const { reason, retry } = leave(open, whyNobody(panel.counts));
  if (policy.whenNoneAvailable === 'leave' || !canPass(panel.counts)) return { reason, retry };
  return { reason, outcome: 'queued', retry: queueRetry(panel, policy, ticket, state) };
}

function leave<View>(open: Case<View>, reason: DecisionReason): Verdict {
  return { ...start(open), reason, retry: stepRetry(open.policy, open.ticket, open.state) };
}

function start<View>({ ticket, stage, state }: Case<View>): Verdict {
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
    retry: null,
    roundRobin: null,
    draw: null,
  };
}
