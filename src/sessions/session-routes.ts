import type { Connection } from 'mongoose';
import { z } from 'zod';
import type { Clock } from '../../adapters/adapter.ts';
import { NotAllowed, NotSignedIn } from '../http/errors.ts';
import { type Actor, type Route, route } from '../http/route.ts';
import { readRoutingRules } from '../settings/routing-rules.ts';
import { lacksSecondFactor } from '../two-factor/second-factor-rule.ts';
import type { SecondFactors } from '../two-factor/second-factors.ts';
import { findUser } from '../users/find-user.ts';
import { isPassword } from '../users/passwords.ts';
import { presentUser } from '../users/present-user.ts';
import { type UserRecord, userModel } from '../users/user-model.ts';
import { EmailAddress, UserSchema } from '../users/user-schemas.ts';
import type { FailedSignIns } from './failed-sign-ins.ts';
import type { Sessions } from './sessions.ts';

/** What a browser learns when it signs in. */
export const SessionSchema = z
  .strictObject({
    user: UserSchema,
    csrfToken: z.string(),
    mustSetUpTwoFactor: z
      .literal(true)
      .optional()
      .meta({ description: 'Nothing else is possible before: the workspace asks for it' }),
  })
  .meta({ id: 'Session' });

const Credentials = z
  .strictObject({
    email: z.string().max(254),
    password: z.string().max(500),
    code: z
      .string()
      .max(50)
      .optional()
      .meta({ description: 'Of the authenticator app, or a recovery code, where two-factor sign-in is on' }),
  })
  .meta({ id: 'Credentials' });

/** What signing in and out needs. */
export interface SessionRouteParts {
  db: Connection;
  clock: Clock;
  sessions: Sessions;
  failedSignIns: FailedSignIns;
  secondFactors: SecondFactors;
}

const shared = { path: '/session', area: 'session' } as const;

/** The routes by which browsers sign in and out. */
export function createSessionRoutes(parts: SessionRouteParts): Route[] {
  return [signIn(parts), showSession(parts), signOut(parts)];
}

function signIn(parts: SessionRouteParts): Route {
  return route({
    ...shared,
    method: 'post',
    summary: 'Signs in and sets the cookie',
    access: 'public',
    body: Credentials,
    response: SessionSchema,
    async handle({ body, req }) {
      const user = await checkCredentials(parts, body, req.ip ?? '');
      await parts.secondFactors.require(user._id, body.code, req.ip ?? '');
      return presentSession(parts, user, await parts.sessions.start(req, user));
    },
  });
}

function showSession({ db, clock }: SessionRouteParts): Route {
  return route({
    ...shared,
    method: 'get',
    summary: 'Tells who is signed in',
    access: 'agent',
    response: SessionSchema,
    async handle({ actor, req }) {
      requireUser(actor);
      const user = await findUser(db, actor.id);
      return presentSession({ db, clock }, user, req.session.csrfToken ?? '');
    },
  });
}

function signOut({ sessions }: SessionRouteParts): Route {
  return route({
    ...shared,
    method: 'delete',
    summary: 'Signs out',
    access: 'agent',
    status: 204,
    async handle({ actor, req, res }) {
      requireUser(actor);
      await sessions.end(req, res);
    },
  });
}

/** The answer to whoever has signed in. */
export async function presentSession(
  { db, clock }: { db: Connection; clock: Clock },
  user: UserRecord,
  csrfToken: string,
) {
  const view = { rules: await readRoutingRules(db), at: clock.now(), details: true };
  const lacks = await lacksSecondFactor(db, user);
  return { user: presentUser(user, view), csrfToken, ...(lacks && { mustSetUpTwoFactor: true as const }) };
}

async function checkCredentials(
  { db, failedSignIns }: SessionRouteParts,
  { email, password }: z.infer<typeof Credentials>,
  address: string,
): Promise<UserRecord> {
  const account = EmailAddress.safeParse(email).data ?? '';
  await failedSignIns.refuse(account, address);
  const user = await userModel(db).findOne({ email: account }).lean();
  const right = await isPassword(user?.passwordHash ?? null, password);
  if (!right || !user?.active) {
    await failedSignIns.count(account, address);
    throw new NotSignedIn('The address or the password is wrong.');
  }
  // Guesses that were all begun before the first one failed learn nothing from the right one among them.
  await failedSignIns.refuse(account, address);
  return user;
}

function requireUser(actor: Actor): void {
  if (actor.kind !== 'user') throw new NotAllowed('A key has no session.');
}
