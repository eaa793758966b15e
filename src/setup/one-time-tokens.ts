import { createHash, randomBytes } from 'node:crypto';
import type { ClientSession, Connection } from 'mongoose';
import type { Clock } from '../../adapters/adapter.ts';
import { BadInput } from '../http/errors.ts';
import type { SecretBox } from '../store/secret-box.ts';
import { type TokenRecord, tokenModel } from './token-model.ts';

/** What a token is for. */
export type Purpose = Pick<TokenRecord, 'kind' | 'user'>;

/** Links that work once and for a while. */
export interface OneTimeTokens {
  /**
   * Makes a token; an earlier one of the same purpose no longer works. With an id, which nobody else must choose, the
   * token of the same id is the same again: what an attempt that died has mailed goes on working.
   */
  issue(purpose: Purpose, lifetimeMs: number, id?: string): Promise<{ token: string; expiresAt: Date }>;
  /** Tells whose it is without using it up; throws BadInput for a token that does not work (any more). */
  check(kind: TokenRecord['kind'], token: string): Promise<TokenRecord>;
  /** Uses a token up and tells whose it is; throws BadInput for one that does not work (any more). */
  redeem(kind: TokenRecord['kind'], token: string, session: ClientSession): Promise<TokenRecord>;
}

/** Makes the one-time tokens on a connection. */
export function createOneTimeTokens(parts: { db: Connection; clock: Clock; box: SecretBox }): OneTimeTokens {
  const { db, clock, box } = parts;
  const tokens = tokenModel(db);
  const valid = (kind: TokenRecord['kind'], token: string) => ({
    _id: digest(token),
    kind,
    expiresAt: { $gt: new Date(clock.now()) },
  });
  return {
    async issue({ kind, user }, lifetimeMs, id = randomBytes(32).toString('base64url')) {
      const token = box.sign(`${kind} ${user} ${id}`, 'one-time-tokens');
      const expiresAt = new Date(clock.now() + lifetimeMs);
      const _id = digest(token);
      await tokens.deleteMany({ kind, user, _id: { $ne: _id } });
      await tokens.updateOne({ _id }, { $set: { kind, user, expiresAt } }, { upsert: true });
      return { token, expiresAt };
    },
    async check(kind, token) {
      const found = await tokens.findOne(valid(kind, token)).lean();
      if (!found) throw noLonger();
      return found;
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
