import { randomBytes } from 'node:crypto';
import type { Connection } from 'mongoose';
import { Secret, TOTP } from 'otpauth';
import type { Clock } from '../../adapters/adapter.ts';
import { Conflict } from '../http/errors.ts';
import type { FailedSignIns } from '../sessions/failed-sign-ins.ts';
import type { SecretBox } from '../store/secret-box.ts';
import { SecondFactorNeeded, SecondFactorWrong } from './second-factor-errors.ts';
import { type SecondFactorRecord, secondFactorModel } from './second-factor-model.ts';

/** What second factors need. */
export interface SecondFactorParts {
  db: Connection;
  clock: Clock;
  box: SecretBox;
  failedSignIns: FailedSignIns;
}

/** How somebody's second factor stands. */
export interface SecondFactorState {
  state: 'off' | 'pending' | 'on';
  since: Date | null;
  recoveryCodesLeft: number;
}

/** Codes of authenticator apps (RFC 6238) beside the password, and recovery codes for when the app is lost. */
export interface SecondFactors {
  stateOf(user: string): Promise<SecondFactorState>;
  /** Makes a secret to be put into an app; it is not asked for until confirmed. Throws Conflict where one is on. */
  begin(user: string, label: { issuer: string; account: string }): Promise<{ secret: string; uri: string }>;
  /** Turns it on by a code of the app and gives the recovery codes, the only time. Throws SecondFactorWrong. */
  confirm(user: string, code: string): Promise<string[]>;
  /** Makes new recovery codes; the earlier ones stop working. */
  renewRecoveryCodes(user: string): Promise<string[]>;
  /** True when there was something to remove. */
  remove(user: string): Promise<boolean>;
  /**
   * Uses up a code of somebody who has a second factor; nothing for those without. Wrong ones count as failed
   * sign-ins. Throws SecondFactorNeeded, SecondFactorWrong or TooManyRequests.
   */
  require(user: string, code: string | undefined, address: string): Promise<void>;
}

const STEP_MS = 30_000;
const RECOVERY_CODES = 10;
const RULES = { algorithm: 'SHA1', digits: 6, period: STEP_MS / 1000 } as const;

/** Makes the second factors on a connection. */
export function createSecondFactors(parts: SecondFactorParts): SecondFactors {
  const { db, clock, box, failedSignIns } = parts;
  const factors = secondFactorModel(db);
  const macOf = (user: string, code: string) => box.sign(`${user} ${code}`, 'recovery-codes');

  /** The time step that a code is of, one more or less to either side for clocks that differ; null = none. */
  function stepOf({ secret }: SecondFactorRecord, code: string): number | null {
    const totp = new TOTP({ ...RULES, secret: Secret.fromBase32(box.open(secret)) });
    const now = clock.now();
    const delta = totp.validate({ token: code, timestamp: now, window: 1 });
    return delta === null ? null : Math.floor(now / STEP_MS) + delta;
  }

  /** Of two who use the same code at once, one gets in. */
  async function use(factor: SecondFactorRecord, input: string): Promise<boolean> {
    const code = input.replaceAll(/[\s-]/g, '').toLowerCase();
    if (!/^\d{6}$/.test(code)) {
      const recovery = macOf(factor._id, code);
      const used = await factors.updateOne({ _id: factor._id, recovery }, { $pull: { recovery } });
      return used.modifiedCount === 1;
    }
    const step = stepOf(factor, code);
    if (step === null) return false;
    const used = await factors.updateOne(
      { _id: factor._id, lastStep: { $lt: step } },
      { $set: { lastStep: step } },
    );
    return used.modifiedCount === 1;
  }

  async function makeRecoveryCodes(user: string): Promise<string[]> {
    const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
    const recovery = codes.map((code) => macOf(user, code.replaceAll('-', '')));
    await factors.updateOne({ _id: user }, { $set: { recovery } });
    return codes;
  }

  return {
    async stateOf(user) {
      const factor = await factors.findById(user).lean();
      if (!factor) return { state: 'off', since: null, recoveryCodesLeft: 0 };
      const { confirmedAt, recovery } = factor;
      return {
        state: confirmedAt ? 'on' : 'pending',
        since: confirmedAt,
        recoveryCodesLeft: recovery.length,
      };
    },
    async begin(user, { issuer, account }) {
      const on = await factors.exists({ _id: user, confirmedAt: { $ne: null } });
      if (on) throw new Conflict('already-on', 'Two-factor sign-in is on already. Turn it off first.');
      const secret = new Secret({ size: 20 });
      const fields = { secret: box.seal(secret.base32), confirmedAt: null, lastStep: 0, recovery: [] };
      await factors.updateOne({ _id: user, confirmedAt: null }, { $set: fields }, { upsert: true });
      return {
        secret: secret.base32,
        uri: new TOTP({ ...RULES, secret, issuer, label: account }).toString(),
      };
    },
    async confirm(user, code) {
      const factor = await factors.findOne({ _id: user, confirmedAt: null }).lean();
      if (!factor) throw new Conflict('not-begun', 'Begin to set up two-factor sign-in first.');
      const step = stepOf(factor, code.replaceAll(/\s/g, ''));
      if (step === null) throw new SecondFactorWrong();
      const fields = { confirmedAt: new Date(clock.now()), lastStep: step };
      // Only the secret that was proven: another tab may have begun anew meanwhile.
      const proven = { _id: user, confirmedAt: null, secret: factor.secret };
      const written = await factors.updateOne(proven, { $set: fields });
      if (written.modifiedCount === 0) throw new SecondFactorWrong();
      return makeRecoveryCodes(user);
    },
    renewRecoveryCodes: makeRecoveryCodes,
    async remove(user) {
      return (await factors.deleteOne({ _id: user })).deletedCount > 0;
    },
    async require(user, code, address) {
      const factor = await factors.findOne({ _id: user, confirmedAt: { $ne: null } }).lean();
      if (!factor) return;
      if (code === undefined) throw new SecondFactorNeeded();
      const attempt = [`second factor of ${user}`, address] as const;
      await failedSignIns.refuse(...attempt);
      if (!(await use(factor, code))) {
        await failedSignIns.count(...attempt);
        throw new SecondFactorWrong();
      }
      // Guesses that were all begun before the first one failed learn nothing from the right one among them.
      await failedSignIns.refuse(...attempt);
    },
  };
}

/** 50 bits, in letters and digits that nobody takes for each other. */
function newRecoveryCode(): string {
  const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789';
  const letters = [...randomBytes(10)].map((byte) => alphabet[byte % 32] ?? '');
  return `${letters.slice(0, 5).join('')}-${letters.slice(5).join('')}`;
}
