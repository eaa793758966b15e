import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { isRunning } from './mongod-pid.ts';

const RENEW_EVERY = 3_000;
const STALE_AFTER = 15_000;
const LOOK_AGAIN_AFTER = 50;

/**
 * Runs `work` while no one else, in this process or another on the machine, holds the lock file `path`; waits for
 * its turn, and calls `onWait` once if it has to. A lock whose holder died or has not renewed it for 15 s is taken over.
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>, onWait?: () => void): Promise<T> {
  await takeTurn(path, onWait);
  const renewal = setInterval(() => {
    // A renewal that fails only lets the lock grow stale, which is what it does when the folder has gone.
    const now = new Date();
    utimes(path, now, now).catch(() => clearInterval(renewal));
  }, RENEW_EVERY);
  try {
    return await work();
  } finally {
    clearInterval(renewal);
    await rm(path, { force: true });
  }
}

async function takeTurn(path: string, onWait?: () => void): Promise<void> {
  let waited = false;
  while (!(await tryTake(path))) {
    if (await isStale(path)) {
      await discard(path);
      continue;
    }
    if (!waited) onWait?.();
    waited = true;
    await pause(LOOK_AGAIN_AFTER);
  }
}

async function tryTake(path: string): Promise<boolean> {
  try {
    await writeFile(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

async function isStale(path: string): Promise<boolean> {
  try {
    const [holder, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    const holderDied = holder !== '' && !isRunning(Number(holder));
    return holderDied || Date.now() - mtimeMs > STALE_AFTER;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/**
 * Moves the stale file away, so that of several who found it stale one discards it. In the worst case two hold the
 * lock for a moment; what it guards bears that (mongod locks its folder itself, the cache is filled by renames).
 */
async function discard(path: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  await rm(aside, { force: true });
}

/** Whether an error is the operating system's with that code, such as ENOENT. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
