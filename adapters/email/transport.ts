import type { ImapFlow } from 'imapflow';
import type { Channel, ChannelError, ChannelHost } from '../adapter.ts';
import { createBell } from './bell.ts';
import { explainImap } from './errors.ts';
import { listMails } from './fetch.ts';
import {
  connectImap,
  type ImapTimeouts,
  openMailbox,
  type PendingConnection,
  selectedMailbox,
} from './imap.ts';
import { createLatestWriter, workInOrder } from './in-order.ts';
import { createIntake } from './intake.ts';
import type { TokenSource } from './oauth.ts';
import { listNewUids, loadPosition, type MailboxPosition, positionKey } from './position.ts';
import type { EmailSettings } from './settings.ts';

/** How long the transport waits for what; milliseconds. */
export interface MailboxTiming {
  /** Between looks where the server does not tell of new mail, and as a check where it does. */
  pollMs: number;
  /** Between reconciliations, which open the mailbox anew. */
  reconcileMs: number;
  /** Before the first new attempt; doubles each time. */
  retryMs: number;
  retryMaxMs: number;
  /** How long the server may take to answer; absent = what real servers need. */
  imap?: ImapTimeouts;
}

/** The timing for real servers. */
export const DEFAULT_TIMING: MailboxTiming = {
  pollMs: 60_000,
  reconcileMs: 60 * 60_000,
  retryMs: 1000,
  retryMaxMs: 5 * 60_000,
};

const POLL_WITHOUT_IDLE_MS = 15_000;
/** After so many mails in a row the mailbox counts as read, though more wait. */
const LONG_BACKLOG = 20;
/** So many mails are stored and read side by side; they are handed over in their order. */
const AT_ONCE = 16;

/** The parts a mailbox reader is made of. */
export interface MailboxParts {
  channel: Channel<EmailSettings>;
  host: ChannelHost;
  tokens: TokenSource | null;
  timing: MailboxTiming;
}

/** Reads one mailbox until it is stopped. */
export interface MailboxReader {
  start(): void;
  /** Resolves when the mail in flight is stored and the connection is closed. */
  stop(): Promise<void>;
}

/** Makes the reader of a channel's mailbox: connects, catches up, waits for new mail, and comes back after outages. */
export function createMailboxReader(parts: MailboxParts): MailboxReader {
  const bell = createBell();
  const session = createSession(parts, bell);
  let isStopping = false;
  let running: Promise<void> = Promise.resolve();
  const run = async () => {
    while (!isStopping) {
      const trouble = await session.run(() => isStopping).catch(explainImap);
      if (isStopping || !trouble) return;
      const failures = await session.reportTrouble(trouble);
      if (trouble.kind !== 'passing') return;
      await bell.wait(backOff(failures, parts.timing));
    }
  };
  return {
    start() {
      isStopping = false;
      running = run();
    },
    async stop() {
      isStopping = true;
      session.cancelConnecting();
      bell.ring();
      await running;
    },
  };
}

/** Exponential with full jitter over its upper half, so that many channels do not come back at once. */
function backOff(failures: number, { retryMs, retryMaxMs }: MailboxTiming): number {
  const ceiling = Math.min(retryMaxMs, retryMs * 2 ** Math.min(failures - 1, 20));
  return ceiling / 2 + (Math.random() * ceiling) / 2;
}

function createSession(parts: MailboxParts, bell: ReturnType<typeof createBell>) {
  const { host, channel } = parts;
  const outage = createOutageLog(parts);
  // A long backlog is no outage.
  const read = createCatchUp(parts, outage.ended);
  let connecting: PendingConnection | null = null;
  const follow = async (client: ImapFlow, isStopping: () => boolean) => {
    let reopenAt = 0;
    while (!isStopping()) {
      if (host.clock.now() >= reopenAt) {
        await openMailbox(client, channel.settings.imap.mailbox);
        reopenAt = host.clock.now() + parts.timing.reconcileMs;
      }
      await read(client, isStopping);
      await outage.ended();
      if (!isStopping()) await waitForMail(client, bell, parts.timing);
    }
  };
  return {
    async run(isStopping: () => boolean): Promise<void> {
      connecting = connectImap(channel.settings.imap, parts.tokens, parts.timing.imap);
      const client = await connecting.ready;
      connecting = null;
      client.on('exists', bell.ring);
      client.on('close', bell.ring);
      try {
        await follow(client, isStopping);
        await client.logout();
      } finally {
        client.close();
      }
    },
    cancelConnecting: () => connecting?.close(),
    reportTrouble: outage.begun,
  };
}

/** Rests in IDLE until the server tells of mail, the connection ends, or it is time to look anyway. */
async function waitForMail(
  client: ImapFlow,
  bell: ReturnType<typeof createBell>,
  timing: MailboxTiming,
): Promise<void> {
  const hasIdle = client.capabilities.has('IDLE');
  // What ends IDLE with an error closes the connection, and that rings the bell.
  if (hasIdle) void client.idle().catch(bell.ring);
  await bell.wait(hasIdle ? timing.pollMs : Math.min(timing.pollMs, POLL_WITHOUT_IDLE_MS));
  if (hasIdle) selectedMailbox(client);
  else await client.noop();
}

/** Takes everything new; the position moves in the order of the mails, behind each that is stored. */
function createCatchUp({ channel, host }: MailboxParts, onProgress: () => Promise<void>) {
  const intake = createIntake(channel, host);
  const { startWith } = channel.settings.imap;
  return async (client: ImapFlow, isStopping: () => boolean): Promise<void> => {
    const mailbox = selectedMailbox(client);
    const position = await loadPosition(host.state, mailbox, channel.createdAt);
    const { uidValidity } = position;
    const store = (lastUid: number) =>
      host.state.set(positionKey(mailbox.path), { ...position, lastUid } satisfies MailboxPosition);
    const writer = createLatestWriter(store);
    let taken = 0;
    const uids = await listNewUids(client, position, startWith);
    await workInOrder(listMails(client, uids, isStopping), {
      atOnce: AT_ONCE,
      prepare: (mail) => intake.prepare(client, mail, uidValidity),
      async done({ uid }) {
        position.lastUid = uid;
        writer.put(uid);
        taken += 1;
        if (taken % LONG_BACKLOG === 0) await onProgress();
      },
    }).finally(writer.flush);
    if (isStopping() || position.lastUid + 1 >= position.ruleBelow) return;
    await store(position.ruleBelow - 1);
  };
}

/** Health and log of the connection: an outage is logged once when it begins and once when it ends. */
function createOutageLog({ host, channel }: MailboxParts) {
  let failures = 0;
  let wasConnected = false;
  return {
    async ended(): Promise<void> {
      if (wasConnected && failures === 0) return;
      if (failures > 0) host.log.info({ channel: channel.id, failures }, 'The mailbox can be read again');
      failures = 0;
      await host.health.connected();
      wasConnected = true;
    },
    /** Resolves with the number of failures in a row. */
    async begun(trouble: ChannelError): Promise<number> {
      failures += 1;
      const fields = { channel: channel.id, kind: trouble.kind, reason: trouble.message };
      if (failures === 1)
        host.log[trouble.kind === 'passing' ? 'warn' : 'error'](fields, 'The mailbox cannot be read');
      const isBrief = trouble.kind === 'passing' && wasConnected && failures === 1;
      const report = isBrief
        ? host.health.degraded(trouble.message)
        : host.health.down(trouble.message, trouble.kind);
      // The store that keeps the health may be what is out; the next attempt reports again.
      await report.catch((error: unknown) =>
        host.log.debug({ channel: channel.id, error }, 'Health was not stored'),
      );
      return failures;
    },
  };
}
