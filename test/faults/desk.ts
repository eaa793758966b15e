import { randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from 'mongoose';
import { connectStore } from '../../src/store/connection.ts';
import { type ApiClient, apiClient } from '../support/api-client.ts';
import { type Dovecot, MAIL_PASSWORD, startDovecot } from '../support/dovecot.ts';
import { eventually, PASSWORD } from '../support/gateway.ts';
import { freshDatabase, temporaryFolder } from '../support/mongo.ts';
import { type GatewayProcess, startProcess } from '../support/process.ts';
import { type SmtpSink, type SmtpSinkOptions, startSmtpSink } from '../support/smtp.ts';
import type { Plan } from './plan.ts';

const ROOT = 'root@example.com';

/** A support desk whose gateway process can be struck at any of its writes and started again. */
export interface Desk extends AsyncDisposable {
  readonly db: Connection;
  readonly dovecot: Dovecot;
  readonly smtp: SmtpSink;
  readonly agents: readonly string[];
  /** A form channel, given to the agents by load. */
  readonly form: string;
  /** An email channel that acknowledges, read from the mailbox `desk`, given to the agents by load. */
  readonly mail: string;
  /** The admin, signed in at the process that runs now. */
  readonly admin: ApiClient;
  /** Where the process that runs now listens. */
  readonly url: string;
  /** Says where the process is to be struck; counting begins now. */
  arm(plan: Omit<Plan, 'id'>): Promise<void>;
  /** What the process did since it was armed, and the signal that it got, in order. */
  seen(): Promise<string[]>;
  disarm(): Promise<void>;
  /** Starts the gateway again after it was struck, as if the dead one's time had run out. */
  restart(): Promise<void>;
  /** Another process on the same database, which nothing strikes. */
  another(): Promise<GatewayProcess>;
}

/** Opens a desk of three agents on a database of its own, or on the given one. */
export async function openDesk(options: { uri?: string; smtp?: SmtpSinkOptions } = {}): Promise<Desk> {
  const uri = options.uri ?? (await freshDatabase()).uri;
  const [folder, dovecot, smtp, db] = await Promise.all([
    temporaryFolder(),
    startDovecot(),
    startSmtpSink(options.smtp),
    connectStore(uri),
  ]);
  const running: GatewayProcess[] = [];
  const start = async (env: Record<string, string>) => {
    const gateway = await startProcess({ ...environment(uri), ...env });
    running.push(gateway);
    return gateway;
  };
  const struck = {
    FAULTS_FOLDER: folder,
    NODE_OPTIONS: `--import=${new URL('./preload.ts', import.meta.url).href}`,
  };
  let gateway = await start(struck);
  let admin = await signIn(gateway.url);
  const workspace = await setUp(admin, dovecot, smtp);
  const file = (name: string) => join(folder, name);
  return {
    db,
    dovecot,
    smtp,
    ...workspace,
    get admin() {
      return admin;
    },
    get url() {
      return gateway.url;
    },
    async arm(plan) {
      await rm(file('seen'), { force: true });
      await writeFile(file('plan'), JSON.stringify({ ...plan, id: randomUUID() }));
    },
    seen: async () => (await readFile(file('seen'), 'utf8').catch(() => '')).split('\n').filter(Boolean),
    disarm: () => rm(file('plan'), { force: true }),
    async restart() {
      await gateway.kill();
      await expireHolds(db);
      gateway = await start(struck);
      admin = await signIn(gateway.url);
    },
    another: () => start({}),
    async [Symbol.asyncDispose]() {
      await Promise.all(running.map((p) => p.kill()));
      await db.close();
      await Promise.all([dovecot[Symbol.asyncDispose](), smtp[Symbol.asyncDispose]()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What one process needs to be a whole gateway on a database. */
export function environment(uri: string): Record<string, string> {
  return {
    MONGODB_URI: uri,
    SECRET_KEY: 'a-key-for-tests-that-is-long-enough',
    ADMIN_EMAIL: ROOT,
    ADMIN_PASSWORD: PASSWORD,
  };
}

/** The super admin, signed in at a process. */
export async function signIn(url: string): Promise<ApiClient> {
  const admin = apiClient(url);
  await admin.signIn(ROOT, PASSWORD);
  return admin;
}

/** Makes an available agent and answers its id. */
export async function makeAgent(admin: ApiClient, name: string, more: object = {}): Promise<string> {
  const email = `${name.toLowerCase()}@example.com`;
  const made = await admin.post('/users', { email, name, password: PASSWORD, ...more });
  if (made.status !== 201) throw new Error(`The agent was not made: ${JSON.stringify(made.body)}`);
  await admin.put(`/users/${made.body.id}/availability`, { status: 'available' });
  return made.body.id;
}

/** Makes a channel and answers its id. */
export async function makeChannel(admin: ApiClient, channel: object): Promise<string> {
  const made = await admin.post('/channels', channel);
  if (made.status !== 201) throw new Error(`The channel was not made: ${JSON.stringify(made.body)}`);
  return made.body.id;
}

/** The settings of a form that takes whatever comes. */
export const OPEN_FORM = { spam: { minSeconds: 0, perMinute: 100_000 } };

async function setUp(admin: ApiClient, dovecot: Dovecot, smtp: SmtpSink) {
  const agents: string[] = [];
  for (const name of ['Ana', 'Ben', 'Cem']) agents.push(await makeAgent(admin, name));
  const policy = { assign: { to: 'specific', users: agents, teams: [] } };
  const form = await makeChannel(admin, { kind: 'form', name: 'Form', settings: OPEN_FORM, policy });
  const mail = await makeChannel(admin, {
    kind: 'email',
    name: 'Mail',
    settings: {
      address: 'support@shop.example',
      name: 'Support',
      acknowledge: true,
      imap: serverOf(dovecot, 'desk', MAIL_PASSWORD),
      smtp: serverOf(smtp, 'desk', 'secret'),
    },
    policy,
  });
  await eventually('the mailbox is connected', async () => {
    const { body } = await admin.get(`/channels/${mail}`);
    return body.health.state === 'connected';
  });
  return { agents, form, mail };
}

function serverOf({ host, port }: { host: string; port: number }, user: string, password: string) {
  return { host, port, security: 'none', user, password };
}

/** What a dead process held is free after seconds, its open transactions after a minute; tests do not wait for that. */
async function expireHolds(db: Connection): Promise<void> {
  await db.getClient().db('admin').command({ killAllSessions: [] });
  const past = new Date(0);
  await db.collection('leases').updateMany({}, { $set: { until: past } });
  await db.collection('outbox').updateMany({ state: 'sending' }, { $set: { heldUntil: past } });
  await db.collection('idempotency').updateMany({ answer: null }, { $set: { startedAt: past } });
}
