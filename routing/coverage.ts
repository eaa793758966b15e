import { openIntervals } from './calendar.ts';
import { compareIds } from './ids.ts';
import { DAY_MS, MINUTE_MS } from './instants.ts';
import { canServe, policyUsers } from './policy.ts';
import { clipSpans, mergeSpans, type Span, subtractSpans } from './spans.ts';
import { type Stage, stageOf } from './steps.ts';
import type {
  Assign,
  Calendar,
  Instant,
  People,
  Policy,
  RoutingRules,
  RoutingUser,
  TicketType,
} from './types.ts';

/** How far ahead coverage is checked: eight weeks. */
const COVERAGE_MS = 56 * DAY_MS;

/** What the check looks at. */
export interface CoverageInput {
  policy: Policy;
  type: TicketType;
  people: People;
  rules: RoutingRules;
  /** The channel's hours; null = always open. */
  operatingHours: Calendar | null;
  /** When the eight weeks begin. */
  from: Instant;
}

/** What an admin should know before a policy or hours apply. None of it forbids saving. */
export interface Coverage {
  /** Stretches in which the channel is open and nobody is eligible. */
  uncovered: Span[];
  uncoveredMinutes: number;
  /** Skills that the policy requires and at most one user holds; null = nobody does. */
  scarceSkills: { skill: string; user: string | null }[];
  /** Indexes of steps that no ticket can reach. */
  unreachableSteps: number[];
}

/**
 * Looks eight weeks ahead: hours with daylight saving, closed dates and leaves are heeded. Who has no working hours is
 * taken to sign in when needed, and a status set by hand to end: neither can be foreseen.
 */
export function coverageOf(input: CoverageInput): Coverage {
  const uncovered = uncoveredSpans(input);
  return {
    uncovered,
    uncoveredMinutes: uncovered.reduce((sum, span) => sum + span.to - span.from, 0) / MINUTE_MS,
    scarceSkills: scarceSkills(input),
    unreachableSteps: input.policy.steps.flatMap((_, i) => (isReachable(i, input) ? [] : [i])),
  };
}

/** Only a choice among users can find nobody; the other options have no owner, or one that no hours tell. */
function uncoveredSpans(input: CoverageInput): Span[] {
  const stage = stageOf(input.policy, '', null);
  if (!choosesUsers(stage.assign)) return [];
  const open = openIntervals(input.operatingHours, input.from, input.from + COVERAGE_MS);
  return subtractSpans(open, coveredBy(skilledUsers(stage, input), input));
}

function skilledUsers({ assign, relaxedSkills }: Stage, { policy, people }: CoverageInput): RoutingUser[] {
  const { required, fallback } = policy.skills;
  const asked = fallback === 'ignore' ? [] : required.filter((skill) => !relaxedSkills.has(skill));
  return servingUsers(assign, people).filter((user) => asked.every((skill) => user.skills.includes(skill)));
}

function coveredBy(users: readonly RoutingUser[], input: CoverageInput): Span[] {
  return mergeSpans(users.flatMap((user) => eligibleSpans(user, input)));
}

function eligibleSpans(user: RoutingUser, { policy, type, rules, from }: CoverageInput): Span[] {
  const whole = [{ from, to: from + COVERAGE_MS }];
  if (!policy.onlyAvailable) return whole;
  const lastMinutes = (rules.shiftEndMinutes[type] ?? 0) * MINUTE_MS;
  const hours = openIntervals(user.workingHours, from, from + COVERAGE_MS + lastMinutes);
  const early =
    user.workingHours === null ? hours : hours.map((span) => ({ ...span, to: span.to - lastMinutes }));
  return subtractSpans(clipSpans(early, from, from + COVERAGE_MS), mergeSpans(user.outOfOffice));
}

function scarceSkills({ policy, people }: CoverageInput): Coverage['scarceSkills'] {
  if (!choosesUsers(policy.assign)) return [];
  const { required, rules } = policy.skills;
  const wanted = [...new Set([...required, ...rules.flatMap((rule) => rule.skills)])].sort(compareIds);
  const users = servingUsers(policy.assign, people);
  return wanted.flatMap((skill) => {
    const [first, second] = users.filter((user) => user.skills.includes(skill));
    return second ? [] : [{ skill, user: first?.id ?? null }];
  });
}

/** A step is reached unless, at some stage before it, every ticket surely gets an owner in the time that stage has. */
function isReachable(step: number, input: CoverageInput): boolean {
  const { steps } = input.policy;
  const due = (index: number) => steps[index]?.afterMinutes ?? 0;
  for (let before = -1; before < step; before += 1) {
    const spare = (due(step) - due(before)) * MINUTE_MS;
    const stage = stageOf(input.policy, '', before < 0 ? null : before);
    if (surelyAssigns(stage, spare, input)) return false;
  }
  return true;
}

/** Tickets come at any time, also outside operating hours, so every stretch without anyone counts. */
function surelyAssigns(stage: Stage, spare: number, input: CoverageInput): boolean {
  if (!choosesUsers(stage.assign) || canComeBack(input)) return false;
  const { policy, from } = input;
  const sure = skilledUsers(stage, input).filter((user) => hasNoLimit(user, input));
  const gaps = subtractSpans([{ from, to: from + COVERAGE_MS }], coveredBy(sure, input));
  if (policy.whenNoneAvailable === 'leave') return gaps.length === 0;
  return gaps.every((gap) => gap.to - gap.from < spare);
}

/** Whether a ticket may find nobody, or lose its owner again, although someone is in their hours. */
function canComeBack({ policy, type, rules }: CoverageInput): boolean {
  const asksByContent = policy.skills.rules.length > 0 && policy.skills.fallback === 'unassigned';
  const needsConsole = policy.onlyAvailable && rules.awayWithoutConsoleMinutes !== null;
  const isLimited = rules.weights !== null || rules.rampPerMinute !== null;
  return (
    asksByContent || needsConsole || isLimited || type === 'calling' || policy.unansweredMinutes !== null
  );
}

function hasNoLimit(user: RoutingUser, { policy, type, rules }: CoverageInput): boolean {
  const mustSignIn = policy.onlyAvailable && user.workingHours === null;
  return !mustSignIn && (user.capacity[type] ?? rules.capacity[type]) === null;
}

function choosesUsers(assign: Assign): boolean {
  return assign.to === 'specific' || (assign.to === 'customerAgent' && assign.fallback.to === 'specific');
}

function servingUsers(assign: Assign, people: People): RoutingUser[] {
  return policyUsers(assign, people)
    .map((id) => people.users.get(id))
    .filter((user) => user !== undefined)
    .filter(canServe);
}
