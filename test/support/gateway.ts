import type { Connection } from 'mongoose';
import { pino } from 'pino';
import { parseConfig } from '../../config/index.ts';
import { startGateway } from '../../src/gateway/gateway.ts';
import { connectStore } from '../../src/store/connection.ts';
import { type ApiClient, apiClient } from './api-client.ts';
import { freshDatabase } from './mongo.ts';

/** What everything is signed and encrypted with. */
export const SECRET_KEY = 'a-key-for-tests-that-is-long-enough';
export const PASSWORD = 'correct-horse-battery';

/** A clock that tests move; it runs on from where it was put. */
export interface MovableClock {
  now(): number;
  moveTo(at: number): void;
  moveBy(milliseconds: number): void;
}

function movableClock(at = Date.now()): MovableClock {
  let offset = at - Date.now();
  return {
    now: () => Date.now() + offset,
    moveTo(instant) {
      offset = instant - Date.now();
    },
    moveBy(milliseconds) {
      offset += milliseconds;
    },
  };
}

/** A gateway on a database of its own, with its super admin signed in. */
export interface TestGateway {
  url: string;
  /** The first super admin. */
  admin: ApiClient;
  db: Connection;
  /** What a process of its own needs to join in. */
  mongodbUri: string;
  secretKey: string;
  clock: MovableClock;
  client(key?: string): ApiClient;
  /** Starts another process on the same database; `env` says what it runs. */
  another(env?: Record<string, string>): Promise<{ url: string | null; stop(): Promise<void> }>;
  stop(): Promise<void>;
}

export async function startTestGateway(env: Record<string, string> = {}): Promise<TestGateway> {
  const database = await freshDatabase();
  const clock = movableClock();
  const start = (more: Record<string, string>) =>
    startGateway({
      config: parseConfig({
        PORT: '0',
        ADMIN_EMAIL: 'root@example.com',
        ADMIN_PASSWORD: PASSWORD,
        ...env,
        ...more,
      }),
      mongodbUri: database.uri,
      secretKey: SECRET_KEY,
      clock,
      log: pino({ level: process.env.TEST_LOG ?? 'silent' }),
      checkResponses: true,
    });
  const gateway = await start({});
  const url = gateway.url ?? '';
  const admin = apiClient(url);
  if (gateway.url) await admin.signIn('root@example.com', PASSWORD);
  const db = await connectStore(database.uri);
  return {
    url,
    admin,
    db,
    mongodbUri: database.uri,
    secretKey: SECRET_KEY,
    clock,
    client: (key) => apiClient(url, key),
    another: start,
    async stop() {
      await gateway.stop();
      await db.close();
      await database.drop();
    },
  };
}

/** Asks again and again until the answer is there; fails with `what` after half a minute. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | null | undefined | false>,
): Promise<T> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; ) {
    const answer = await ask();
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  throw new Error(`It did not come to pass in half a minute: ${what}.`);
}
