import fc from 'fast-check';
import { Loads } from '../../routing/loads.ts';
import { DEFAULT_POLICY } from '../../routing/policy-schema.ts';
import {
  type Assign,
  LEAVE_RULES,
  type Policy,
  type PolicyStep,
  type RoutingRules,
  type RoutingState,
  type RoutingTicket,
  type RoutingUser,
  type SkillRule,
  TICKET_TYPES,
} from '../../routing/types.ts';
import { hours, memory, NOON, people, rules, state, team, ticket, user } from './factories.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
/** The users of a situation. */
export const IDS = ['ana', 'ben', 'cem', 'dia', 'eva'];
const SKILLS = ['german', 'billing'];

/** A ticket, its policy, and all that a decision about it looks at. */
export interface Situation {
  ticket: RoutingTicket;
  policy: Policy;
  here: RoutingState;
}

/** Situations in which every rule of routing has a part now and then. */
export function anySituation(): fc.Arbitrary<Situation> {
  return fc.record({ ticket: anyTicket(), policy: anyPolicy(), here: anyState() });
}

/** A ticket that has waited for up to half an hour at noon. */
export function anyTicket(): fc.Arbitrary<RoutingTicket> {
  return fc
    .record({
      type: fc.constantFrom(...TICKET_TYPES),
      waitingSince: fc.integer({ min: -30, max: 0 }).map((minutes) => NOON + minutes * MINUTE),
      text: fc.constantFrom('', 'an invoice'),
      contact: fc.record({ owner: fc.option(fc.constantFrom(...IDS, 'gone')), tracked: fc.boolean() }),
      excluded: fc.subarray(IDS, { maxLength: 2 }),
    })
    .map((parts) => ticket(parts));
}

/** A policy over the users of `anySituation`. */
export function anyPolicy(): fc.Arbitrary<Policy> {
  const specific = fc.record({
    to: fc.constant('specific' as const),
    users: fc.subarray(IDS),
    teams: fc.subarray(['first']),
  });
  const assign: fc.Arbitrary<Assign> = fc.oneof(
    { weight: 6, arbitrary: specific },
    fc.constant({ to: 'contactOwner' as const }),
    fc.constant({ to: 'nobody' as const }),
  );
  const act: fc.Arbitrary<PolicyStep['do']> = fc.oneof(
    specific.map((to) => ({ assign: to })),
    fc.constant<PolicyStep['do']>({ relaxSkills: ['german'] }),
  );
  const steps = fc.array(act, { maxLength: 2 });
  return fc
    .record({
      assign,
      distribution: fc.constantFrom('load-balanced' as const, 'round-robin' as const, 'random' as const),
      onlyAvailable: fc.boolean(),
      whenNoneAvailable: fc.constantFrom('leave' as const, 'queue' as const),
      skills: fc.record({
        required: fc.subarray(SKILLS, { maxLength: 1 }),
        rules: fc.constant<SkillRule[]>([{ field: 'text', contains: 'INVOICE', skills: ['billing'] }]),
        fallback: fc.constantFrom('ignore' as const, 'unassigned' as const),
      }),
      steps: steps.map((acts) => acts.map((each, i) => ({ afterMinutes: 10 + 15 * i, do: each }))),
    })
    .map((parts) => ({ ...DEFAULT_POLICY, ...parts }));
}

/** A user of that id, whom any rule may pass over. */
export function anyUser(id: string): fc.Arbitrary<RoutingUser> {
  const limit = fc.option(fc.nat(3));
  const instant = fc.integer({ min: -DAY, max: 2 * DAY }).map((shift) => NOON + shift);
  const manual = fc.record({
    status: fc.constantFrom('available' as const, 'away' as const),
    setAt: fc.constant(NOON),
  });
  return fc
    .record({
      active: often(true, false),
      seat: often('service', 'none'),
      skills: fc.subarray(SKILLS),
      workingHours: fc.constantFrom(
        null,
        hours('09:00', '17:00'),
        hours('22:00', '06:00'),
        hours('00:00', '24:00'),
      ),
      outOfOffice: fc.array(
        instant.map((from) => ({ from, to: from + DAY / 2, note: '' })),
        { maxLength: 1 },
      ),
      manualStatus: fc.option(manual),
      lastSeenAt: fc.option(fc.integer({ min: 0, max: 20 }).map((minutes) => NOON - minutes * MINUTE)),
      capacity: fc.record({ calling: limit, messaging: limit, email: limit }),
    })
    .map((parts) => user(id, parts));
}

function anyRules(): fc.Arbitrary<RoutingRules> {
  const minutes = fc.constantFrom(null, 30);
  const weights = { units: { calling: 5, messaging: 2, email: 1 }, capacity: 6 };
  return fc
    .record({
      awayWithoutConsoleMinutes: fc.constantFrom(null, 10),
      weights: fc.constantFrom(null, weights),
      shiftEndMinutes: fc.record({ calling: minutes, messaging: minutes, email: minutes }),
      onLeave: fc.constantFrom(...LEAVE_RULES),
    })
    .map((parts) => rules(parts));
}

function anyState(): fc.Arbitrary<RoutingState> {
  const assigned = fc.record({
    owner: fc.constantFrom(...IDS),
    type: fc.constantFrom(...TICKET_TYPES),
    assignedAt: fc.integer({ min: -31 * DAY, max: 0 }).map((shift) => NOON + shift),
  });
  return fc
    .record({
      users: fc.tuple(...IDS.map(anyUser)),
      open: fc.array(assigned, { maxLength: 12 }),
      rules: anyRules(),
      position: fc.option(fc.constantFrom(...IDS, 'bob')),
      orders: fc.array(fc.nat(3), { minLength: IDS.length, maxLength: IDS.length }),
      draw: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      at: fc.integer({ min: 0, max: 600 }).map((minutes) => NOON + minutes * MINUTE),
    })
    .map((parts) => {
      const loads = new Loads();
      for (const [i, open] of parts.open.entries()) loads.set(`${i}`, open);
      return state(parts.users, {
        at: parts.at,
        loads,
        people: people(parts.users, [team('first', 'ana', 'ben', 'gone')]),
        rules: parts.rules,
        memory: memory({
          lastAssigned: (id) => parts.orders[IDS.indexOf(id)] ?? 0,
          roundRobinPosition: () => parts.position,
        }),
        random: () => parts.draw,
      });
    });
}

function often<const A, const B>(usual: A, other: B): fc.Arbitrary<A | B> {
  return fc.oneof({ weight: 7, arbitrary: fc.constant(usual) }, fc.constant(other));
}
