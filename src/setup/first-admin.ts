import type { ClientSession, Connection } from 'mongoose';
import type { Clock } from '../../adapters/adapter.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { Conflict } from '../http/errors.ts';
import { settingsModel, WORKSPACE } from '../settings/settings-model.ts';
import { inTransaction } from '../store/connection.ts';
import { hashPassword } from '../users/passwords.ts';
import { newUserRecord } from '../users/user-changes.ts';
import { type UserRecord, userModel } from '../users/user-model.ts';
import type { OneTimeTokens } from './one-time-tokens.ts';

const LINK_LIFETIME_MS = 24 * 60 * 60_000;

/** What making the first admin needs. */
export interface FirstAdminParts {
  db: Connection;
  clock: Clock;
  audit: AuditLog;
  tokens: OneTimeTokens;
  publicUrl: string;
}

/** The way from an empty database to the first super admin. */
export interface FirstAdmin {
  /** Whether there is a super admin, so that somebody can sign in. */
  hasAdmin(): Promise<boolean>;
  /**
   * Called at every start: makes the configured admin where there is none yet. Else gives the link, good for a day
   * and until the next start, by which the first admin is made; null once there is one.
   */
  prepare(configured: { email: string; password: string } | null): Promise<string | null>;
  /** Makes the first admin by the link's token; throws BadInput when it does not work (any more). */
  redeem(input: { token: string; name: string; email: string; password: string }): Promise<UserRecord>;
}

/** Makes the operations of the first start. */
export function createFirstAdmin(parts: FirstAdminParts): FirstAdmin {
  return {
    hasAdmin: () => hasSuperAdmin(parts.db),
    async prepare(configured) {
      if (await hasSuperAdmin(parts.db)) return null;
      if (configured) {
        await makeConfigured(parts, configured);
        return null;
      }
      const { token } = await parts.tokens.issue({ kind: 'setup', user: null }, LINK_LIFETIME_MS);
      return `${parts.publicUrl}/setup?token=${token}`;
    },
    async redeem({ token, ...admin }) {
      // Hashing is costly: not for just anybody.
      await parts.tokens.check('setup', token);
      const passwordHash = await hashPassword(admin.password);
      return inTransaction(parts.db, async (session) => {
        await parts.tokens.redeem('setup', token, session);
        return insert(parts, admin, { passwordHash, session });
      });
    },
  };
}

/** Of several processes that start at once, one makes the admin. */
async function makeConfigured(
  parts: FirstAdminParts,
  { email, password }: { email: string; password: string },
) {
  const passwordHash = await hashPassword(password);
  const admin = { email: email.toLowerCase(), name: email.split('@')[0] ?? email };
  await inTransaction(parts.db, (session) => insert(parts, admin, { passwordHash, session })).catch(
    (error) => {
      if (!(error instanceof Conflict)) throw error;
    },
  );
}

async function insert(
  { db, clock, audit }: FirstAdminParts,
  admin: { email: string; name: string },
  { passwordHash, session }: { passwordHash: string; session: ClientSession },
): Promise<UserRecord> {
  // Two transactions that both make a first admin collide here, and the second one then sees the first.
  const change = { $inc: { superAdminChanges: 1 } };
  await settingsModel(db).updateOne({ _id: WORKSPACE }, change, { upsert: true, session });
  if (await hasSuperAdmin(db, session)) throw new Conflict('already-set-up', 'There is an admin already.');
  const input = { ...admin, role: 'superAdmin', seat: 'service' } as const;
  const user = newUserRecord(input, passwordHash, new Date(clock.now()));
  await userModel(db).create([user], { session });
  const target = { kind: 'user', id: user._id, name: user.name };
  await audit.record({ actor: null, action: 'create', target, changes: [] }, session);
  return user;
}

async function hasSuperAdmin(db: Connection, session?: ClientSession): Promise<boolean> {
  const found = await userModel(db)
    .exists({ role: 'superAdmin' })
    .session(session ?? null);
  return found !== null;
}
