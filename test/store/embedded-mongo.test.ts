import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { type EmbeddedMongo, startEmbeddedMongo } from '../../src/store/embedded-mongo.ts';
import { hasEnded, isRunning } from '../../src/store/mongod-pid.ts';
import { readRecord } from '../../src/store/mongod-record.ts';
import { temporaryFolder } from '../support/mongo.ts';
import { quietLog } from '../support/quiet-log.ts';

describe('embedded MongoDB', () => {
  let dataDir: string;
  const open: EmbeddedMongo[] = [];

  const start = async () => {
    const mongo = await startEmbeddedMongo({
      dataDir,
      binary: process.env.MONGOD_BINARY || null,
      log: quietLog,
    });
    open.push(mongo);
    return mongo;
  };
  const pidOf = async () => (await readRecord(dataDir))?.pid ?? 0;

  beforeEach(async () => {
    dataDir = await temporaryFolder();
  });

  afterEach(async () => {
    await Promise.all(open.splice(0).map((mongo) => mongo.stop()));
    await rm(dataDir, { recursive: true, force: true });
  });

  it('is a replica set with a primary: transactions and change streams work at once', async () => {
    const { uri } = await start();
    const client = new MongoClient(uri);
    const notes = client.db().collection('notes');
    await notes.insertOne({ n: 0 });
    await client.withSession((session) =>
      session.withTransaction(async () => {
        await notes.insertOne({ n: 1 }, { session });
        await notes.updateOne({ n: 0 }, { $inc: { n: 1 } }, { session });
      }),
    );
    const stream = notes.watch();
    const change = stream.next();
    // A change stream shows what comes after it is open, which its first answer confirms.
    await once(stream, 'resumeTokenChanged');
    await notes.insertOne({ n: 2 });
    expect(await change).to.include({ operationType: 'insert' });
    expect(await notes.countDocuments({ n: 1 })).to.equal(2);
    await stream.close();
    await client.close();
  });

  it('keeps its data and its port from one start to the next', async () => {
    const first = await start();
    await insertOne(first.uri);
    await first.stop();
    const second = await start();
    expect(second.uri).to.equal(first.uri);
    expect(second.attached).to.equal(false);
    expect(await count(second.uri)).to.equal(1);
  });

  it('moves to another port, data and all, when something else has taken its own', async () => {
    const first = await start();
    await insertOne(first.uri);
    await first.stop();
    const squatter = createServer().listen(Number(new URL(first.uri).port), '127.0.0.1');
    await once(squatter, 'listening');
    const second = await start();
    expect(second.uri).not.to.equal(first.uri);
    expect(await count(second.uri)).to.equal(1);
    await insertOne(second.uri);
    squatter.close();
  });

  it('is one for two that start at once, and runs until the last of them stops', async () => {
    const [one, two] = await Promise.all([start(), start()]);
    expect([one.attached, two.attached].sort()).to.deep.equal([false, true]);
    expect(one.uri).to.equal(two.uri);
    const pid = await pidOf();
    await one.stop();
    await one.stop();
    expect(isRunning(pid)).to.equal(true);
    await insertOne(two.uri);
    await two.stop();
    expect(isRunning(pid)).to.equal(false);
  });

  it('outlives the kill -9 of its process, and the next start attaches to it', async () => {
    const child = await startInAnotherProcess(dataDir);
    const pid = await pidOf();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const mongo = await start();
    expect(mongo.attached).to.equal(true);
    expect(await pidOf()).to.equal(pid);
    await mongo.stop();
    expect(await hasEnded(pid, 0)).to.equal(true);
  });

  it('starts again on the same data after mongod itself was killed', async () => {
    const first = await start();
    await insertOne(first.uri);
    const pid = await pidOf();
    process.kill(pid, 'SIGKILL');
    await hasEnded(pid, 5_000);
    const second = await start();
    expect(second.attached).to.equal(false);
    expect(await count(second.uri)).to.equal(1);
  });

  it('never takes a process for its mongod that only has the recorded number', async () => {
    const first = await start();
    await first.stop();
    const record = JSON.parse(await readFile(join(dataDir, 'mongod.json'), 'utf8'));
    await writeFile(join(dataDir, 'mongod.json'), JSON.stringify({ ...record, pid: process.pid }));
    const second = await start();
    expect(second.attached).to.equal(false);
    expect(await pidOf()).not.to.equal(process.pid);
  });

  it('starts with a record that cannot be read, on the data that is there', async () => {
    const first = await start();
    await insertOne(first.uri);
    await first.stop();
    await writeFile(join(dataDir, 'mongod.json'), '{"pid":');
    const second = await start();
    expect(await count(second.uri)).to.equal(1);
  });

  it('says why when mongod does not start', async () => {
    const first = await start();
    await first.stop();
    await writeFile(join(dataDir, 'db', 'WiredTiger.turtle'), 'not a catalogue');
    const failure = await start().then(
      () => null,
      (error: unknown) => error,
    );
    expect(failure)
      .to.be.instanceOf(Error)
      .with.property('message')
      .that.matches(/^mongod ended while starting\. It said: .+mongod\.log/);
  });

  it('stops within eight seconds also while clients are connected and busy', async () => {
    const { uri, stop } = await start();
    // The driver looks for the server that has gone for so long before its stream ends.
    const client = new MongoClient(uri, { serverSelectionTimeoutMS: 100 });
    const stream = client.db().collection('notes').watch();
    const next = stream.next().catch(() => null);
    await insertOne(uri);
    const before = Date.now();
    await stop();
    expect(Date.now() - before).to.be.below(8_000);
    await stream.close();
    await client.close();
    await next;
  });
});

async function startInAnotherProcess(dataDir: string): Promise<ChildProcess> {
  const script = new URL('../support/run-embedded-mongo.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

async function insertOne(uri: string): Promise<void> {
  await withNotes(uri, (notes) => notes.insertOne({}));
}

async function count(uri: string): Promise<number> {
  return await withNotes(uri, (notes) => notes.countDocuments());
}

async function withNotes<T>(
  uri: string,
  work: (notes: ReturnType<ReturnType<MongoClient['db']>['collection']>) => Promise<T>,
): Promise<T> {
  const client = new MongoClient(uri);
  try {
    return await work(client.db().collection('notes'));
  } finally {
    await client.close();
  }
}
