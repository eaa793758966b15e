import type { Logger } from 'pino';
import type { Clock } from '../../adapters/adapter.ts';
import type { Config } from '../../config/index.ts';
import { startRealtime } from '../realtime/realtime.ts';
import { connectStore } from '../store/connection.ts';
import { createSecretBox } from '../store/secret-box.ts';
import { createEngines } from './engines.ts';
import { prepareDatabase } from './prepare-database.ts';
import { listen } from './server.ts';
import { createWebApp } from './web-app.ts';

/** What one process of the gateway is started with. */
export interface GatewayParts {
  config: Config;
  mongodbUri: string;
  secretKey: string;
  clock: Clock;
  log: Logger;
  /** True in tests: an answer that its schema does not allow becomes a 500. */
  checkResponses?: boolean;
}

/** A running process of the gateway. */
export interface Gateway {
  /** Where it listens, without a slash at the end; null for a worker. */
  url: string | null;
  /** The one-time link by which the first admin is made; null once there is one. */
  setupLink: string | null;
  /** Takes nothing new, finishes what is in hand, and resolves. */
  stop(): Promise<void>;
}

/** Puts one process together and starts what it is to run: web, worker, or both. */
export async function startGateway(parts: GatewayParts): Promise<Gateway> {
  const { config, log, clock } = parts;
  const db = await connectStore(parts.mongodbUri);
  try {
    await prepareDatabase(db);
    const box = createSecretBox(parts.secretKey);
    const ground = { db, clock, log, box, publicUrl: config.publicUrl };
    const engines = createEngines(ground);
    const { trustProxy } = config;
    const web = createWebApp(ground, engines, { trustProxy, checkResponses: parts.checkResponses ?? false });
    const setupLink = config.runs.web ? await web.firstAdmin.prepare(config.admin) : null;
    const realtime = config.runs.web ? await startRealtime({ ...ground, sessions: web.sessions }) : null;
    const server = realtime ? await listen(web.app, config.port, realtime.attach) : null;
    if (config.runs.worker) for (const engine of engines.all) engine.start();
    return {
      url: server?.url ?? null,
      setupLink,
      async stop() {
        const noLongerLive = realtime?.stop();
        // Requests under way still need the engines; open sockets would keep the server from closing.
        await server?.close();
        await Promise.all([noLongerLive, ...engines.all.map((engine) => engine.stop())]);
        await db.close();
        log.info({}, 'stopped');
      },
    };
  } catch (error) {
    await db.close();
    throw error;
  }
}
