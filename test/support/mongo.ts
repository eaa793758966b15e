import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { type EmbeddedMongo, startEmbeddedMongo } from '../../src/store/embedded-mongo.ts';
import { findMongod } from '../../src/store/mongod-binary.ts';
import { isRunning } from '../../src/store/mongod-pid.ts';
import { freePort, launchMongod, REPLICA_SET, waitUntilListening } from '../../src/store/mongod-process.ts';
import { readRecord } from '../../src/store/mongod-record.ts';
import { ensureReplicaSet, shutDown, withAdmin } from '../../src/store/mongod-server.ts';
import { quietLog } from './quiet-log.ts';

const PREFIX = 'deskroute-test-';
const binary = process.env.MONGOD_BINARY || null;

let shared: Promise<EmbeddedMongo & { dataDir: string }> | undefined;

/** The MongoDB that all tests of a run share: started at first use, stopped by the root hook. */
export function startTestMongo(): Promise<EmbeddedMongo> {
  shared ??= startShared();
  return shared;
}

/** Ends the shared MongoDB and deletes its data; for the root hook. Free when none was started. */
export async function stopTestMongo(): Promise<void> {
  if (shared === undefined) return;
  const { stop, dataDir } = await shared;
  shared = undefined;
  await stop();
  await rm(dataDir, { recursive: true, force: true });
}

/** A database of its own in the shared MongoDB. `drop` may be called early; at the end of the run it goes anyway. */
export async function freshDatabase(): Promise<{ uri: string; drop(): Promise<void> }> {
  const { uri: base } = await startTestMongo();
  const uri = new URL(base);
  uri.pathname = `/test_${randomBytes(6).toString('hex')}`;
  return { uri: uri.href, drop: () => dropDatabase(uri.href) };
}

/** A node of a test's replica set. */
export interface TestNode {
  port: number;
  pid: number;
  /** Ends it as a crash would. */
  kill(): void;
}

/** A replica set of several nodes, to test fail-over. Ends with `stop`. */
export interface TestReplicaSet {
  uri: string;
  nodes: readonly TestNode[];
  /** The node that is primary; waits while none is elected. */
  primary(): Promise<TestNode>;
  /** Makes the primary step down; resolves when another one is elected. */
  stepDown(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts so many mongods as one replica set, on temporary folders. */
export async function startReplicaSet(size: number): Promise<TestReplicaSet> {
  const folder = await temporaryFolder();
  const program = await findMongod({ binary, progress() {} });
  const nodes: TestNode[] = [];
  for (let i = 0; i < size; i += 1) nodes.push(await startNode(program, join(folder, String(i))));
  const [first, ...others] = nodes.map((node) => node.port);
  if (first === undefined) throw new Error('A replica set has at least one node.');
  await ensureReplicaSet([first, ...others], { electionTimeoutMillis: 1_000 });
  return {
    uri: `mongodb://${nodes.map((node) => `127.0.0.1:${node.port}`).join(',')}/test?replicaSet=${REPLICA_SET}`,
    nodes,
    primary: () => findPrimary(nodes),
    stepDown: () => stepDown(nodes),
    stop: async () => {
      await Promise.all(nodes.filter((node) => isRunning(node.pid)).map((node) => shutDown(node)));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** An empty folder that a later run deletes should this one be killed. */
export async function temporaryFolder(): Promise<string> {
  return await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
}

async function startShared(): Promise<EmbeddedMongo & { dataDir: string }> {
  await sweep();
  const dataDir = await temporaryFolder();
  return { ...(await startEmbeddedMongo({ dataDir, binary, log: quietLog })), dataDir };
}

/** Ends and deletes what test runs that were killed have left behind. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (owner === undefined || isRunning(Number(owner))) continue;
    const folder = join(tmpdir(), name);
    const record = await readRecord(folder);
    if (record !== null && record.pid !== null && isRunning(record.pid)) {
      await shutDown({ pid: record.pid, port: record.port });
    }
    await rm(folder, { recursive: true, force: true });
  }
}

async function startNode(program: string, folder: string): Promise<TestNode> {
  const dbPath = join(folder, 'db');
  await mkdir(dbPath, { recursive: true });
  const how = { binary: program, dbPath, logPath: join(folder, 'mongod.log'), port: await freePort(null) };
  const pid = await launchMongod(how);
  await waitUntilListening(pid, how);
  return { port: how.port, pid, kill: () => void process.kill(pid, 'SIGKILL') };
}

async function findPrimary(nodes: readonly TestNode[]): Promise<TestNode> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await pause(50)) {
    for (const node of nodes) if (await isPrimary(node)) return node;
  }
  throw new Error('The replica set has elected no primary in 30 s.');
}

async function isPrimary({ pid, port }: TestNode): Promise<boolean> {
  if (!isRunning(pid)) return false;
  try {
    const hello = await withAdmin(port, (admin) => admin.command({ hello: 1 }));
    return hello.isWritablePrimary === true;
  } catch {
    // It died in this instant.
    return false;
  }
}

async function stepDown(nodes: readonly TestNode[]): Promise<void> {
  const before = await findPrimary(nodes);
  await withAdmin(before.port, (admin) =>
    admin.command({ replSetStepDown: 30, secondaryCatchUpPeriodSecs: 5 }),
  );
  await findPrimary(nodes.filter((node) => node !== before));
}

async function dropDatabase(uri: string): Promise<void> {
  const client = new MongoClient(uri);
  await client.db().dropDatabase();
  await client.close();
}
