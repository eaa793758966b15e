import { randomUUID } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Log } from '../../adapters/adapter.ts';
import { findMongod } from './mongod-binary.ts';
import { MongodFailed } from './mongod-errors.ts';
import { withFileLock } from './mongod-lock.ts';
import { isRunning, mayServe } from './mongod-pid.ts';
import {
  freePort,
  launchMongod,
  type MongodLaunch,
  REPLICA_SET,
  waitUntilListening,
} from './mongod-process.ts';
import { type MongodRecord, readRecord, writeRecord } from './mongod-record.ts';
import { ensureReplicaSet, identifyServer, recordPort, shutDown } from './mongod-server.ts';

/** What an embedded MongoDB needs. */
export interface EmbeddedMongoOptions {
  /** Holds `mongod.json`, `mongod.log` and the data under `db/`. Made when absent. */
  dataDir: string;
  /** A mongod to run (MONGOD_BINARY); null = the last used, PATH, the cache, or a download. */
  binary: string | null;
  log: Log;
  /** Told in words what takes long; by default it goes to the log. */
  progress?: (text: string) => void;
}

/** A running MongoDB: a replica set of one node with its primary, on the loopback interface. */
export interface EmbeddedMongo {
  /** With the database `deskroute`. */
  uri: string;
  /** True when it ran already: another process uses it, or one that used it was killed. */
  attached: boolean;
  /** Gives it up; the last process that uses it shuts it down, cleanly and within 8 s. Repeats are free. */
  stop(): Promise<void>;
}

interface Running extends MongodRecord {
  pid: number;
}

/**
 * Attaches to the MongoDB of a data folder or starts it, at start-up when no MONGODB_URI is given. Any number of
 * processes may share a data folder. Throws NoMongodBinary or MongodFailed with what to do.
 */
export async function startEmbeddedMongo(options: EmbeddedMongoOptions): Promise<EmbeddedMongo> {
  const dataDir = resolve(options.dataDir);
  await mkdir(join(dataDir, 'db'), { recursive: true, mode: 0o700 });
  const user = { id: randomUUID(), pid: process.pid };
  const alreadyThere = await locked(dataDir, () => attach(dataDir, user));
  // Looking for a binary may download one: other processes must be able to stop meanwhile.
  const running = alreadyThere ?? (await start(dataDir, user, options));
  options.log.info({ port: running.port, attached: running.attached }, 'embedded MongoDB is ready');
  let stopping: Promise<void> | undefined;
  return {
    uri: `mongodb://127.0.0.1:${running.port}/deskroute?replicaSet=${REPLICA_SET}`,
    attached: running.attached,
    stop: () => (stopping ??= locked(dataDir, () => leave(dataDir, user.id))),
  };
}

type User = MongodRecord['users'][number];
type Started = Running & { attached: boolean };

async function start(dataDir: string, user: User, options: EmbeddedMongoOptions): Promise<Started> {
  const last = await readRecord(dataDir);
  const progress = options.progress ?? ((text: string) => options.log.info({}, text));
  const binary = await findMongod({ binary: options.binary, lastUsed: last?.binary ?? null, progress });
  return await locked(dataDir, async () => {
    return (await attach(dataDir, user)) ?? (await launch(dataDir, user, binary));
  });
}

async function attach(dataDir: string, user: User): Promise<Started | null> {
  const record = await readRecord(dataDir);
  if (record === null || record.pid === null) return null;
  const running: Running = { ...record, pid: record.pid };
  if (!(await isOurs(running, dataDir))) return null;
  await ensureReplicaSet([running.port]);
  const joined = { ...running, users: [...stillThere(running.users), user] };
  await writeRecord(dataDir, joined);
  return { ...joined, attached: true };
}

/** Whether the record's process is a mongod on this very folder: its number and its port may be another's by now. */
async function isOurs({ pid, port, binary }: Running, dataDir: string): Promise<boolean> {
  const dbPath = join(dataDir, 'db');
  if (!mayServe(pid, dbPath)) return false;
  const server = await identifyServer(port);
  if (server !== null) return server.pid === pid && server.dbPath === dbPath;
  // Its parent may have been killed while it was still starting.
  try {
    await waitUntilListening(pid, { binary, dbPath, port, logPath: join(dataDir, 'mongod.log') });
  } catch (error) {
    if (error instanceof MongodFailed) return false;
    throw error;
  }
  return (await identifyServer(port))?.pid === pid;
}

async function launch(dataDir: string, user: User, binary: string): Promise<Started> {
  const last = await readRecord(dataDir);
  const port = await freePort(last?.port ?? null);
  const how = { binary, port, dbPath: join(dataDir, 'db'), logPath: join(dataDir, 'mongod.log') };
  if (port !== last?.port && (await hasData(how.dbPath))) await moveToPort(how);
  const running: Running = { pid: await launchMongod(how), port, binary, users: [user] };
  // Before it is ready: killed from here on, the next start finds it all the same.
  await writeRecord(dataDir, running);
  await waitUntilListening(running.pid, how);
  await ensureReplicaSet([port]);
  return { ...running, attached: false };
}

async function moveToPort(how: MongodLaunch): Promise<void> {
  const pid = await launchMongod({ ...how, standalone: true });
  await waitUntilListening(pid, how);
  await recordPort(how.port);
  await shutDown({ pid, port: how.port });
}

async function hasData(dbPath: string): Promise<boolean> {
  return (await readdir(dbPath)).includes('WiredTiger');
}

/** The last one out stops it: a worker that restarts must not take the database from under the web process. */
async function leave(dataDir: string, userId: string): Promise<void> {
  const record = await readRecord(dataDir);
  if (record === null || record.pid === null) return;
  const users = stillThere(record.users).filter((user) => user.id !== userId);
  if (users.length > 0) return await writeRecord(dataDir, { ...record, users });
  if (mayServe(record.pid, join(dataDir, 'db'))) await shutDown({ pid: record.pid, port: record.port });
  await writeRecord(dataDir, { ...record, pid: null, users: [] });
}

function stillThere(users: readonly User[]): User[] {
  return users.filter((user) => isRunning(user.pid));
}

async function locked<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  return await withFileLock(join(dataDir, 'mongod.json.lock'), work);
}
