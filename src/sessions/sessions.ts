import { randomBytes } from 'node:crypto';
import MongoStore from 'connect-mongo';
import type { Request, RequestHandler, Response } from 'express';
import expressSession, { type SessionData } from 'express-session';
import type { Connection } from 'mongoose';
import type { SecretBox } from '../store/secret-box.ts';
import type { UserRecord } from '../users/user-model.ts';
import { deviceOf } from './device.ts';
import { SESSIONS, sessionModel } from './session-model.ts';

declare module 'express-session' {
  interface SessionData {
    userId: string;
    /** The user's `sessionVersion` when they signed in. */
    version: number;
    csrfToken: string;
    /** The browser in words, for its user to know it by. */
    device: string;
    /** When they signed in, in milliseconds. */
    startedAt: number;
  }
}

/** Seven days without a visit end a session. */
export const LIFETIME_MS = 7 * 24 * 60 * 60_000;

/** The sessions of browsers, kept in MongoDB so that every process knows them. */
export interface Sessions {
  /** Loads `req.session`; sets the cookie only for those who sign in. */
  middleware: RequestHandler;
  /** Signs a user in under a new session id and gives the CSRF token: the one passed in or a new one. */
  start(req: Request, user: Pick<UserRecord, '_id' | 'sessionVersion'>, csrfToken?: string): Promise<string>;
  /** Signs out and takes the cookie back. */
  end(req: Request, res: Response): Promise<void>;
  /** Lets sessions live on as a visit does: while a console is open, its socket is the visit. */
  keepAlive(ids: readonly string[]): Promise<void>;
}

/** Makes the sessions; the cookie is Secure and bound to the host where the gateway is served by https. */
export function createSessions(parts: { db: Connection; box: SecretBox; publicUrl: string }): Sessions {
  const secure = parts.publicUrl.startsWith('https:');
  const name = secure ? '__Host-deskroute' : 'deskroute';
  const cookie = { httpOnly: true, sameSite: 'lax', path: '/', secure } as const;
  const load = expressSession({
    name,
    secret: parts.box.sign('cookies', 'session'),
    cookie: { ...cookie, maxAge: LIFETIME_MS },
    resave: false,
    saveUninitialized: false,
    rolling: true,
    store: createStore(parts.db),
  });
  return {
    middleware: secure ? chain(believeHttps, load) : load,
    start,
    async end(req, res) {
      await settled((done) => req.session.destroy(done));
      res.clearCookie(name, cookie);
    },
    async keepAlive(ids) {
      const expires = new Date(Date.now() + LIFETIME_MS);
      await sessionModel(parts.db).updateMany({ _id: { $in: ids } }, { $set: { expires } });
    },
  };
}

function createStore(db: Connection): SessionStore {
  return new SessionStore({
    client: db.getClient(),
    dbName: db.name,
    collectionName: SESSIONS,
    stringify: false,
    // Our own model declares the index.
    autoRemove: 'disabled',
    ttl: LIFETIME_MS / 1000,
    touchAfter: 60,
  });
}

class SessionStore extends MongoStore {
  /** A session that ended while a request was running must not spoil that request's answer. */
  override touch(id: string, session: SessionData, done?: (error: unknown) => void): void {
    super.touch(id, session, () => done?.(null));
  }
}

/** TLS ends before us. A proxy that forgets X-Forwarded-Proto must not cost the cookie: browsers come by https. */
const believeHttps: RequestHandler = (req, _res, next) => {
  Object.defineProperty(req, 'secure', { value: true });
  next();
};

function chain(first: RequestHandler, second: RequestHandler): RequestHandler {
  return (req, res, next) => {
    first(req, res, (error?: unknown) => (error ? next(error) : second(req, res, next)));
  };
}

/** A new id on every sign-in: one that somebody else planted is worth nothing (session fixation). */
async function start(
  req: Request,
  user: Pick<UserRecord, '_id' | 'sessionVersion'>,
  csrfToken = randomBytes(32).toString('base64url'),
): Promise<string> {
  await settled((done) => req.session.regenerate(done));
  const device = deviceOf(req.get('User-Agent'));
  const about = { device, startedAt: Date.now() };
  Object.assign(req.session, { userId: user._id, version: user.sessionVersion, csrfToken, ...about });
  // Stored before the answer goes out: the next request may reach another process.
  await settled((done) => req.session.save(done));
  return csrfToken;
}

function settled(act: (done: (error?: unknown) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    act((error) => (error ? reject(error) : resolve()));
  });
}
