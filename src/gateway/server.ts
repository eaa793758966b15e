import { createServer, type Server } from 'node:http';
import type { Express } from 'express';

/** How long requests under way may take to end, in milliseconds. */
const PATIENCE = 5000;

/** The port cannot be had; the message is fit for a person at the terminal. */
class CannotListen extends Error {
  override readonly name = 'CannotListen';
  readonly isForPeople = true;

  constructor(port: number, cause: Error) {
    super(`Port ${port} cannot be used (${cause.message}). Set PORT to a free one.`, { cause });
  }
}

/** Serves the app on a port (0 = any free one); `attach` adds what is not HTTP. Throws CannotListen. */
export async function listen(
  app: Express,
  port: number,
  attach: (server: Server) => void,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(app);
  attach(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(new CannotListen(port, cause)));
    server.listen(port, resolve);
  });
  return { url: `http://localhost:${portOf(server)}`, close: () => close(server) };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Lets requests under way end, and idle connections go. */
async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const hurry = setTimeout(() => server.closeAllConnections(), PATIENCE);
  await closed;
  clearTimeout(hurry);
}
