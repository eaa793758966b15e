import type { Instant } from './types.ts';

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

/** The earliest of several instants where null stands for never; null when all are. */
export function earliest(...instants: readonly (Instant | null)[]): Instant | null {
  let first: Instant | null = null;
  for (const instant of instants) {
    if (instant !== null && (first === null || instant < first)) first = instant;
  }
  return first;
}
