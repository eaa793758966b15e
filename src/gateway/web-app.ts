import type { Express } from 'express';
import { adapterRoutes } from '../channels/adapters.ts';
import { createChannelRoutes } from '../channels/channel-routes.ts';
import { createChannels } from '../channels/channels.ts';
import { createUsedBy } from '../channels/used-by-channels.ts';
import { createContactRoutes } from '../contacts/contact-routes.ts';
import { createContacts } from '../contacts/contacts.ts';
import { createDecisionRoutes } from '../decisions/decision-routes.ts';
import { createFileRoutes } from '../files/file-routes.ts';
import { type AdapterRouteParts, mountAdapterRoutes } from '../http/adapter-routes.ts';
import { createApp } from '../http/app.ts';
import { createPageRouter } from '../http/pages/page-router.ts';
import { createPublicLimiter } from '../http/public-limiter.ts';
import type { Route } from '../http/route.ts';
import { createReplayRoutes } from '../inbound/replay-routes.ts';
import { createMessageRoutes } from '../messages/message-routes.ts';
import { mailInvitation } from '../setup/mail-invitation.ts';
import { createSimulationRoutes } from '../simulations/simulation-routes.ts';
import { releaseTickets } from '../tickets/release-tickets.ts';
import { createTicketRoutes } from '../tickets/ticket-routes.ts';
import { createAccounts } from '../users/accounts.ts';
import type { Engines, Ground } from './engines.ts';
import { mountHealth } from './health.ts';
import { createInboxRoutes } from './inbox-routes.ts';

type Accounts = ReturnType<typeof createAccounts>;

/** Everything that one web process serves: the API, the channels' own addresses, pages, health and metrics. */
export function createWebApp(
  ground: Ground,
  engines: Engines,
  options: { trustProxy: number; checkResponses: boolean },
): { app: Express } & Pick<Accounts, 'firstAdmin' | 'sessions'> {
  const accounts = accountsOf(ground, engines);
  const { sessions, authenticate, idempotency, firstAdmin } = accounts;
  const app = createApp({
    ...options,
    routes: routesOf(ground, engines, accounts),
    sessions: sessions.middleware,
    authenticate,
    idempotency,
    log: ground.log,
    publicUrl: ground.publicUrl,
    mountOutside: (outside) => mountOutside(outside, ground, engines),
    mountPages: (pages) => pages.use(createPageRouter(firstAdmin)),
  });
  return { app, firstAdmin, sessions };
}

function accountsOf(ground: Ground, { router, outbox }: Engines): Accounts {
  const { db, clock } = ground;
  return createAccounts({
    ...ground,
    usedBy: createUsedBy(db),
    async onDeactivated(user) {
      await releaseTickets(db, user, new Date(clock.now()));
      router.wake();
    },
    async sendInvitation(user, invitation) {
      await mailInvitation(db, user, invitation, new Date(clock.now()));
      outbox.wake();
    },
  });
}

function routesOf(ground: Ground, engines: Engines, { routes, audit }: Accounts): Route[] {
  const { db, clock, publicUrl } = ground;
  const { files, mailDomain, router, runtime, outbox } = engines;
  const channels = createChannels({ ...ground, audit, runtime });
  const contacts = createContacts({ db, clock, audit });
  return [
    ...routes,
    ...createChannelRoutes({ db, channels, publicUrl }),
    ...createInboxRoutes({ db, clock, audit, files, onPending: router.wake }),
    ...createTicketRoutes({ db, clock, onPending: router.wake }),
    ...createMessageRoutes({ db, clock, files, mailDomain, onOutbox: outbox.wake }),
    ...createDecisionRoutes({ db }),
    ...createSimulationRoutes({ db, clock, channels, random: Math.random }),
    ...createContactRoutes({ db, clock, audit, contacts }),
    ...createFileRoutes({ files }),
    ...createReplayRoutes({ db, clock, audit, runtime, onStored: router.wake }),
  ];
}

function mountOutside(outside: Express, { db, publicUrl }: Ground, { metrics, runtime }: Engines): void {
  outside.use(metrics.observeRequests);
  outside.get('/metrics', metrics.serve);
  mountHealth(outside, db);
  const limiter = createPublicLimiter(db);
  const limit: AdapterRouteParts['limit'] = async (channelId, route, address) => {
    if (route.method !== 'POST') return;
    const channel = await runtime.find(channelId);
    await limiter({ channelId, address, perMinute: perMinuteOf(channel?.settings) });
  };
  mountAdapterRoutes(outside, { routes: adapterRoutes(), handle: runtime.serve, limit, publicUrl });
}

/** The channel's own limit of requests a minute from one address, where it has one. */
function perMinuteOf(settings: Record<string, unknown> | undefined): number | undefined {
  const { spam } = settings ?? {};
  const own = typeof spam === 'object' && spam !== null && 'perMinute' in spam ? spam.perMinute : undefined;
  return typeof own === 'number' ? own : undefined;
}
