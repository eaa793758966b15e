import type { Instant } from '../../routing/types.ts';

/** So long a channel is down before the admins hear of it: short breaks mend themselves. */
export const DOWN_FOR_MS = 2 * 60_000;
/** So long it is well again before a new outage is news: one that flaps is told once. */
export const WELL_FOR_MS = 10 * 60_000;

/** What is remembered of a channel's outage. */
export interface Outage {
  /** Since when it has been down; null = it is not. */
  downSince: Instant | null;
  /** Since when it has been well again, while the outage is not over yet. */
  wellSince: Instant | null;
  told: boolean;
}

/** No outage. */
export const WELL: Outage = { downSince: null, wellSince: null, told: false };

/** How an outage goes on with what the channel's health is now. */
export function nextOutage(before: Outage, isDown: boolean, now: Instant): Outage {
  if (isDown) {
    const downSince = before.downSince ?? now;
    return { downSince, wellSince: null, told: before.told || now - downSince >= DOWN_FOR_MS };
  }
  if (!before.told) return WELL;
  const wellSince = before.wellSince ?? now;
  return now - wellSince >= WELL_FOR_MS ? WELL : { ...before, wellSince };
}
