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
  issue(
    purpose: Purpose,
    lifetimeMs: number,
    session?: ClientSession,
  ): Promise<{ token: string; expiresAt: Date }>;
  /** Uses a token up and tells whose it is; throws BadInput for one that does not work (any more). */
  redeem(kind: TokenRecord['kind'], token: string, session: ClientSession): Promise<TokenRecord>;
}

/** Makes the one-time tokens on a connection. */
export function createOneTimeTokens({ db, clock }: { db: Connection; clock: Clock }): OneTimeTokens {
  const tokens = tokenModel(db);
  return {
    async issue({ kind, user }, lifetimeMs, session) {
      const token = randomBytes(32).toString('base64url');
      const expiresAt = new Date(clock.now() + lifetimeMs);
      const options = session ? { session } : {};
      await tokens.deleteMany({ kind, user }, options);
      await tokens.create([{ _id: digest(token), kind, user, expiresAt }], options);
      return { token, expiresAt };
    },
    async redeem(kind, token, session) {
      const expiresAt = { $gt: new Date(clock.now()) };
      const used = await tokens.findOneAndDelete({ _id: digest(token), kind, expiresAt }, { session }).lean();
      if (!used)
        throw new BadInput([{ path: 'token', message: 'This link was used already or is too old.' }]);
      return used;
    },
  };
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
