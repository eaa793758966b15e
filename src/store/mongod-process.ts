import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rename, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { MongodFailed } from './mongod-errors.ts';
import { hasCode } from './mongod-lock.ts';
import { isRunning } from './mongod-pid.ts';

/** How one mongod is run. Paths are absolute. */
export interface MongodLaunch {
  binary: string;
  dbPath: string;
  logPath: string;
  port: number;
  /** As a server of its own instead of a member of a replica set, to repair the set's configuration. */
  standalone?: boolean;
}

/** The name of every replica set we start. */
export const REPLICA_SET = 'rs0';

// A start after a crash replays the journal first, which takes a while with much data.
const START_TIMEOUT = 60_000;

/**
 * Starts a mongod that outlives this process and resolves with its pid, before it answers: `waitUntilListening` next.
 * It listens on the loopback interface only and has no password.
 */
export async function launchMongod(launch: MongodLaunch): Promise<number> {
  await keepOneOldLog(launch.logPath);
  const child = spawn(launch.binary, flags(launch), { detached: true, stdio: 'ignore' });
  try {
    await once(child, 'spawn');
  } catch (cause) {
    throw new MongodFailed(`${launch.binary} could not be run.`, { cause });
  }
  child.unref();
  if (child.pid === undefined) throw new MongodFailed(`${launch.binary} has no process id.`);
  return child.pid;
}

/** Resolves once that mongod accepts connections; throws MongodFailed when it ends or takes longer than a minute. */
export async function waitUntilListening(pid: number, { port, logPath }: MongodLaunch): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT;
  while (!(await accepts(port))) {
    if (!isRunning(pid)) throw new MongodFailed(`mongod ended while starting. ${await lastWords(logPath)}`);
    if (Date.now() > deadline)
      throw new MongodFailed(`mongod did not start in time. ${await lastWords(logPath)}`);
    await pause(20);
  }
}

/** Whether something accepts connections on the loopback port. */
async function accepts(port: number): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1' });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** The wished port if it is free on the loopback interface, else any that is. */
export async function freePort(wish: number | null): Promise<number> {
  const server = createServer();
  server.listen(wish ?? 0, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    if (wish !== null && hasCode(error, 'EADDRINUSE')) return freePort(null);
    throw error;
  }
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new MongodFailed('No free port was found.');
  return address.port;
}

function flags({ dbPath, logPath, port, standalone }: MongodLaunch): string[] {
  return [
    ...['--dbpath', dbPath, '--logpath', logPath, '--port', String(port)],
    ...['--bind_ip', '127.0.0.1', '--nounixsocket'],
    ...(standalone ? [] : ['--replSet', REPLICA_SET]),
    ...['--wiredTigerCacheSizeGB', '0.25'],
    // A slow operation would be logged whole, with the messages in it.
    ...['--slowms', '2147483647'],
    ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
    // Otherwise the system's shutdown waits 15 s for secondaries that a single node does not have.
    ...['--setParameter', 'shutdownTimeoutMillisForSignaledShutdown=1000'],
    // What a killed process left open holds up whoever writes the same ticket or load; MongoDB's own limit is a minute.
    ...['--setParameter', 'transactionLifetimeLimitSeconds=20'],
  ];
}

async function keepOneOldLog(logPath: string): Promise<void> {
  await rm(`${logPath}.1`, { force: true });
  try {
    await rename(logPath, `${logPath}.1`);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
}

/** The last error that mongod wrote into its log, in one line, and where to read more. */
async function lastWords(logPath: string): Promise<string> {
  const lines = (await readFile(logPath, 'utf8').catch(() => '')).split('\n');
  const last = lines.findLast((line) => /"s":"[EF]"/.test(line)) ?? '';
  const reason = /"(?:error|errmsg|message)":"((?:[^"\\]|\\.)*)"/.exec(last)?.[1] ?? last.slice(0, 300);
  return `${reason === '' ? 'It said nothing.' : `It said: ${reason}`} (More in ${logPath})`;
}
