import type { Express } from 'express';
import type { Connection } from 'mongoose';
import { pino } from 'pino';
import request from 'supertest';
import { type AppParts, createApp } from '../../src/http/app.ts';
import type { Role } from '../../src/http/route.ts';
import { connectStore } from '../../src/store/connection.ts';
import { createSecretBox } from '../../src/store/secret-box.ts';
import { createAccountIndexes } from '../../src/users/account-models.ts';
import { type AccountParts, createAccounts } from '../../src/users/accounts.ts';
import { hashPassword } from '../../src/users/passwords.ts';
import { newUserRecord } from '../../src/users/user-changes.ts';
import { type UserRecord, userModel } from '../../src/users/user-model.ts';
import { freshDatabase } from '../support/mongo.ts';

/** The password of everyone a test makes. */
export const PASSWORD = 'a long enough password';

/** A signed-in browser. */
export interface Browser {
  user: UserRecord;
  csrfToken: string;
  cookie: string;
  /** Sends a request with the cookie and the CSRF token. */
  send(method: Method, path: string, body?: object): request.Test;
}

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** The app over a database of its own. */
export interface TestApp {
  app: Express;
  db: Connection;
  clock: { now(): number; advance(ms: number): void };
  accounts: ReturnType<typeof createAccounts>;
  /** Stores a user without asking anybody. */
  makeUser(fields?: Partial<UserRecord>): Promise<UserRecord>;
  signIn(user: UserRecord, password?: string): Promise<Browser>;
  /** Makes a user of the role and signs them in. */
  as(role: Role, fields?: Partial<UserRecord>): Promise<Browser>;
  /** Empties every collection. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the app as `main` does, with answers held against their schemas. */
export async function startTestApp(
  parts: Partial<
    AccountParts & Pick<AppParts, 'mountOutside' | 'mountPages' | 'routes' | 'log' | 'bodyLimit'>
  > = {},
): Promise<TestApp> {
  const { uri, drop } = await freshDatabase();
  const db = await connectStore(uri);
  await createAccountIndexes(db);
  const clock = movableClock();
  const publicUrl = parts.publicUrl ?? 'http://localhost:3000';
  const box = createSecretBox('a key for tests that is long enough');
  const accounts = createAccounts({ db, clock, box, publicUrl, usedBy: async () => [], ...parts });
  const app = createApp({
    log: pino({ level: 'silent' }),
    ...accounts,
    ...parts,
    routes: [...accounts.routes, ...(parts.routes ?? [])],
    sessions: accounts.sessions.middleware,
    publicUrl,
    checkResponses: true,
  });
  const people = createPeople(app, db);
  return {
    app,
    db,
    clock,
    accounts,
    ...people,
    async clear() {
      for (const model of Object.values(db.models)) await model.deleteMany({});
    },
    async close() {
      await db.close();
      await drop();
    },
  };
}

function createPeople(app: Express, db: Connection): Pick<TestApp, 'makeUser' | 'signIn' | 'as'> {
  const hash = hashPassword(PASSWORD);
  let count = 0;
  const makeUser = async (fields: Partial<UserRecord> = {}): Promise<UserRecord> => {
    count += 1;
    const input = {
      name: `User ${count}`,
      email: `user${count}@example.com`,
      role: 'agent',
      seat: 'service',
    } as const;
    const user = { ...newUserRecord(input, await hash, new Date()), ...fields };
    await userModel(db).create([user]);
    return user;
  };
  const signIn = async (user: UserRecord, password = PASSWORD): Promise<Browser> => {
    const answer = await request(app)
      .post('/api/v1/session')
      .send({ email: user.email, password })
      .expect(200);
    return browserOf(app, user, answer);
  };
  return { makeUser, signIn, as: async (role, fields) => signIn(await makeUser({ ...fields, role })) };
}

/** The browser that has received the answer to a sign-in. */
export function browserOf(app: Express, user: UserRecord, answer: request.Response): Browser {
  const cookie = cookieOf(answer);
  const csrfToken = String(answer.body.csrfToken);
  return {
    user,
    csrfToken,
    cookie,
    send(method, path, body) {
      const test = request(app)
        [method](`/api/v1${path}`)
        .set('Cookie', cookie)
        .set('X-CSRF-Token', csrfToken);
      return body === undefined ? test : test.send(body);
    },
  };
}

/** The session cookie that an answer sets, as the browser sends it back. */
export function cookieOf(answer: request.Response): string {
  return setCookieOf(answer).split(';')[0] ?? '';
}

/** The first Set-Cookie header of an answer, whole. */
export function setCookieOf(answer: request.Response): string {
  const header: unknown = answer.headers['set-cookie'];
  return Array.isArray(header) ? String(header[0]) : '';
}

function movableClock(): TestApp['clock'] {
  let offset = 0;
  return {
    now: () => Date.now() + offset,
    advance(ms) {
      offset += ms;
    },
  };
}
