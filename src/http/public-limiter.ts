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

interface Waiting {
  resolve(): void;
  reject(error: unknown): void;
}

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
 * from one address would else queue for the same document.
 */
function countInGroups(limiter: RateLimiterMongo): (key: string) => Promise<void> {
  const groups = new Map<string, Waiting[]>();

  async function drain(key: string, waiting: Waiting[]): Promise<void> {
    while (waiting.length > 0) await countGroup(limiter, key, waiting.splice(0));
    groups.delete(key);
  }

  return (key) =>
    new Promise((resolve, reject) => {
      const waiting = groups.get(key);
      if (waiting) {
        waiting.push({ resolve, reject });
        return;
      }
      const first = [{ resolve, reject }];
      groups.set(key, first);
      void drain(key, first);
    });
}

/** Of a group that goes over the limit, as many pass as there was room for. */
async function countGroup(limiter: RateLimiterMongo, key: string, group: Waiting[]): Promise<void> {
  try {
    await limiter.consume(key, group.length);
    for (const each of group) each.resolve();
  } catch (refusal) {
    const isOver = refusal instanceof RateLimiterRes;
    const excess = isOver ? refusal.consumedPoints - limiter.points : group.length;
    const room = Math.max(0, group.length - excess);
    const error = isOver ? new TooManyRequests(refusal.msBeforeNext / 1000) : refusal;
    for (const each of group.slice(0, room)) each.resolve();
    for (const each of group.slice(room)) each.reject(error);
  }
}
