import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { eventually } from './gateway.ts';

/** The gateway as its own process, started as a person would. */
export interface GatewayProcess {
  url: string;
  /** Everything it printed so far. */
  output(): string;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Asks it to stop and answers its exit code and how long it took, in milliseconds. */
  terminate(): Promise<{ code: number | null; took: number }>;
}

/** Starts the gateway with these variables, by `npm start` if so told, and resolves when it is ready (a worker: when it runs). */
export async function startProcess(
  env: Record<string, string>,
  command: [string, ...string[]] = [process.execPath, 'src/main.ts'],
): Promise<GatewayProcess> {
  const port = env.PORT ?? (await freePort());
  const [program, ...words] = command;
  const child = spawn(program, words, {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: String(port), LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => (printed += String(chunk)));
  const url = `http://localhost:${port}`;
  const ready = () => (env.PROCESS === 'worker' ? Promise.resolve(true) : answers(`${url}/readyz`));
  await eventually('the process is ready', async () => {
    if (child.exitCode !== null) throw new Error(`The gateway ended with ${child.exitCode}:\n${printed}`);
    return ready();
  });
  return { url, output: () => printed, kill: () => end(child, 'SIGKILL'), terminate: () => terminate(child) };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

async function terminate(child: ChildProcess): Promise<{ code: number | null; took: number }> {
  const began = performance.now();
  await end(child, 'SIGTERM');
  return { code: child.exitCode, took: performance.now() - began };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    // Nobody listens yet.
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
