import { isOpen, nextChange, steadyUntil } from './calendar.ts';
import { earliest, MINUTE_MS } from './instants.ts';
import type { Availability, Instant, RoutingRules, RoutingUser } from './types.ts';

/** Without working hours a user is available while a console was connected within this time. */
const SIGNED_IN_MS = 2 * MINUTE_MS;

/**
 * Whether a user is available at an instant, by which rule, and until when that is foreseeable. `until` assumes that
 * nobody acts: a console that is open now counts as closed from its last sign of life on.
 */
export function availabilityOf(user: RoutingUser, rules: RoutingRules, at: Instant): Availability {
  const now = situationAt(user, rules, at);
  let { until } = now;
  while (until !== null) {
    const next = situationAt(user, rules, until);
    if (next.status !== now.status) break;
    until = next.until;
  }
  return { ...now, until };
}

/**
 * Until when `availabilityOf` gives the answer that it gives at `at`, its `until` included, unless somebody acts; null
 * when for ever. It may name an instant at which the answer stays the same after all.
 */
export function availabilityHoldsUntil(user: RoutingUser, rules: RoutingRules, at: Instant): Instant | null {
  const { workingHours, manualStatus, lastSeenAt, outOfOffice } = user;
  const setAt = manualStatus?.setAt ?? null;
  const instants = [
    steadyUntil(workingHours, at),
    setAt,
    setAt === null ? null : nextChange(workingHours, setAt),
    lastSeenAt === null ? null : lastSeenAt + SIGNED_IN_MS,
    lastSeenAt === null ? null : lastSeenAt + (rules.awayWithoutConsoleMinutes ?? 0) * MINUTE_MS,
    ...outOfOffice.flatMap(({ from, to }) => [from, to]),
  ];
  return earliest(...instants.filter((instant) => instant !== null && instant > at));
}

/** The answer at one instant; its `until` is when another rule or answer may apply, not always another status. */
function situationAt(user: RoutingUser, rules: RoutingRules, at: Instant): Availability {
  if (!user.active) return { status: 'away', reason: 'deactivated', until: null };
  const backAt = endOfLeave(user, at);
  if (backAt !== null) return { status: 'away', reason: 'out-of-office', until: backAt };
  const { until, ...answer } = byHand(user, at) ?? byWorkingHours(user, at) ?? bySignIn(user, at);
  const situation = { ...answer, until: earliest(until, nextLeave(user, at)) };
  return answer.status === 'available' ? heedConsole(situation, user, rules, at) : situation;
}

function byHand(user: RoutingUser, at: Instant): Availability | null {
  const set = user.manualStatus;
  if (set === null || at < set.setAt) return null;
  const until = nextChange(user.workingHours, set.setAt);
  if (until !== null && until <= at) return null;
  return { status: set.status, reason: 'set-by-hand', until };
}

function byWorkingHours(user: RoutingUser, at: Instant): Availability | null {
  if (user.workingHours === null) return null;
  const until = nextChange(user.workingHours, at);
  return isOpen(user.workingHours, at)
    ? { status: 'available', reason: 'inside-working-hours', until }
    : { status: 'away', reason: 'outside-working-hours', until };
}

function bySignIn(user: RoutingUser, at: Instant): Availability {
  const until = user.lastSeenAt === null ? null : user.lastSeenAt + SIGNED_IN_MS;
  return until !== null && at < until
    ? { status: 'available', reason: 'signed-in', until }
    : { status: 'away', reason: 'not-signed-in', until: null };
}

/** The workspace's rule that whoever has no console open is away, whatever else would make them available. */
function heedConsole(
  available: Availability,
  user: RoutingUser,
  rules: RoutingRules,
  at: Instant,
): Availability {
  if (rules.awayWithoutConsoleMinutes === null) return available;
  const until =
    user.lastSeenAt === null ? null : user.lastSeenAt + rules.awayWithoutConsoleMinutes * MINUTE_MS;
  return until !== null && at < until
    ? { ...available, until: earliest(available.until, until) }
    : { status: 'away', reason: 'no-console', until: null };
}

/** The end of the leave that covers the instant; null when none does. */
function endOfLeave(user: RoutingUser, at: Instant): Instant | null {
  let end: Instant | null = null;
  for (const { from, to } of user.outOfOffice) {
    if (from <= at && at < to) end = Math.max(to, end ?? to);
  }
  return end;
}

function nextLeave(user: RoutingUser, at: Instant): Instant | null {
  let next: Instant | null = null;
  for (const { from, to } of user.outOfOffice) {
    if (at < from && from < to) next = Math.min(from, next ?? from);
  }
  return next;
}
