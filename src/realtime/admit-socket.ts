import type { Connection } from 'mongoose';
import type { Log } from '../../adapters/adapter.ts';
import { errorName } from '../error-name.ts';
import { isOwnOrigin } from '../http/own-origin.ts';
import { findSocketSession } from '../sessions/socket-session.ts';
import { type ConsoleSocket, Handshake, type SocketOwner } from './protocol.ts';

/** Why a socket is not let in; the client finds the code in `error.data.code`. */
class Refusal extends Error {
  readonly data: { code: string };

  constructor(code: 'wrong-origin' | 'not-signed-in' | 'bad-input', message: string) {
    super(message);
    this.name = 'Refusal';
    this.data = { code };
  }
}

/** What letting in needs. */
export interface AdmitParts {
  db: Connection;
  log: Log;
  /** Without a slash at the end. */
  publicUrl: string;
  /** Runs for everyone who is let in, before they are. */
  prepare(owner: SocketOwner): Promise<void>;
}

/** Lets in consoles of this site whose browser is signed in, and says who they are. */
export function createAdmitSocket(parts: AdmitParts) {
  return (socket: ConsoleSocket, next: (error?: Error) => void): void => {
    admit(parts, socket).then(
      () => next(),
      (error: unknown) => {
        if (error instanceof Refusal) return next(error);
        parts.log.warn({ err: errorName(error) }, 'a console could not be let in');
        // A refusal would be final; a client whose connection breaks tries again.
        socket.conn.close();
      },
    );
  };
}

async function admit({ db, publicUrl, prepare }: AdmitParts, socket: ConsoleSocket): Promise<void> {
  const { origin, host } = socket.handshake.headers;
  // Browsers always send it with a WebSocket, and send cookies with it wherever it comes from.
  if (origin !== undefined && !isOwnOrigin(origin, host, publicUrl)) {
    throw new Refusal('wrong-origin', 'This connection comes from another site.');
  }
  const session = await findSocketSession(db, socket.request);
  if (!session) throw new Refusal('not-signed-in', 'Sign in first.');
  const handshake = Handshake.safeParse(socket.handshake.auth);
  if (!handshake.success) throw new Refusal('bad-input', 'The position in `since` is none.');
  const { _id: id, role, sessionVersion: version } = session.user;
  socket.data = { user: { id, role, version }, session: session.id, since: handshake.data.since ?? null };
  await prepare(socket.data);
}
