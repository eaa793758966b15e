import { chooseAtRandom, chooseLeastLoaded, chooseNextInTurn } from './distribution.ts';
import { candidateOf, type Demand, hasRoom, hopeOf } from './eligibility.ts';
import { earliest } from './instants.ts';
import { policyUsers } from './policy.ts';
import type { Assign, Candidate, Instant, PassedOver, RoutingState } from './types.ts';

/** Everyone who is considered for one ticket, as far as a decision asks about them. */
export interface Panel {
  /** How many were passed over for each reason; `eligible` for those who were not. Absent = none. */
  readonly counts: Counts;
  /** Whether somebody has room, though perhaps not for this ticket. */
  readonly hasRoom: boolean;
  leastLoaded(): { user: string; isTie: boolean } | null;
  nextInTurn(after: string | null): string | null;
  atRandom(draw: number): string | null;
  /** The earliest instant at which somebody may become eligible by themselves; null when none is foreseeable. */
  hope(): Instant | null;
}

/** Numbers of users by why they were passed over. */
export type Counts = ReadonlyMap<PassedOver | 'eligible', number>;

/** Where panels come from; `View` is what they leave behind of everyone they looked at. */
export interface Panels<View> {
  /** Asks about the users of an assignment, or about one user. The panel serves only within `ask`. */
  ask<T>(
    pool: Assign | string,
    demand: Demand,
    state: RoutingState,
    ask: (panel: Panel, view: () => View) => T,
  ): T;
}

/** Looks at everyone anew: what the rules mean, in their simplest form. The view is the candidates, by id. */
export const plainPanels: Panels<Candidate[]> = {
  ask(pool, demand, state, ask) {
    const ids = typeof pool === 'string' ? [pool] : policyUsers(pool, state.people);
    const users = ids.map((id) => state.people.users.get(id)).filter((user) => user !== undefined);
    const candidates = users.map((user) => candidateOf(user, demand, state));
    return ask(panelOf(candidates, demand, state), () => candidates);
  },
};

function panelOf(candidates: readonly Candidate[], demand: Demand, state: RoutingState): Panel {
  const eligible = candidates.filter((candidate) => candidate.eligible);
  return {
    counts: countsOf(candidates),
    hasRoom: candidates.some((candidate) => hasRoom(candidate, demand)),
    leastLoaded() {
      const winner = chooseLeastLoaded(eligible);
      if (!winner) return null;
      const isTie = eligible.some(({ user, load }) => user !== winner.user && load === winner.load);
      return { user: winner.user, isTie };
    },
    nextInTurn: (after) => chooseNextInTurn(eligible, after)?.user ?? null,
    atRandom: (draw) => chooseAtRandom(eligible, draw)?.user ?? null,
    hope: () => earliest(...candidates.map((candidate) => hopeOf(candidate, demand.type, state))),
  };
}

function countsOf(candidates: readonly Candidate[]): Counts {
  const counts = new Map<PassedOver | 'eligible', number>();
  for (const { passedOver } of candidates) {
    const key = passedOver ?? 'eligible';
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
