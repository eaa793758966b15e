import { homedir } from 'node:os';
import { join } from 'node:path';

/** What the server program is called on this system. */
export const FILE_NAME = process.platform === 'win32' ? 'mongod.exe' : 'mongod';

/** The folder that keeps downloaded mongods, one for all projects of the user. */
export function defaultCacheDir(): string {
  const base = process.env.XDG_CACHE_HOME;
  return join(base ? base : join(homedir(), '.cache'), 'deskroute', 'mongod');
}

/** Where a source keeps its mongod in the cache. */
export function cachedAs(cacheDir: string, source: 'mongodb' | 'wheel'): string {
  return join(cacheDir, source, FILE_NAME);
}
