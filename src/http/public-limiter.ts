import type { Connection } from 'mongoose';
import { type RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible';
import { addressGroup } from './address-group.ts';
import { TooManyRequests } from './errors.ts';
import { createMongoLimiter } from './rate-limit-model.ts';

const DEFAULT_PER_MINUTE = 60;

/** Who asks, and how often a minute they may. */
export interface PublicRequest {
  channelId: string;
  /** The sender's address; the door's own name is part of the count when one channel has several. */
  address: string;
  /** The channel's own limit; 60 by default. */
  perMinute?: number | undefined;
}

/** Counts a request of somebody without an account; throws TooManyRequests above the limit. */
export type PublicLimiter = (request: PublicRequest) => Promise<void>;

/** Of what is left under a limit, the part that may pass before it is counted: ten processes at once do no harm. */
const AHEAD = 0.1;

interface Waiting {
  resolve(): void;
  reject(error: unknown): void;
}

/** The requests of one key while they are being counted. */
interface Group {
  waiting: Waiting[];
  /** So many are left by the latest answer, without those whose count is under way; 0 before the first answer. */
  left: number;
}

/** It went on already. */
const PASSED: Waiting = { resolve: () => undefined, reject: () => undefined };

/** Makes the limiter of public endpoints: per address and channel, over all processes. */
export function createPublicLimiter(db: Connection): PublicLimiter {
  const counters = new Map<number, (key: string) => Promise<void>>();
  return async ({ channelId, address, perMinute = DEFAULT_PER_MINUTE }) => {
    let count = counters.get(perMinute);
    if (!count) {
      const limit = { keyPrefix: `public-${perMinute}`, points: perMinute, duration: 60 };
      count = countInGroups(createMongoLimiter(db, limit));
      counters.set(perMinute, count);
    }
    await count(`${channelId}/${addressGroup(address)}`);
  };
}

/**
 * Counts requests of one key that come while an earlier count is being written together, in one write: many at once
 * from one address would else queue for the same document. Those far from the limit do not wait for it.
 */
function countInGroups(limiter: RateLimiterMongo): (key: string) => Promise<void> {
  const groups = new Map<string, Group>();

  async function drain(key: string, group: Group): Promise<void> {
    while (group.waiting.length > 0) {
      const counted = group.waiting.splice(0);
      group.left -= counted.length;
      group.left = await countGroup(limiter, key, counted);
    }
    groups.delete(key);
  }

  return async (key) => {
    const group = groups.get(key);
    if (group && group.waiting.length + 1 <= group.left * AHEAD) {
      // In front: those behind are refused when another process has used up what was left.
      group.waiting.unshift(PASSED);
      return;
    }
    await new Promise<void>((resolve, reject) => {
      if (group) {
        group.waiting.push({ resolve, reject });
        return;
      }
      const first = { waiting: [{ resolve, reject }], left: 0 };
      groups.set(key, first);
      void drain(key, first);
    });
  };
}

/** Of a group that goes over the limit, as many pass as there was room for. Answers how many are left. */
async function countGroup(limiter: RateLimiterMongo, key: string, group: Waiting[]): Promise<number> {
  try {
    const { remainingPoints } = await limiter.consume(key, group.length);
    for (const each of group) each.resolve();
    return remainingPoints;
  } catch (refusal) {
    const isOver = refusal instanceof RateLimiterRes;
    // A refusal from memory alone counts nobody: none pass.
    const isCounted = isOver && refusal.consumedPoints > limiter.points;
    const excess = isCounted ? refusal.consumedPoints - limiter.points : group.length;
    const room = Math.max(0, group.length - excess);
    const error = isOver ? new TooManyRequests(refusal.msBeforeNext / 1000) : refusal;
    for (const each of group.slice(0, room)) each.resolve();
    for (const each of group.slice(room)) each.reject(error);
    return 0;
  }
}
