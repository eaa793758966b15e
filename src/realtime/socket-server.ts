import type { Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { createAdapter } from '@socket.io/mongo-adapter';
import type { RequestHandler } from 'express';
import { type Connection, type Model, Schema } from 'mongoose';
import { Server } from 'socket.io';
import { writeTogether } from './write-together.ts';

/** What processes tell each other lives this long: whoever missed it longer has started anew. */
const KEPT_SECONDS = 600;
/** How often a silent process shows that it lives. */
const HEARTBEAT_MS = 20_000;
/** How long clients may take to say good-bye, in milliseconds. */
const PATIENCE = 1_000;
/** The largest message of a client, in bytes. */
const MOST_BYTES = 100_000;

interface SocketNews {
  createdAt: Date;
}

const schema = new Schema<SocketNews>({ createdAt: Date }, { versionKey: false });
schema.index({ createdAt: 1 }, { expireAfterSeconds: KEPT_SECONDS });

/** What the socket servers of all processes tell each other. */
export function socketNewsModel(db: Connection): Model<SocketNews> {
  return db.models.SocketNews ?? db.model<SocketNews>('SocketNews', schema, 'socketNews');
}

/** The socket server of one process, which knows those of the others. */
export interface SocketServer {
  io: Server;
  /** Takes the sockets of an HTTP server; before it listens. */
  attach(http: HttpServer): void;
  /** Breaks all connections, so that clients come back elsewhere; the HTTP server must have stopped listening. */
  close(): Promise<void>;
}

/** Makes the socket server; `session` is the middleware that loads the session of a handshake. */
export function createSocketServer(db: Connection, session: RequestHandler): SocketServer {
  const io = new Server({ transports: ['websocket'], serveClient: false, maxHttpBufferSize: MOST_BYTES });
  // Lost with a primary that dies, it is only news of a moment: nothing waits for the other nodes.
  const news = db
    .getClient()
    .db(db.name)
    .collection('socketNews', { writeConcern: { w: 1 } });
  const beat = { heartbeatInterval: HEARTBEAT_MS, heartbeatTimeout: 3 * HEARTBEAT_MS };
  io.adapter(createAdapter(news, { addCreatedAtField: true, ...beat }));
  const connections = new Set<Duplex>();
  return {
    io,
    attach(http) {
      io.attach(http);
      io.engine.use(session);
      io.engine.on('connection', writeTogether);
      http.on('upgrade', (_request, connection: Duplex) => {
        connections.add(connection);
        connection.once('close', () => connections.delete(connection));
      });
    },
    async close() {
      io.engine?.close();
      await Promise.all([...io._nsps.values()].map((namespace) => namespace.adapter.close()));
      const gone = Promise.all([...connections].map((c) => new Promise((end) => c.once('close', end))));
      await Promise.race([gone, setTimeout(PATIENCE, undefined, { ref: false })]);
      for (const connection of connections) connection.destroy();
    },
  };
}
