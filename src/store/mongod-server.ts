import { setTimeout as pause } from 'node:timers/promises';
import { type Db, MongoClient, MongoServerError } from 'mongodb';
import { z } from 'zod';
import { MongodFailed } from './mongod-errors.ts';
import { hasEnded } from './mongod-pid.ts';
import { REPLICA_SET } from './mongod-process.ts';

const NOT_YET_INITIALIZED = 94;
const PRIMARY_TIMEOUT = 30_000;
const STOP_TIMEOUT = 5_000;
const PATIENCE = 10_000;

const Status = z.object({ pid: z.coerce.number() });
const Options = z.object({ parsed: z.object({ storage: z.object({ dbPath: z.string() }) }) });

/** Settings of a new replica set; how long the others wait for a primary before they elect another. */
type Settings = { electionTimeoutMillis?: number };

/** Which process serves a port and on what folder; null when nothing there speaks MongoDB's protocol. */
export async function identifyServer(port: number): Promise<{ pid: number; dbPath: string } | null> {
  try {
    return await withAdmin(port, async (admin) => ({
      pid: Status.parse(await admin.command({ serverStatus: 1, metrics: 0 })).pid,
      dbPath: Options.parse(await admin.command({ getCmdLineOpts: 1 })).parsed.storage.dbPath,
    }));
  } catch {
    return null;
  }
}

/**
 * Makes the servers on these loopback ports one replica set, if they are not yet, by way of the first; resolves once
 * there is a primary.
 */
export async function ensureReplicaSet(
  ports: readonly [number, ...number[]],
  settings: Settings = {},
): Promise<void> {
  const members = ports.map((port, _id) => ({ _id, host: `127.0.0.1:${port}` }));
  await withAdmin(ports[0], async (admin) => {
    if (await isUninitialised(admin)) {
      await admin.command({ replSetInitiate: { _id: REPLICA_SET, members, settings } });
    }
    await waitForPrimary(admin);
  });
}

/**
 * Writes the port into the replica set's configuration of a mongod that runs as a server of its own. Started with the
 * configuration of another port, a member would look for itself there, and wait for whatever listens there by now.
 */
export async function recordPort(port: number): Promise<void> {
  await withServer(port, async (client) => {
    const configurations = client.db('local').collection('system.replset');
    await configurations.updateOne(
      {},
      { $set: { 'members.0.host': `127.0.0.1:${port}` }, $inc: { version: 1 } },
    );
  });
}

/** Shuts a mongod down cleanly and resolves once its process has ended; one that does not within 5 s is killed. */
export async function shutDown({ pid, port }: { pid: number; port: number }): Promise<void> {
  try {
    await withAdmin(port, (admin) => admin.command({ shutdown: 1, force: true, timeoutSecs: 1 }), 2_000);
  } catch {
    // The server closes the connection instead of answering; whether it went is seen by its process.
  }
  if (await hasEnded(pid, STOP_TIMEOUT)) return;
  // Its journal makes this safe; the next start only takes longer.
  process.kill(pid, 'SIGKILL');
  await hasEnded(pid, 1_000);
}

/** Runs `work` on the admin database of exactly the server on that loopback port. `patience` in milliseconds. */
export async function withAdmin<T>(
  port: number,
  work: (admin: Db) => Promise<T>,
  patience = PATIENCE,
): Promise<T> {
  return await withServer(port, (client) => work(client.db('admin')), patience);
}

async function withServer<T>(
  port: number,
  work: (client: MongoClient) => Promise<T>,
  patience = PATIENCE,
): Promise<T> {
  const client = new MongoClient(`mongodb://127.0.0.1:${port}`, {
    directConnection: true,
    serverSelectionTimeoutMS: patience,
    connectTimeoutMS: patience,
    socketTimeoutMS: patience,
  });
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

async function isUninitialised(admin: Db): Promise<boolean> {
  try {
    await admin.command({ replSetGetConfig: 1 });
    return false;
  } catch (error) {
    if (error instanceof MongoServerError && error.code === NOT_YET_INITIALIZED) return true;
    throw error;
  }
}

async function waitForPrimary(admin: Db): Promise<void> {
  const deadline = Date.now() + PRIMARY_TIMEOUT;
  for (;;) {
    const hello = await admin.command({ hello: 1 });
    if (hello.isWritablePrimary === true || (hello.secondary === true && hello.primary !== undefined)) return;
    if (Date.now() > deadline) throw new MongodFailed('The embedded MongoDB has no primary after 30 s.');
    await pause(20);
  }
}
