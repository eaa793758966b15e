import { createHash, randomBytes } from 'node:crypto';
import type { ClientSession, Connection } from 'mongoose';
import type { Clock } from '../../adapters/adapter.ts';
import { BadInput } from '../http/errors.ts';
import { type TokenRecord, tokenModel } from './token-model.ts';

/** What a token is for. */
export type Purpose = Pick<TokenRecord, 'kind' | 'user'>;

/** Links that work once and for a while. */
export interface OneTimeTokens {
  /** Makes a token; an earlier one of the same purpose no longer works. */
  issue(purpose: Purpose, lifetimeMs: number): Promise<{ token: string; expiresAt: Date }>;
  /** Throws BadInput for a token that does not work (any more), without using it up. */
  check(kind: TokenRecord['kind'], token: string): Promise<void>;
  /** Uses a token up and tells whose it is; throws BadInput for one that does not work (any more). */
  redeem(kind: TokenRecord['kind'], token: string, session: ClientSession): Promise<TokenRecord>;
}

/** Makes the one-time tokens on a connection. */
export function createOneTimeTokens({ db, clock }: { db: Connection; clock: Clock }): OneTimeTokens {
  const tokens = tokenModel(db);
  const valid = (kind: TokenRecord['kind'], token: string) => ({
    _id: digest(token),
    kind,
    expiresAt: { $gt: new Date(clock.now()) },
  });
  return {
    async issue({ kind, user }, lifetimeMs) {
      const token = randomBytes(32).toString('base64url');
      const expiresAt = new Date(clock.now() + lifetimeMs);
      await tokens.deleteMany({ kind, user });
      await tokens.create([{ _id: digest(token), kind, user, expiresAt }]);
      return { token, expiresAt };
    },
    async check(kind, token) {
      if (!(await tokens.exists(valid(kind, token)))) throw noLonger();
    },
    async redeem(kind, token, session) {
      const used = await tokens.findOneAndDelete(valid(kind, token), { session }).lean();
      if (!used) throw noLonger();
      return used;
    },
  };
}

function noLonger(): BadInput {
  return new BadInput([{ path: 'token', message: 'This link was used already or is too old.' }]);
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
