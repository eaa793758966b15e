import { createHash } from 'node:crypto';
import type { Connection } from 'mongoose';
import { addressGroup } from '../http/address-group.ts';
import { TooManyRequests } from '../http/errors.ts';
import { createMongoLimiter } from '../http/rate-limit-model.ts';

const WINDOW_SECONDS = 15 * 60;

/** Wrong passwords within a window: for one account from one address, for one account, and from one address. */
const LIMITS = { pair: 10, account: 100, address: 100 };

/** Counts wrong passwords, so that guessing does not pay. Right ones are never counted. */
export interface FailedSignIns {
  /** Throws TooManyRequests once there were too many; asked before and after a password is checked. */
  refuse(account: string, address: string): Promise<void>;
  count(account: string, address: string): Promise<void>;
}

/** Makes the counter, shared by all processes. */
export function createFailedSignIns(db: Connection): FailedSignIns {
  const limiters = Object.entries(LIMITS).map(([kind, points]) => ({
    kind,
    points,
    limiter: createMongoLimiter(db, { keyPrefix: `sign-in-${kind}`, points, duration: WINDOW_SECONDS }),
  }));
  const keyed = (account: string, address: string) => {
    const keys = keysOf(account, addressGroup(address));
    return limiters.map((limit) => ({ ...limit, key: keys[limit.kind] ?? '' }));
  };
  return {
    async refuse(account, address) {
      for (const { limiter, key, points } of keyed(account, address)) {
        const state = await limiter.get(key);
        if (state && state.consumedPoints >= points) throw tooMany(state.msBeforeNext);
      }
    },
    async count(account, address) {
      await Promise.all(keyed(account, address).map(({ limiter, key }) => limiter.penalty(key)));
    },
  };
}

function tooMany(waitMs: number): TooManyRequests {
  return new TooManyRequests(waitMs / 1000, 'Too many failed attempts. Please wait before trying again.');
}

/** Digests: what was typed as an address may be anything, a password too. */
function keysOf(account: string, address: string): Record<string, string> {
  const digest = (text: string) => createHash('sha256').update(text).digest('base64url');
  return { pair: digest(`${account}\n${address}`), account: digest(account), address: digest(address) };
}
