import { availabilityHoldsUntil, availabilityOf } from './availability.ts';
import { isOpen, nextChange } from './calendar.ts';
import { earliest, MINUTE_MS } from './instants.ts';
import {
  type Candidate,
  type Instant,
  type PassedOver,
  type RoutingState,
  type RoutingUser,
  TICKET_TYPES,
  type TicketType,
} from './types.ts';

/** What a ticket asks of whoever gets it automatically. */
export interface Demand {
  type: TicketType;
  requiredSkills: readonly string[];
  onlyAvailable: boolean;
  /** Users who are not to get it in this round. */
  excluded: readonly string[];
}

/** Looks at one user for one ticket: all that the decision shows of them, and the first rule that passes them over. */
export function candidateOf(user: RoutingUser, demand: Demand, state: RoutingState): Candidate {
  const { type } = demand;
  const seen = {
    user: user.id,
    name: user.name,
    availability: availabilityOf(user, state.rules, state.at),
    load: state.loads.load(user.id, type, state.at),
    capacity: user.capacity[type] ?? state.rules.capacity[type],
    units: unitsOf(user, state),
    lastAssigned: state.memory.lastAssigned(user.id, type),
    missingSkills: demand.requiredSkills.filter((skill) => !user.skills.includes(skill)),
  };
  const passedOver = passOver(user, seen, demand, state);
  return { ...seen, eligible: passedOver === null, passedOver };
}

type Seen = Omit<Candidate, 'eligible' | 'passedOver'>;

// What only a person can change comes first, then skills, then what passes by itself: so the cause that is shown is
// the one that would remain if all after it went away.
function passOver(user: RoutingUser, seen: Seen, demand: Demand, state: RoutingState): PassedOver | null {
  if (!user.active) return 'deactivated';
  if (user.seat !== 'service') return 'no-seat';
  if (demand.excluded.includes(user.id)) return 'excluded';
  if (seen.missingSkills.length > 0) return 'missing-skill';
  if (demand.onlyAvailable && seen.availability.status === 'away') return 'away';
  if (demand.type === 'calling' && state.isReachable?.(user.id) === false) return 'unreachable';
  if (isFull(seen, demand.type, state)) return 'at-capacity';
  if (isShiftEnding(user, demand.type, state)) return 'shift-end';
  return isRampedUp(user, state) ? 'ramp' : null;
}

function unitsOf(user: RoutingUser, { rules, loads, at }: RoutingState): Candidate['units'] {
  if (rules.weights === null) return null;
  const { units, capacity } = rules.weights;
  const used = TICKET_TYPES.reduce((sum, type) => sum + units[type] * loads.load(user.id, type, at), 0);
  return { used, capacity };
}

/** Weights add a limit over all types to those by type: whichever is reached first holds. */
function isFull({ load, capacity, units }: Seen, type: TicketType, { rules }: RoutingState): boolean {
  if (capacity !== null && load >= capacity) return true;
  return units !== null && rules.weights !== null && units.used + rules.weights.units[type] > units.capacity;
}

function isShiftEnding(user: RoutingUser, type: TicketType, { rules, at }: RoutingState): boolean {
  const minutes = rules.shiftEndMinutes[type];
  if (minutes === null || user.workingHours === null || !isOpen(user.workingHours, at)) return false;
  const end = nextChange(user.workingHours, at);
  return end !== null && end - at <= minutes * MINUTE_MS;
}

/** The ramp holds at all times: who was not absent rarely meets it, and nobody needs to define a return. */
function isRampedUp(user: RoutingUser, { rules, memory, at }: RoutingState): boolean {
  return rules.rampPerMinute !== null && memory.assignedInLastMinute(user.id, at) >= rules.rampPerMinute;
}

/** Whether a user could take another ticket of the type, though perhaps not this one. */
export function hasRoom(candidate: Candidate, { onlyAvailable }: Pick<Demand, 'onlyAvailable'>): boolean {
  const { passedOver, availability, capacity, load } = candidate;
  if (passedOver === 'deactivated' || passedOver === 'no-seat') return false;
  if (onlyAvailable && availability.status === 'away') return false;
  return capacity === null || load < capacity;
}

/**
 * Until when `candidateOf` and `hopeOf` answer as they do now unless somebody acts, apart from the hope of whom the
 * ramp holds back, which moves on with time; null when for ever.
 */
export function candidateHoldsUntil(
  user: RoutingUser,
  type: TicketType,
  state: RoutingState,
): Instant | null {
  const { rules, loads, memory, at } = state;
  const types = rules.weights === null ? [type] : TICKET_TYPES;
  return earliest(
    availabilityHoldsUntil(user, rules, at),
    shiftEndBegins(user, type, state),
    ...types.map((each) => loads.nextDrop(user.id, each, at)),
    rules.rampPerMinute === null ? null : memory.nextForgotten(user.id, at),
  );
}

function shiftEndBegins(user: RoutingUser, type: TicketType, { rules, at }: RoutingState): Instant | null {
  const minutes = rules.shiftEndMinutes[type];
  const end = minutes === null ? null : nextChange(user.workingHours, at);
  if (minutes === null || end === null) return null;
  const begin = end - minutes * MINUTE_MS;
  return begin > at ? begin : null;
}

/** The earliest instant at which what passes a user over may have passed by itself; null when none is foreseeable. */
export function hopeOf(candidate: Candidate, type: TicketType, state: RoutingState): Instant | null {
  switch (candidate.passedOver) {
    case 'away':
      return candidate.availability.until;
    case 'at-capacity':
      return nextRoom(candidate, type, state);
    case 'shift-end':
      return endOfShift(candidate, state);
    case 'ramp':
      return state.at + MINUTE_MS;
    default:
      return null;
  }
}

function nextRoom({ user, units }: Candidate, type: TicketType, { loads, at }: RoutingState): Instant | null {
  const types = units === null ? [type] : TICKET_TYPES;
  return earliest(...types.map((each) => loads.nextDrop(user, each, at)));
}

/** The end of the shift: where availability does not matter, the rule about its last minutes then no longer holds. */
function endOfShift({ user }: Candidate, { people, at }: RoutingState): Instant | null {
  return nextChange(people.users.get(user)?.workingHours ?? null, at);
}
