import type { Connection } from 'mongoose';
import type { Log } from '../../adapters/adapter.ts';
import { errorName } from '../error-name.ts';
import { findSocketSession } from '../sessions/socket-session.ts';
import { createAdmitSocket } from './admit-socket.ts';
import type { Change } from './change.ts';
import type { History } from './history.ts';
import { EVERYONE, type LiveEvent, roomOfUser } from './live-event.ts';
import type { ConsoleNamespace, ConsoleSocket, ReadyEvent, SocketOwner } from './protocol.ts';
import { cutOffWhenSlow } from './slow-consumer.ts';

/** What serving the consoles' sockets needs. */
export interface ConsoleParts {
  db: Connection;
  log: Log;
  /** Without a slash at the end. */
  publicUrl: string;
  namespace: ConsoleNamespace;
  history: History;
  /** Somebody is in; they have been told what they missed. */
  onEnter(socket: ConsoleSocket): void;
}

/** The consoles that are connected to this process. */
export interface Consoles {
  /** Tells those who may see it. */
  tell(event: LiveEvent): void;
  /** Lets go of those whose right to be here ended with this change. */
  heed(change: Change): void;
  /** Tells everyone to read everything anew. */
  reset(): void;
  /** Tells everyone how far the feed is, so that they need not come back from far behind. */
  tellPosition(): void;
}

/** Serves the namespace `/console`. */
export function serveConsoles(parts: ConsoleParts): Consoles {
  const { namespace, history } = parts;
  const sockets = () => [...namespace.sockets.values()];
  const prepare = async ({ since }: SocketOwner) => {
    if (since !== null) await history.reach(since);
  };
  namespace.use(createAdmitSocket({ ...parts, prepare }));
  // What was emitted to rooms in this turn goes out before the next: whoever enters then gets nothing twice.
  namespace.on('connection', (socket) => void setImmediate(() => enter(parts, socket)));
  return {
    tell(event) {
      if (namespace.adapter.rooms.has(event.room)) {
        namespace.local.to(event.room).emit(event.name, event.payload());
      }
    },
    heed(change) {
      for (const socket of sockets()) heedOne(socket, change);
    },
    reset() {
      namespace.local.emit('ready', { position: history.end, state: 'reset' });
    },
    tellPosition() {
      namespace.local.emit('position', { position: history.end });
    },
  };
}

function enter(parts: ConsoleParts, socket: ConsoleSocket): void {
  if (!socket.connected) return;
  const { history, log } = parts;
  const { user, since } = socket.data;
  cutOffWhenSlow(socket, log);
  const missed = since === null ? null : history.after(since);
  const rooms = [EVERYONE, roomOfUser(user.id)];
  for (const event of missed ?? []) if (rooms.includes(event.room)) socket.emit(event.name, event.payload());
  socket.emit('ready', { position: history.end, state: stateOf(since, missed) });
  void socket.join(rooms);
  parts.onEnter(socket);
  // It may have ended while the socket was on its way in, when nobody could let go of it yet.
  checkAgain(parts, socket).catch((error: unknown) => {
    log.warn({ err: errorName(error) }, 'a console could not be checked');
    socket.conn.close();
  });
}

function stateOf(since: string | null, missed: LiveEvent[] | null): ReadyEvent['state'] {
  if (since === null) return 'fresh';
  return missed === null ? 'reset' : 'caught-up';
}

async function checkAgain({ db }: ConsoleParts, socket: ConsoleSocket): Promise<void> {
  const session = await findSocketSession(db, socket.request);
  if (!session) dismiss(socket);
  else if (session.user.role !== socket.data.user.role) socket.conn.close();
}

function heedOne(socket: ConsoleSocket, change: Change): void {
  const { user, session } = socket.data;
  if (change.collection === 'sessions' && change.id === session) dismiss(socket);
  if (change.collection !== 'users' || change.id !== user.id || change.document === null) return;
  const { active, role, sessionVersion } = change.document;
  if (!active || sessionVersion !== user.version) dismiss(socket);
  // With other rights it comes back by itself.
  else if (role !== user.role) socket.conn.close();
}

function dismiss(socket: ConsoleSocket): void {
  socket.emit('end', { reason: 'signed-out' });
  socket.disconnect(true);
}
