import type { Connection } from 'mongoose';
import type { Clock } from '../../adapters/adapter.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { seeUsers } from '../users/presence.ts';
import type { ConsoleSocket } from './protocol.ts';

/** Whoever has a console open is seen so often; availability counts two minutes from the last time. */
const SEE_EVERY = 30_000;
const KEEP_SESSIONS_EVERY = 10 * 60_000;

/** Shows that the people behind open consoles are there, and keeps their sessions from ending. */
export interface LifeSigns {
  /** A console has just opened. */
  enter(socket: ConsoleSocket): Promise<void>;
  /** To be called about once a second. */
  tick(): Promise<void>;
}

/** Makes the life signs of the sockets of one process. */
export function createLifeSigns(parts: {
  db: Connection;
  clock: Clock;
  sessions: Pick<Sessions, 'keepAlive'>;
  sockets(): readonly ConsoleSocket[];
}): LifeSigns {
  const { db, clock, sessions, sockets } = parts;
  let [seeAt, keepAt] = [0, clock.now() + KEEP_SESSIONS_EVERY];
  const distinct = (of: (socket: ConsoleSocket) => string) => [...new Set(sockets().map(of))];
  return {
    enter: (socket) => seeUsers(db, [socket.data.user.id], clock.now()),
    async tick() {
      const now = clock.now();
      if (now >= seeAt) {
        seeAt = now + SEE_EVERY;
        await seeUsers(
          db,
          distinct(({ data }) => data.user.id),
          now,
        );
      }
      if (now >= keepAt) {
        keepAt = now + KEEP_SESSIONS_EVERY;
        await sessions.keepAlive(distinct(({ data }) => data.session));
      }
    },
  };
}
