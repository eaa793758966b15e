import { availabilityOf } from '../../routing/availability.ts';
import type { Instant, RoutingRules } from '../../routing/types.ts';
import { presentAvailability } from '../users/present-user.ts';
import { toRoutingUser } from '../users/routing-user.ts';
import type { UserRecord } from '../users/user-model.ts';

/** A user as their colleagues see them live. */
export interface ShownPresence extends ReturnType<typeof presentAvailability> {
  id: string;
  /** A console of theirs is open somewhere. */
  online: boolean;
}

/** What every user is like now, kept current by changes and by time. */
export interface AvailabilityBoard {
  setRules(rules: RoutingRules): void;
  setUser(user: UserRecord): void;
  /** The console of somebody opened or closed. */
  touch(user: string): void;
  /** Everyone who is not deactivated, as they were at the last look. */
  all(): ShownPresence[];
  /** Looks at those who changed and those whose time has come, and gives those who look different now. */
  look(at: Instant): ShownPresence[];
}

interface Entry {
  user: UserRecord;
  shown: ShownPresence | null;
  /** When to look again; null = not by itself. */
  dueAt: Instant | null;
}

const NOW = 0;

/** Makes an empty board; `isOnline` tells whether a console of a user is open. */
export function createAvailabilityBoard(
  initial: RoutingRules,
  isOnline: (user: string) => boolean,
): AvailabilityBoard {
  const entries = new Map<string, Entry>();
  let rules = initial;
  return {
    setRules(next) {
      rules = next;
      for (const entry of entries.values()) entry.dueAt = NOW;
    },
    setUser(user) {
      entries.set(user._id, { user, shown: entries.get(user._id)?.shown ?? null, dueAt: NOW });
    },
    touch(user) {
      const entry = entries.get(user);
      if (entry) entry.dueAt = NOW;
    },
    all: () => [...entries.values()].flatMap(({ user, shown }) => (user.active && shown ? [shown] : [])),
    look(at) {
      const due = [...entries.values()].filter(({ dueAt }) => dueAt !== null && dueAt <= at);
      return due.flatMap((entry) => {
        const { user, shown: before } = entry;
        const availability = availabilityOf(toRoutingUser(user), rules, at);
        const shown = { id: user._id, online: isOnline(user._id), ...presentAvailability(availability) };
        Object.assign(entry, { shown, dueAt: availability.until });
        return isNews(before, shown, rules) ? [shown] : [];
      });
    },
  };
}

/** An open console moves the end of being signed in all the time; that alone is no news. */
function isNews(before: ShownPresence | null, now: ShownPresence, rules: RoutingRules): boolean {
  if (before === null) return true;
  if (before.online !== now.online || before.status !== now.status || before.reason !== now.reason)
    return true;
  const movesAllTheTime = now.reason === 'signed-in' || rules.awayWithoutConsoleMinutes !== null;
  return before.until !== now.until && !movesAllTheTime;
}
