import type { Connection } from 'mongoose';
import { RateLimiterRes } from 'rate-limiter-flexible';
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

/** Makes the limiter of public endpoints: per address and channel, over all processes. */
export function createPublicLimiter(db: Connection): PublicLimiter {
  const limiters = new Map<number, ReturnType<typeof createMongoLimiter>>();
  const limiterOf = (points: number) => {
    const known = limiters.get(points);
    if (known) return known;
    const made = createMongoLimiter(db, { keyPrefix: `public-${points}`, points, duration: 60 });
    limiters.set(points, made);
    return made;
  };
  return async ({ channelId, address, perMinute = DEFAULT_PER_MINUTE }) => {
    try {
      await limiterOf(perMinute).consume(`${channelId}/${addressGroup(address)}`);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw new TooManyRequests(refusal.msBeforeNext / 1000);
    }
  };
}
