import { DateTime } from 'luxon';
import { Loads } from '../../routing/loads.ts';
import { DEFAULT_POLICY } from '../../routing/policy-schema.ts';
import type {
  AssignmentMemory,
  Calendar,
  Instant,
  People,
  Policy,
  RoutingRules,
  RoutingState,
  RoutingTeam,
  RoutingTicket,
  RoutingUser,
  TicketType,
} from '../../routing/types.ts';

/** The instant at which clocks in a zone show a time, such as `at('2026-03-29T09:00', 'Europe/Berlin')`. */
export function at(wall: string, zone = 'UTC'): Instant {
  return DateTime.fromISO(wall, { zone }).toMillis();
}

/** A Monday at noon, UTC: when tests happen unless they say otherwise. */
export const NOON = at('2026-06-01T12:00');

/** Hours that are open on the given days (all by default), in UTC unless another zone is given. */
export function hours(
  from: string,
  to: string,
  more: Partial<Calendar> & { days?: number[] } = {},
): Calendar {
  const { days = [1, 2, 3, 4, 5, 6, 7], ...rest } = more;
  return { timeZone: 'UTC', weekly: [{ days, from, to }], closed: [], special: [], ...rest };
}

/** A user who is available at noon and has no limits. */
export function user(id: string, more: Partial<RoutingUser> = {}): RoutingUser {
  return {
    id,
    name: id.charAt(0).toUpperCase() + id.slice(1),
    active: true,
    seat: 'service',
    skills: [],
    workingHours: hours('09:00', '17:00'),
    outOfOffice: [],
    manualStatus: null,
    lastSeenAt: null,
    capacity: { calling: null, messaging: null, email: null },
    ...more,
  };
}

/** The same user, set away by hand at noon. */
export function away(one: RoutingUser): RoutingUser {
  return { ...one, manualStatus: { status: 'away', setAt: NOON } };
}

export function team(id: string, ...members: string[]): RoutingTeam {
  return { id, name: `Team ${id}`, members };
}

export function people(users: readonly RoutingUser[], teams: readonly RoutingTeam[] = []): People {
  return {
    users: new Map(users.map((each) => [each.id, each])),
    teams: new Map(teams.map((each) => [each.id, each])),
  };
}

/** A policy that gives to these users, load-balanced. */
export function policyFor(users: readonly string[], more: Partial<Policy> = {}): Policy {
  return { ...DEFAULT_POLICY, assign: { to: 'specific', users: [...users], teams: [] }, ...more };
}

export function rules(more: Partial<RoutingRules> = {}): RoutingRules {
  return {
    capacity: { calling: null, messaging: null, email: null },
    awayWithoutConsoleMinutes: null,
    weights: null,
    rampPerMinute: null,
    shiftEndMinutes: { calling: null, messaging: null, email: null },
    onLeave: 'keep',
    ...more,
  };
}

export function ticket(more: Partial<RoutingTicket> = {}): RoutingTicket {
  return {
    id: 'ticket',
    type: 'email',
    priority: 'normal',
    waitingSince: NOON,
    subject: '',
    text: '',
    fields: {},
    contact: { owner: null, tracked: false },
    excluded: [],
    ...more,
  };
}

/** A memory in which nothing has happened yet, apart from what is given. */
export function memory(more: Partial<AssignmentMemory> = {}): AssignmentMemory {
  return {
    lastAssigned: () => 0,
    roundRobinPosition: () => null,
    assignedInLastMinute: () => 0,
    nextForgotten: () => null,
    ...more,
  };
}

/** Loads with so many tickets of a type assigned to each user an hour before noon. */
export function loadsOf(counts: Readonly<Record<string, number>>, type: TicketType = 'email'): Loads {
  const loads = new Loads();
  for (const [owner, count] of Object.entries(counts)) {
    for (let i = 0; i < count; i += 1)
      loads.set(`${owner}-${type}-${i}`, { owner, type, assignedAt: NOON - 3_600_000 });
  }
  return loads;
}

/** A state at noon in which these users have no tickets. */
export function state(users: readonly RoutingUser[], more: Partial<RoutingState> = {}): RoutingState {
  return {
    at: NOON,
    people: people(users),
    rules: rules(),
    loads: new Loads(),
    memory: memory(),
    random: () => 0,
    ...more,
  };
}
