import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../src/store/mongod-process.ts';
import { type ApiClient, apiClient } from '../../test/support/api-client.ts';

const ADMIN = { email: 'root@example.com', password: 'correct-horse-battery' };
const READY_TIMEOUT = 60_000;

/** A gateway in a process of its own, as users run it. */
export interface BenchGateway {
  url: string;
  /** The super admin, signed in. */
  admin: ApiClient;
  stop(): Promise<void>;
}

/** Starts a whole gateway on that database and resolves when it is ready. */
export async function startBenchGateway(mongodbUri: string): Promise<BenchGateway> {
  const port = await freePort(null);
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../src/main.ts')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      PORT: String(port),
      MONGODB_URI: mongodbUri,
      SECRET_KEY: 'only-for-benchmarks-that-run-and-go',
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      LOG_LEVEL: 'error',
    },
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url, () => child.exitCode !== null);
  const admin = apiClient(url);
  await admin.signIn(ADMIN.email, ADMIN.password);
  return {
    url,
    admin,
    async stop() {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

async function untilReady(url: string, hasEnded: () => boolean): Promise<void> {
  for (const deadline = Date.now() + READY_TIMEOUT; Date.now() < deadline; await pause(50)) {
    if (hasEnded()) throw new Error('The gateway ended while starting.');
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
  }
  throw new Error('The gateway did not become ready in a minute.');
}
