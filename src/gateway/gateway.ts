import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import type { Clock } from '../../adapters/adapter.ts';
import type { Config } from '../../config/index.ts';
import { adapterRoutes } from '../channels/adapters.ts';
import { createChannelRoutes } from '../channels/channel-routes.ts';
import { createChannelRuntime } from '../channels/channel-runtime.ts';
import { createChannels } from '../channels/channels.ts';
import { createUsedBy } from '../channels/used-by-channels.ts';
import { createContactRoutes } from '../contacts/contact-routes.ts';
import { createContacts } from '../contacts/contacts.ts';
import { createDecisionRoutes } from '../decisions/decision-routes.ts';
import { createFileRoutes } from '../files/file-routes.ts';
import { createFiles } from '../files/files.ts';
import { mountAdapterRoutes } from '../http/adapter-routes.ts';
import { createApp } from '../http/app.ts';
import { createMetrics } from '../http/metrics.ts';
import { createPageRouter } from '../http/pages/page-router.ts';
import { createPublicLimiter } from '../http/public-limiter.ts';
import { readStoredFigures } from '../http/stored-figures.ts';
import { createInbox } from '../inbound/inbox.ts';
import { createReplayRoutes } from '../inbound/replay-routes.ts';
import { createMessageRoutes } from '../messages/message-routes.ts';
import { createOutbox } from '../outbox/outbox.ts';
import { createRouter } from '../router/router.ts';
import { mailInvitation } from '../setup/mail-invitation.ts';
import { createSimulationRoutes } from '../simulations/simulation-routes.ts';
import { connectStore } from '../store/connection.ts';
import { createLeases } from '../store/leases.ts';
import { createSecretBox } from '../store/secret-box.ts';
import { releaseTickets } from '../tickets/release-tickets.ts';
import { createTicketRoutes } from '../tickets/ticket-routes.ts';
import { createAccounts } from '../users/accounts.ts';
import { mountHealth } from './health.ts';
import { prepareDatabase } from './prepare-database.ts';

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
  const { config, log } = parts;
  const db = await connectStore(parts.mongodbUri);
  try {
    await prepareDatabase(db);
    const machine = assemble(parts, db);
    const setupLink = config.runs.web ? await machine.accounts.firstAdmin.prepare(config.admin) : null;
    const server = config.runs.web ? await listen(machine.app, config.port) : null;
    if (config.runs.worker) for (const engine of machine.engines) engine.start();
    return {
      url: server && `http://localhost:${portOf(server)}`,
      setupLink,
      async stop() {
        if (server) await close(server);
        await Promise.all(machine.engines.map((engine) => engine.stop()));
        await db.close();
        log.info({}, 'stopped');
      },
    };
  } catch (error) {
    await db.close();
    throw error;
  }
}

function assemble({ config, secretKey, clock, log, checkResponses }: GatewayParts, db: Connection) {
  const { publicUrl } = config;
  const processId = randomUUID();
  const box = createSecretBox(secretKey);
  const sign = (text: string) => box.sign(text, 'tickets');
  const leases = createLeases(db);
  const mailDomain = new URL(publicUrl).hostname;
  const files = createFiles({ db, maxBytes: Number.POSITIVE_INFINITY });
  const inbox = createInbox({
    db,
    clock,
    processId,
    enter: (entry) => router.enter(entry),
    onStored: () => router.wake(),
  });
  const metrics = createMetrics({ readFigures: () => readStoredFigures(db, clock.now()) });
  const runtime = createChannelRuntime({ db, clock, log, inbox, box, leases, onAccepted: metrics.accepted });
  const outbox = createOutbox({ db, clock, log, files, mailDomain, sign, send: runtime.send });
  const onOutbox = () => outbox.wake();
  const router = createRouter({
    db,
    clock,
    leases,
    log,
    processId,
    mailDomain,
    sign,
    random: Math.random,
    onOutbox,
    onBatch: metrics.routed,
  });
  const now = () => new Date(clock.now());
  const accounts = createAccounts({
    db,
    clock,
    box,
    publicUrl,
    usedBy: createUsedBy(db),
    async onDeactivated(user) {
      await releaseTickets(db, user, now());
      router.wake();
    },
    async sendInvitation(user, { url }) {
      await mailInvitation(db, user, url, now());
      onOutbox();
    },
  });
  const { audit } = accounts;
  const wake = () => router.wake();
  const channels = createChannels({ db, clock, audit, box, runtime });
  const routes = [
    ...accounts.routes,
    ...createChannelRoutes({ db, channels, publicUrl }),
    ...createTicketRoutes({ db, clock, onPending: wake }),
    ...createMessageRoutes({ db, clock, files, mailDomain, onOutbox }),
    ...createDecisionRoutes({ db }),
    ...createSimulationRoutes({ db, clock, channels, random: Math.random }),
    ...createContactRoutes({ db, clock, audit, contacts: createContacts({ db, clock, audit }) }),
    ...createFileRoutes({ files }),
    ...createReplayRoutes({ db, clock, audit, runtime, onStored: wake }),
  ];
  const limiter = createPublicLimiter(db);
  const app = createApp({
    routes,
    sessions: accounts.sessions.middleware,
    authenticate: accounts.authenticate,
    idempotency: accounts.idempotency,
    log,
    publicUrl,
    trustProxy: config.trustProxy,
    checkResponses: checkResponses ?? false,
    mountOutside(outside) {
      outside.use(metrics.observeRequests);
      outside.get('/metrics', metrics.serve);
      mountHealth(outside, db);
      mountAdapterRoutes(outside, {
        routes: adapterRoutes(),
        handle: runtime.serve,
        async limit(channelId, route, address) {
          if (route.method !== 'POST') return;
          const channel = await runtime.find(channelId);
          await limiter({ channelId, address, perMinute: perMinuteOf(channel?.settings) });
        },
        publicUrl,
      });
    },
    mountPages(pages) {
      pages.use(createPageRouter(accounts.firstAdmin));
    },
  });
  return { app, accounts, engines: [runtime, router, outbox] };
}

/** The channel's own limit of requests a minute from one address, where it has one. */
function perMinuteOf(settings: Record<string, unknown> | undefined): number | undefined {
  const { spam } = settings ?? {};
  const own = typeof spam === 'object' && spam !== null && 'perMinute' in spam ? spam.perMinute : undefined;
  return typeof own === 'number' ? own : undefined;
}

/** The port cannot be had; the message is fit for a person at the terminal. */
class CannotListen extends Error {
  override readonly name = 'CannotListen';
  readonly isForPeople = true;

  constructor(port: number, cause: Error) {
    super(`Port ${port} cannot be used (${cause.message}). Set PORT to a free one.`, { cause });
  }
}

async function listen(app: Express, port: number): Promise<Server> {
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(new CannotListen(port, cause)));
    server.listen(port, resolve);
  });
  return server;
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Lets requests under way end, and idle connections go. */
async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const hurry = setTimeout(() => server.closeAllConnections(), 5000);
  await closed;
  clearTimeout(hurry);
}
