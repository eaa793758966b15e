import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { freePort } from '../../src/store/mongod-process.ts';
import { type ApiClient, apiClient } from '../../test/support/api-client.ts';

const ADMIN = { email: 'root@example.com', password: 'correct-horse-battery' };
const READY_TIMEOUT = 60_000;
const Memory = z.object({ resident: z.number(), heapUsed: z.number() });
type Memory = z.infer<typeof Memory>;

/** A gateway in a process of its own, as users run it. */
export interface BenchGateway {
  url: string;
  /** The super admin, signed in. */
  admin: ApiClient;
  /** How long it took from the start of its process until it was ready. */
  readyAfterMs: number;
  /** What it holds, garbage collected. */
  memory(): Promise<Memory>;
  stop(): Promise<void>;
}

/** Starts a whole gateway on that database, or on an embedded one in a folder, and resolves when it is ready. */
export async function startBenchGateway(
  database: string | { dataDir: string; binary: string | null },
): Promise<BenchGateway> {
  const port = await freePort(null);
  const began = performance.now();
  const flags = [
    '--max-semi-space-size=8',
    '--expose-gc',
    '--import',
    join(import.meta.dirname, 'memory-probe.ts'),
  ];
  const child = spawn(process.execPath, [...flags, join(import.meta.dirname, '../../src/main.ts')], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      ...process.env,
      PORT: String(port),
      ...environmentOf(database),
      SECRET_KEY: 'only-for-benchmarks-that-run-and-go',
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      LOG_LEVEL: 'error',
    },
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url, () => child.exitCode !== null);
  const readyAfterMs = performance.now() - began;
  const admin = apiClient(url);
  await admin.signIn(ADMIN.email, ADMIN.password);
  return {
    url,
    admin,
    readyAfterMs,
    async memory() {
      const told = once(child, 'message');
      child.send('memory');
      return Memory.parse((await told)[0]);
    },
    async stop() {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

function environmentOf(
  database: string | { dataDir: string; binary: string | null },
): Record<string, string> {
  if (typeof database === 'string') return { MONGODB_URI: database };
  const { dataDir, binary } = database;
  return { DATA_DIR: dataDir, ...(binary === null ? {} : { MONGOD_BINARY: binary }) };
}

async function untilReady(url: string, hasEnded: () => boolean): Promise<void> {
  for (const deadline = Date.now() + READY_TIMEOUT; Date.now() < deadline; await pause(20)) {
    if (hasEnded()) throw new Error('The gateway ended while starting.');
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
  }
  throw new Error('The gateway did not become ready in a minute.');
}
