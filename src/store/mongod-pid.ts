import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** Whether a process of this machine runs; one that has ended and only waits for its parent (a zombie) does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as someone else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  return stateOf(pid) !== 'Z';
}

/** Whether that process may be a mongod on `dbPath`; certain on Linux, elsewhere only the server itself can tell. */
export function mayServe(pid: number, dbPath: string): boolean {
  if (!isRunning(pid)) return false;
  const commandLine = readProc(pid, 'cmdline');
  return commandLine === null || commandLine.split('\0').includes(dbPath);
}

/** Resolves once the process has ended; false when it still runs after `timeout` milliseconds. */
export async function hasEnded(pid: number, timeout: number): Promise<boolean> {
  const deadline = Date.now() + timeout;
  while (isRunning(pid)) {
    if (Date.now() > deadline) return false;
    await pause(20);
  }
  return true;
}

/** The state letter of /proc/<pid>/stat, which follows the name in parentheses. */
function stateOf(pid: number): string | null {
  const stat = readProc(pid, 'stat');
  return stat === null ? null : (stat.slice(stat.lastIndexOf(')') + 2)[0] ?? null);
}

/** null where there is no /proc, or the process ended meanwhile. */
function readProc(pid: number, file: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return null;
  }
}
