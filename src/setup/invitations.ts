import type { Connection } from 'mongoose';
import type { Clock } from '../../adapters/adapter.ts';
import { BadInput } from '../http/errors.ts';
import { inTransaction } from '../store/connection.ts';
import type { SecondFactors } from '../two-factor/second-factors.ts';
import { hashPassword } from '../users/passwords.ts';
import { type UserRecord, userModel } from '../users/user-model.ts';
import type { OneTimeTokens } from './one-time-tokens.ts';

const LIFETIME_MS = 7 * 24 * 60 * 60_000;

/** A link by which somebody chooses their password. */
export interface Invitation {
  id: string;
  url: string;
  expiresAt: Date;
}

/** Invitations of users who have no password yet, or forgot it. */
export interface Invitations {
  /** Makes a link for a user; earlier ones stop working. Made again with the same id, it is the same link. */
  make(userId: string, id: string): Promise<Invitation>;
  /** Sets the password; the user's other sessions end. Throws BadInput for a link that does not work. */
  accept(input: Acceptance): Promise<UserRecord>;
}

/** Makes the invitations. */
export function createInvitations(parts: InvitationParts): Invitations {
  return {
    async make(userId, id) {
      const purpose = { kind: 'invitation', user: userId } as const;
      const { token, expiresAt } = await parts.tokens.issue(purpose, LIFETIME_MS, id);
      return { id, url: `${parts.publicUrl}/invitation?token=${token}`, expiresAt };
    },
    accept: (input) => accept(parts, input),
  };
}

/** What invitations need. */
export interface InvitationParts {
  db: Connection;
  clock: Clock;
  tokens: OneTimeTokens;
  publicUrl: string;
  secondFactors: SecondFactors;
}

/** What somebody gives who follows the link; `code` where their two-factor sign-in is on. */
export interface Acceptance {
  token: string;
  name?: string | undefined;
  password: string;
  code?: string | undefined;
  /** The address they come from. */
  address: string;
}

/** An invitation as the API shows it. */
export function presentInvitation({ url, expiresAt }: Invitation) {
  return { url, expiresAt: expiresAt.toISOString() };
}

async function accept(
  { db, clock, tokens, secondFactors }: InvitationParts,
  { token, name, password, code, address }: Acceptance,
): Promise<UserRecord> {
  // Hashing is costly: not for just anybody.
  const { user: invited } = await tokens.check('invitation', token);
  await secondFactors.require(invited ?? '', code, address);
  const passwordHash = await hashPassword(password);
  return inTransaction(db, async (session) => {
    const used = await tokens.redeem('invitation', token, session);
    const fields = { passwordHash, ...(name !== undefined && { name }), updatedAt: new Date(clock.now()) };
    const user = await userModel(db)
      .findOneAndUpdate(
        { _id: used.user ?? '', active: true },
        { $set: fields, $inc: { sessionVersion: 1 } },
        { session, returnDocument: 'after' },
      )
      .lean();
    if (!user) throw new BadInput([{ path: 'token', message: 'This account was deactivated.' }]);
    return user;
  });
}
