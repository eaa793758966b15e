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
export const COVERAGE_MS = 56 * DAY_MS;

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
  const steps = coverageInSteps(input);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** The same check for a host that must do other things in between: it yields after every small piece of work. */
export function* coverageInSteps(input: CoverageInput): Steps<Coverage> {
  const spans = yield* everyonesSpans(input);
  const uncovered = yield* uncoveredSpans(input, spans);
  return {
    uncovered,
    uncoveredMinutes: uncovered.reduce((sum, span) => sum + span.to - span.from, 0) / MINUTE_MS,
    scarceSkills: scarceSkills(input),
    unreachableSteps: yield* unreachableSteps(input, spans),
  };
}

type Steps<T> = Generator<void, T, undefined>;

/** When each user could be given tickets, by their id. */
type SpansByUser = ReadonlyMap<string, readonly Span[]>;

function* everyonesSpans(input: CoverageInput): Steps<SpansByUser> {
  const spans = new Map<string, Span[]>();
  for (const { assign } of stagesOf(input.policy)) {
    for (const user of servingUsers(assign, input.people)) {
      if (spans.has(user.id)) continue;
      spans.set(user.id, eligibleSpans(user, input));
      yield;
    }
    yield;
  }
  return spans;
}

/** The policy itself, then as of each of its steps. */
function stagesOf(policy: Policy): Stage[] {
  return [null, ...policy.steps.keys()].map((step) => stageOf(policy, '', step));
}

/** Only a choice among users can find nobody; the other options have no owner, or one that no hours tell. */
function* uncoveredSpans(input: CoverageInput, spans: SpansByUser): Steps<Span[]> {
  const stage = stageOf(input.policy, '', null);
  if (!choosesUsers(stage.assign)) return [];
  const open = openIntervals(input.operatingHours, input.from, input.from + COVERAGE_MS);
  return subtractSpans(open, yield* coveredBy(skilledUsers(stage, input), spans));
}

function skilledUsers({ assign, relaxedSkills }: Stage, { policy, people }: CoverageInput): RoutingUser[] {
  const { required, fallback } = policy.skills;
  const asked = fallback === 'ignore' ? [] : required.filter((skill) => !relaxedSkills.has(skill));
  return servingUsers(assign, people).filter((user) => asked.every((skill) => user.skills.includes(skill)));
}

/** So many users' spans are joined at a time. */
const JOINED_AT_ONCE = 50;

function* coveredBy(users: readonly RoutingUser[], spans: SpansByUser): Steps<Span[]> {
  let covered: Span[] = [];
  for (let i = 0; i < users.length; i += JOINED_AT_ONCE) {
    const next = users.slice(i, i + JOINED_AT_ONCE).flatMap(({ id }) => spans.get(id) ?? []);
    covered = mergeSpans([...covered, ...next]);
    yield;
  }
  return covered;
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
function* unreachableSteps(input: CoverageInput, spans: SpansByUser): Steps<number[]> {
  const longestWaits: number[] = [];
  for (const stage of stagesOf(input.policy)) longestWaits.push(yield* longestWait(stage, input, spans));
  // The policy itself stands before its steps.
  const due = [0, ...input.policy.steps.map(({ afterMinutes }) => afterMinutes * MINUTE_MS)];
  const isReachable = (at: number) =>
    longestWaits.slice(0, at).every((wait, before) => wait >= (due[at] ?? 0) - (due[before] ?? 0));
  return [...input.policy.steps.keys()].filter((step) => !isReachable(step + 1));
}

/**
 * How many milliseconds a ticket can stay without an owner at a stage that goes on and on. Tickets come at any time,
 * also outside operating hours, so every stretch without anyone counts.
 */
function* longestWait(stage: Stage, input: CoverageInput, spans: SpansByUser): Steps<number> {
  if (!choosesUsers(stage.assign) || canComeBack(input)) return Number.POSITIVE_INFINITY;
  const { policy, from } = input;
  const sure = skilledUsers(stage, input).filter((user) => hasNoLimit(user, input));
  const gaps = subtractSpans([{ from, to: from + COVERAGE_MS }], yield* coveredBy(sure, spans));
  if (gaps.length > 0 && policy.whenNoneAvailable === 'leave') return Number.POSITIVE_INFINITY;
  return Math.max(0, ...gaps.map((gap) => gap.to - gap.from));
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
