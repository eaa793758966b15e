import type { Connection } from 'mongoose';
import { connectStore } from '../../src/store/connection.ts';
import type { ApiClient } from '../support/api-client.ts';
import { freshDatabase } from '../support/mongo.ts';
import { type GatewayProcess, startProcess } from '../support/process.ts';
import { environment, makeAgent, makeChannel, OPEN_FORM, signIn } from './workspace.ts';

/** Several whole gateways on one database, with agents and a form that is given to them. */
export interface Gateways extends AsyncDisposable {
  readonly db: Connection;
  readonly processes: readonly GatewayProcess[];
  /** The admin, signed in at each process. */
  readonly admins: readonly ApiClient[];
  /** The admin at the first process. */
  readonly admin: ApiClient;
  readonly agents: readonly string[];
  readonly form: string;
}

/** Starts them; `agent` and `policy` say what differs from the defaults. */
export async function startGateways(options: {
  processes: number;
  agents: number;
  agent?: object;
  policy?: object;
}): Promise<Gateways> {
  const { uri } = await freshDatabase();
  const start = () => startProcess(environment(uri));
  const first = await start();
  const others = await Promise.all(Array.from({ length: options.processes - 1 }, start));
  const processes = [first, ...others];
  const admin = await signIn(first.url);
  const agents: string[] = [];
  for (let i = 0; i < options.agents; i += 1) {
    agents.push(await makeAgent(admin, `Agent${i}`, { password: undefined, ...options.agent }));
  }
  const policy = { assign: { to: 'specific', users: agents, teams: [] }, ...options.policy };
  const form = await makeChannel(admin, { kind: 'form', name: 'Form', settings: OPEN_FORM, policy });
  const db = await connectStore(uri);
  return {
    db,
    processes,
    admin,
    admins: [admin, ...(await Promise.all(others.map((p) => signIn(p.url))))],
    agents,
    form,
    async [Symbol.asyncDispose]() {
      await Promise.all(processes.map((p) => p.kill()));
      await db.close();
    },
  };
}

/** Does so many things, `atOnce` of them at a time. */
export async function doMany(
  count: number,
  atOnce: number,
  work: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  async function worker(): Promise<void> {
    while (next < count) {
      next += 1;
      await work(next - 1);
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker));
}
