import { compareIds } from './ids.ts';
import type { Candidate } from './types.ts';

/** The candidate with the lowest load; ties to whoever was auto-assigned longest ago, then the lowest id. */
export function chooseLeastLoaded(candidates: readonly Candidate[]): Candidate | undefined {
  return minBy(
    candidates,
    (a, b) => a.load - b.load || a.lastAssigned - b.lastAssigned || compareIds(a.user, b.user),
  );
}

/** The next candidate by id after the user assigned last, who need not be one of them; null starts the round. */
export function chooseNextInTurn(
  candidates: readonly Candidate[],
  after: string | null,
): Candidate | undefined {
  const later = after === null ? candidates : candidates.filter(({ user }) => compareIds(user, after) > 0);
  return minBy(later.length > 0 ? later : candidates, (a, b) => compareIds(a.user, b.user));
}

/** The candidate that a number drawn uniformly from [0, 1) points at; each has an equal part of it. */
export function chooseAtRandom(candidates: readonly Candidate[], draw: number): Candidate | undefined {
  return candidates[Math.floor(draw * candidates.length)];
}

function minBy<T>(items: readonly T[], compare: (a: T, b: T) => number): T | undefined {
  let best: T | undefined;
  for (const item of items) if (best === undefined || compare(item, best) < 0) best = item;
  return best;
}
