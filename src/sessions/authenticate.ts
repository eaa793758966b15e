import type { Request } from 'express';
import type { SessionData } from 'express-session';
import type { Connection } from 'mongoose';
import type { Clock } from '../../adapters/adapter.ts';
import type { ApiKeys } from '../api-keys/api-keys.ts';
import type { Authenticate, Caller } from '../http/access.ts';
import { NotSignedIn } from '../http/errors.ts';
import type { Actor } from '../http/route.ts';
import { SecondFactorMissing } from '../two-factor/second-factor-errors.ts';
import { lacksSecondFactor } from '../two-factor/second-factor-rule.ts';
import { seeUser } from '../users/presence.ts';
import { type UserRecord, userModel } from '../users/user-model.ts';

/** What finding out the caller needs. */
export interface AuthenticateParts {
  db: Connection;
  clock: Clock;
  apiKeys: ApiKeys;
}

/** Makes the check of who calls: a key in `Authorization: Bearer`, else the session's user. */
export function createAuthenticate({ db, clock, apiKeys }: AuthenticateParts): Authenticate {
  return async (req) => {
    const authorization = req.get('Authorization');
    if (authorization !== undefined)
      return { actor: await apiKeys.authenticate(bearer(authorization)), csrfToken: null };
    const user = await signedIn(db, req.session);
    if (!user) return null;
    if (!isOnTheWayIn(req.path) && (await lacksSecondFactor(db, user))) throw new SecondFactorMissing();
    await seeUser(db, user, clock.now());
    return callerOf(user, req);
  };
}

/** The user of a session, for sockets; null when there is none, the session is over, or a second factor is missing. */
export async function findSessionUser(
  db: Connection,
  session: Partial<Pick<SessionData, 'userId' | 'version'>> | undefined,
): Promise<UserRecord | null> {
  const user = await signedIn(db, session);
  return user && !(await lacksSecondFactor(db, user)) ? user : null;
}

/** What somebody may do who is still to set up the second factor that the workspace asks for. */
function isOnTheWayIn(path: string): boolean {
  return path === '/session' || path === '/users/me/two-factor' || path.startsWith('/users/me/two-factor/');
}

async function signedIn(
  db: Connection,
  session: Partial<Pick<SessionData, 'userId' | 'version'>> | undefined,
): Promise<UserRecord | null> {
  if (session?.userId === undefined) return null;
  const user = await userModel(db).findById(session.userId).lean();
  return user?.active && user.sessionVersion === session.version ? user : null;
}

/** A signed-in user as an actor. */
function actorOf(user: Pick<UserRecord, '_id' | 'name' | 'role'>): Actor {
  return { kind: 'user', id: user._id, name: user.name, role: user.role, scopes: null };
}

function callerOf(user: UserRecord, req: Request): Caller {
  // A session of a signed-in user always has its token.
  return { actor: actorOf(user), csrfToken: req.session.csrfToken ?? '' };
}

function bearer(authorization: string): string {
  const [scheme = '', key = ''] = authorization.split(' ');
  if (scheme.toLowerCase() !== 'bearer' || key === '') {
    throw new NotSignedIn('Use the header Authorization: Bearer KEY.');
  }
  return key;
}
