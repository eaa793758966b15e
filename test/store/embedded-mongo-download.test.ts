import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { access, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import sinon from 'sinon';
import { findMongod } from '../../src/store/mongod-binary.ts';
import { cachedAs } from '../../src/store/mongod-cache.ts';
import { fetchFromMongoDb } from '../../src/store/mongod-download.ts';
import { temporaryFolder } from '../support/mongo.ts';

const run = promisify(execFile);
// The downloader takes a smaller file for a broken one.
const PADDING = '#'.repeat(2 * 1024 * 1024);

describe("MongoDB's own download", () => {
  const said: string[] = [];
  let folder: string;
  let mirror: Server;
  let url: string;

  const find = () =>
    findMongod(
      {
        binary: null,
        path: '',
        cacheDir: join(folder, 'cache'),
        progress: (text) => void said.push(text),
      },
      [fetchFromMongoDb],
    );

  beforeEach(async () => {
    folder = await temporaryFolder();
    mirror = await serveMongoDb(await packMongod(folder));
    url = urlOf(mirror);
    const direct = Object.entries(process.env).filter(([name]) => !/_proxy$/i.test(name));
    sinon
      .stub(process, 'env')
      .value({ ...Object.fromEntries(direct), MONGOMS_DOWNLOAD_MIRROR: url, MONGOMS_USE_HTTP: 'true' });
    sinon.stub(console, 'log');
  });

  afterEach(async () => {
    sinon.restore();
    mirror.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('is tried in no time when it cannot be reached', async () => {
    mirror.close();
    await once(mirror, 'close');
    const failure = await find().catch((error: unknown) => String(error));
    expect(failure).to.include(`download from MongoDB: ${url} cannot be reached`);
    expect(said).to.deep.equal([]);
  });

  it('lands in the cache as one program, with nothing left of the way there', async () => {
    const file = await find();
    expect(file).to.equal(cachedAs(join(folder, 'cache'), 'mongodb'));
    await access(file);
    expect(await readdir(join(folder, 'cache'))).to.deep.equal(['mongodb']);
    expect(said[0]).to.match(/^Downloading MongoDB/);
  });
});

/** An archive of the shape of MongoDB's, with a program in it that only runs. */
async function packMongod(folder: string): Promise<Buffer> {
  const bin = join(folder, 'mongodb-linux-x86_64-8.2.6', 'bin');
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, 'mongod'), `#!/bin/sh\nexit 0\n${PADDING}`, { mode: 0o755 });
  await run('tar', ['-czf', join(folder, 'mongodb.tgz'), '-C', folder, 'mongodb-linux-x86_64-8.2.6']);
  return await readFile(join(folder, 'mongodb.tgz'));
}

async function serveMongoDb(archive: Buffer): Promise<Server> {
  const hash = createHash('md5').update(archive).digest('hex');
  const server = createServer((req, res) => {
    const content = req.url?.endsWith('.md5') ? Buffer.from(`${hash}  mongodb.tgz\n`) : archive;
    res.writeHead(200, { 'content-length': content.length, connection: 'close' });
    res.end(req.method === 'HEAD' ? undefined : content);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The mirror does not listen.');
  return `http://127.0.0.1:${address.port}`;
}
