import type { Connection } from 'mongoose';
import { connectStore } from '../../src/store/connection.ts';
import type { ApiClient } from '../support/api-client.ts';
import { type Dovecot, startDovecot } from '../support/dovecot.ts';
import { freshDatabase } from '../support/mongo.ts';
import { type GatewayProcess, startProcess } from '../support/process.ts';
import { type SmtpSink, startSmtpSink } from '../support/smtp.ts';
import { createStriker, type Striker } from './striker.ts';
import { environment, setUp, signIn } from './workspace.ts';

/** Which part of the gateway runs in the process to be struck; another process runs what is left. */
type Role = 'all' | 'web' | 'worker';

/** A support desk whose gateway process can be struck at any of its writes and started again. */
export interface Desk extends AsyncDisposable {
  readonly db: Connection;
  readonly dovecot: Dovecot;
  readonly smtp: SmtpSink;
  readonly striker: Striker;
  readonly agents: readonly string[];
  /** A form channel, given to the agents by load. */
  readonly form: string;
  /** An email channel that acknowledges, read from the mailbox `desk`, given to the agents by load. */
  readonly mail: string;
  /** The admin, signed in at the process that runs now. */
  readonly admin: ApiClient;
  /** Where customers and agents reach it now. */
  readonly url: string;
  /** Starts the gateway again after it was struck, as if the dead one's time had run out. */
  restart(): Promise<void>;
  /** Another whole process on the same database, which nothing strikes. */
  another(): Promise<GatewayProcess>;
}

/** Opens a desk of three agents on a database of its own, or on the given one. */
export async function openDesk(options: { uri?: string; struck?: Role } = {}): Promise<Desk> {
  const uri = options.uri ?? (await freshDatabase()).uri;
  const parts = [createStriker(), startDovecot(), startSmtpSink(), connectStore(uri)] as const;
  const [striker, dovecot, smtp, db] = await Promise.all(parts);
  const crew = await startCrew(uri, striker, options.struck ?? 'all');
  let admin = await signIn(crew.url());
  const workspace = await setUp(admin, dovecot, smtp);
  return {
    ...{ db, dovecot, smtp, striker, ...workspace },
    get admin() {
      return admin;
    },
    get url() {
      return crew.url();
    },
    async restart() {
      // A web process holds nothing, and the sessions of the worker that lives on must not be ended.
      await crew.restart(async () => {
        if (options.struck !== 'web') await expireHolds(db);
      });
      admin = await signIn(crew.url());
    },
    another: crew.another,
    async [Symbol.asyncDispose]() {
      await crew.kill();
      await db.close();
      await Promise.all([dovecot, smtp, striker].map((part) => part[Symbol.asyncDispose]()));
    },
  };
}

/** The process to be struck, and one beside it that runs what it does not. */
async function startCrew(uri: string, striker: Striker, role: Role) {
  const running: GatewayProcess[] = [];
  const start = async (env: Record<string, string> = {}) => {
    const started = await startProcess({ ...environment(uri), ...env });
    running.push(started);
    return started;
  };
  const startStruck = () => start({ ...striker.env, PROCESS: role });
  const other = role === 'all' ? null : await start({ PROCESS: role === 'web' ? 'worker' : 'web' });
  let struck = await startStruck();
  return {
    url: () => (role === 'worker' && other ? other.url : struck.url),
    async restart(meanwhile: () => Promise<void>) {
      await struck.kill();
      await meanwhile();
      struck = await startStruck();
    },
    another: () => start(),
    kill: () => Promise.all(running.map((p) => p.kill())),
  };
}

/** What a dead process held is free after seconds, its open transactions after a minute; tests do not wait for that. */
async function expireHolds(db: Connection): Promise<void> {
  await db.getClient().db('admin').command({ killAllSessions: [] });
  const past = new Date(0);
  await db.collection('leases').updateMany({}, { $set: { until: past } });
  await db.collection('outbox').updateMany({ state: 'sending' }, { $set: { heldUntil: past } });
  await db.collection('idempotency').updateMany({ answer: null }, { $set: { startedAt: past } });
}
