import { compareIds } from './ids.ts';
import type { Instant } from './types.ts';

/** What became of one ticket within a period, really or in a simulation. */
export interface Fate {
  arrivedAt: Instant;
  owner: string | null;
  team: string | null;
  /** When it got its first owner; null when it got none. */
  assignedAt: Instant | null;
  /** Nobody could take it when it came. */
  overflowed: boolean;
}

/** A period's tickets in numbers; two of these stand side by side. */
export interface Outcome {
  tickets: number;
  assigned: number;
  /** Given to a team, without an owner by the end. */
  leftToTeam: number;
  /** With neither owner nor team by the end. */
  unassigned: number;
  /** Nobody could take them when they came. */
  overflow: number;
  /** From arrival to the first owner in milliseconds; null when no ticket got one. */
  waits: { mean: number; median: number; ninetieth: number; ninetyFifth: number; longest: number } | null;
  /** By user id. `share` is the part of all assigned tickets, from 0 to 1. */
  shares: { user: string; tickets: number; share: number }[];
}

/** Sums up what became of a period's tickets. */
export function outcomeOf(fates: readonly Fate[]): Outcome {
  const ownerless = fates.filter(({ owner }) => owner === null);
  return {
    tickets: fates.length,
    assigned: fates.length - ownerless.length,
    leftToTeam: ownerless.filter(({ team }) => team !== null).length,
    unassigned: ownerless.filter(({ team }) => team === null).length,
    overflow: fates.filter(({ overflowed }) => overflowed).length,
    waits: waitsOf(fates),
    shares: sharesOf(fates),
  };
}

function waitsOf(fates: readonly Fate[]): Outcome['waits'] {
  const waits = fates
    .flatMap(({ arrivedAt, assignedAt }) => (assignedAt === null ? [] : [assignedAt - arrivedAt]))
    .sort((a, b) => a - b);
  const longest = waits.at(-1);
  if (longest === undefined) return null;
  const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
  return {
    mean,
    median: rank(waits, 0.5),
    ninetieth: rank(waits, 0.9),
    ninetyFifth: rank(waits, 0.95),
    longest,
  };
}

/** The nearest rank: the least value that so great a part of all does not exceed. */
function rank(sorted: readonly number[], part: number): number {
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0;
}

function sharesOf(fates: readonly Fate[]): Outcome['shares'] {
  const counts = new Map<string, number>();
  for (const { owner } of fates) if (owner !== null) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return [...counts]
    .map(([user, tickets]) => ({ user, tickets, share: tickets / all }))
    .sort((a, b) => compareIds(a.user, b.user));
}
