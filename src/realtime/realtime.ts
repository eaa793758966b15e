import type { Server as HttpServer } from 'node:http';
import type { Connection } from 'mongoose';
import type { Clock, Log } from '../../adapters/adapter.ts';
import { errorName } from '../error-name.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { type FeedListener, openChangeFeed } from './change-feed.ts';
import { answerEvents } from './client-events.ts';
import { type Consoles, serveConsoles } from './console-namespace.ts';
import { createHistory, type History } from './history.ts';
import { createLifeSigns } from './life-signs.ts';
import { type Presence, startPresence } from './presence.ts';
import type { ConsoleNamespace, ConsoleSocket } from './protocol.ts';
import { createSocketServer } from './socket-server.ts';

/** How much is kept for those who come back, and how much of it one of them is told. */
const LIMITS = { events: 5_000, size: 32_000_000, replay: 2_000 };
/** How often consoles hear how far the feed is, in milliseconds. */
const POSITION_EVERY = 20_000;
const TICK = 1_000;

/** What the live side of a web process needs. */
export interface RealtimeParts {
  db: Connection;
  clock: Clock;
  log: Log;
  /** Without a slash at the end. */
  publicUrl: string;
  sessions: Sessions;
}

/** The live side of a web process: tells consoles what happens. */
export interface Realtime {
  /** Takes the sockets of an HTTP server; before it listens. */
  attach(http: HttpServer): void;
  /** Sends everyone to another process; the HTTP server must have stopped listening. */
  stop(): Promise<void>;
}

/** Starts following what happens; whatever is written after it resolved reaches the consoles. */
export async function startRealtime(parts: RealtimeParts): Promise<Realtime> {
  const { db, clock, log } = parts;
  const server = createSocketServer(db, parts.sessions.middleware);
  const namespace: ConsoleNamespace = server.io.of('/console');
  const feed = await openChangeFeed(db, log);
  const history = createHistory({ db, log, begin: feed.begin, limits: LIMITS });
  const presence = await startPresence({ db, clock, log, namespace });
  const lifeSigns = createLifeSigns({ ...parts, sockets: () => [...namespace.sockets.values()] });
  const warn = (error: unknown) => log.warn({ err: errorName(error) }, 'nobody could be marked as seen');
  const onEnter = (socket: ConsoleSocket) => {
    answerEvents(socket, presence.events, clock.now);
    presence.enter(socket);
    lifeSigns.enter(socket).catch(warn);
  };
  const consoles = serveConsoles({ ...parts, namespace, history, onEnter });
  feed.follow(listenerOf({ history, consoles, presence }));
  const timers = [
    setInterval(() => {
      presence.tick();
      lifeSigns.tick().catch(warn);
    }, TICK),
    setInterval(() => consoles.tellPosition(), POSITION_EVERY),
  ].map((timer) => timer.unref());
  return {
    attach: server.attach,
    async stop() {
      for (const timer of timers) clearInterval(timer);
      presence.stop();
      feed.close();
      await server.close();
    },
  };
}

interface Listening {
  history: History;
  consoles: Consoles;
  presence: Presence;
}

function listenerOf({ history, consoles, presence }: Listening): FeedListener {
  return {
    async onChange(change) {
      consoles.heed(change);
      presence.heed(change);
      const event = await history.add(change);
      if (event) consoles.tell(event);
    },
    onPosition: (position) => history.advance(position),
    onGap(position) {
      history.restart(position);
      consoles.reset();
    },
  };
}
