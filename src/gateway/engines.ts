import { randomUUID } from 'node:crypto';
import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import type { Clock } from '../../adapters/adapter.ts';
import { createChannelRuntime } from '../channels/channel-runtime.ts';
import { sweepAdapterStates } from '../channels/sweep-adapter-states.ts';
import { sweepChunks, sweepFiles } from '../files/file-sweep.ts';
import { createFiles } from '../files/files.ts';
import { createMetrics } from '../http/metrics.ts';
import { readStoredFigures } from '../http/stored-figures.ts';
import { createInbox } from '../inbound/inbox.ts';
import { createReplyWriter, createTakeMailedReply } from '../notifications/mailed-replies.ts';
import { createMailer } from '../notifications/mailer.ts';
import { createNotifier } from '../notifications/notifier.ts';
import { createPusher } from '../notifications/pusher.ts';
import { createOutbox } from '../outbox/outbox.ts';
import { createRouter } from '../router/router.ts';
import { type Chore, createDailySweep } from '../store/daily-sweep.ts';
import { createLeases } from '../store/leases.ts';
import type { SecretBox } from '../store/secret-box.ts';
import { createInboxTimers } from './inbox-timers.ts';

/** What both the web side and the engines of one process are made of. */
export interface Ground {
  db: Connection;
  clock: Clock;
  log: Logger;
  box: SecretBox;
  /** Without a slash at the end. */
  publicUrl: string;
}

/** What works by itself in a worker: channels, router, outbox, sweep. A web process only hands things to them. */
export interface Engines extends ReturnType<typeof createEngines> {}

export function createEngines({ db, clock, log, box, publicUrl }: Ground) {
  const processId = randomUUID();
  const sign = (text: string) => box.sign(text, 'tickets');
  const leases = createLeases(db);
  const mailDomain = new URL(publicUrl).hostname;
  const files = createFiles({ db, clock, log, maxBytes: Number.POSITIVE_INFINITY });
  const metrics = createMetrics({ readFigures: () => readStoredFigures(db, clock.now()) });
  const router = createRouter({
    db,
    clock,
    leases,
    log,
    processId,
    mailDomain,
    sign,
    random: Math.random,
    onOutbox: () => outbox.wake(),
    onBatch: metrics.routed,
  });
  const inbox = createInbox({ db, clock, processId, enter: router.enter, onStored: router.wake });
  const replies = { db, clock, sign: (text: string) => box.sign(text, 'notification-replies') };
  const runtime = createChannelRuntime({
    db,
    clock,
    log,
    inbox,
    box,
    leases,
    takeMailedReply: createTakeMailedReply(replies),
    onAccepted: metrics.accepted,
  });
  const outbox = createOutbox({ db, clock, log, files, mailDomain, sign, send: runtime.send });
  const chores: Chore[] = [
    { what: 'files that nothing refers to', run: (goesOn) => sweepFiles({ db, clock }, goesOn) },
    { what: 'broken uploads', run: (goesOn) => sweepChunks({ db, clock }, goesOn) },
    { what: 'states of deleted channels', run: () => sweepAdapterStates(db) },
  ];
  const sweep = createDailySweep({ log, leases, chores });
  const onOutbox = () => outbox.wake();
  const pusher = createPusher({ db, clock, log, box, publicUrl });
  const notifier = createNotifier({
    db,
    clock,
    log,
    leases,
    work: [
      createMailer({ ...replies, publicUrl, onOutbox }),
      createReplyWriter({ ...replies, files, mailDomain, log, onOutbox }),
      pusher,
    ],
  });
  return {
    files,
    metrics,
    router,
    runtime,
    outbox,
    mailDomain,
    all: [runtime, router, outbox, sweep, notifier, ...createInboxTimers({ db, clock, log })],
  };
}
