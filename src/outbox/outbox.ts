import { randomUUID } from 'node:crypto';
import type { Connection } from 'mongoose';
import {
  ChannelError,
  type Clock,
  type Log,
  type OutboundMessage,
  type SendResult,
} from '../../adapters/adapter.ts';
import { errorName } from '../error-name.ts';
import { messageModel } from '../messages/message-model.ts';
import { inTransaction } from '../store/connection.ts';
import { composeOutbound, type OutboundParts } from './compose-outbound.ts';
import { type OutboxRecord, outboxModel } from './outbox-model.ts';

/** How long one attempt may take before another process may look after it. */
const HOLD = 120_000;
const POLL = 1000;
/** Sends at once, so that one slow server does not hold up the others. */
const AT_ONCE = 8;
const MAX_ATTEMPTS = 12;
const FIRST_PAUSE = 5000;
const LONGEST_PAUSE = 60 * 60 * 1000;

export interface OutboxParts extends OutboundParts {
  db: Connection;
  clock: Clock;
  log: Log;
  /** Sends by the channel; throws ChannelError. */
  send(channel: string, message: OutboundMessage): Promise<SendResult>;
}

/** Sends what was stored to be sent. Any number of processes may run one; each item has one holder at a time. */
export interface Outbox {
  start(): void;
  /** Finishes what is being sent. */
  stop(): Promise<void>;
  wake(): void;
}

export function createOutbox(parts: OutboxParts): Outbox {
  const { db, clock } = parts;
  const outbox = outboxModel(db);
  const holder = randomUUID();
  const active = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | null = null;
  let stopping = false;
  let filling: Promise<void> | null = null;
  let again = false;

  function wake(): void {
    if (stopping) return;
    if (filling) {
      again = true;
      return;
    }
    filling = fill()
      .catch((error: unknown) => parts.log.warn({ err: errorName(error) }, 'the outbox could not be read'))
      .finally(() => {
        filling = null;
        if (again) {
          again = false;
          wake();
        }
      });
  }

  async function fill(): Promise<void> {
    await settleLost();
    while (!stopping && active.size < AT_ONCE) {
      const item = await claim();
      if (!item) return;
      const sending: Promise<void> = work(item).finally(() => {
        active.delete(sending);
        wake();
      });
      active.add(sending);
    }
  }

  async function claim(): Promise<OutboxRecord | null> {
    const now = clock.now();
    return outbox
      .findOneAndUpdate(
        { state: 'queued', dueAt: { $lte: new Date(now) } },
        { $set: { state: 'sending', holder, heldUntil: new Date(now + HOLD) }, $inc: { attempts: 1 } },
        { sort: { dueAt: 1 }, returnDocument: 'after' },
      )
      .lean();
  }

  /** Whoever held these died while sending: nobody can tell whether they went out, so a person is asked. */
  async function settleLost(): Promise<void> {
    const lost = await outbox.find({ state: 'sending', heldUntil: { $lt: new Date(clock.now()) } }).lean();
    for (const item of lost) {
      await fail(item, 'It is uncertain whether this was sent: the gateway stopped while sending it.');
    }
  }

  async function work(item: OutboxRecord): Promise<void> {
    try {
      const message = await composeOutbound(item, parts);
      const { externalId } = await parts.send(item.channel, message);
      await succeed(item, externalId);
    } catch (error) {
      await settle(item, error).catch((e: unknown) =>
        parts.log.warn({ err: errorName(e) }, 'an outbox item was not settled'),
      );
    }
  }

  async function settle(item: OutboxRecord, error: unknown): Promise<void> {
    if (!(error instanceof ChannelError)) {
      parts.log.error({ err: errorName(error), item: item._id }, 'sending failed unexpectedly');
      return retry(item, 'It could not be sent because of a fault in the gateway.');
    }
    if (error.uncertain) return fail(item, `It is uncertain whether this was sent: ${error.message}`);
    if (error.kind === 'permanent' || item.attempts >= MAX_ATTEMPTS) return fail(item, error.message);
    return retry(item, error.message);
  }

  async function succeed(item: OutboxRecord, externalId: string): Promise<void> {
    const at = new Date(clock.now());
    await finish(
      item,
      { state: 'done', doneAt: at, error: null },
      { state: 'sent', reason: null, at },
      externalId,
    );
  }

  async function fail(item: OutboxRecord, reason: string): Promise<void> {
    const at = new Date(clock.now());
    await finish(item, { state: 'failed', doneAt: at, error: reason }, { state: 'failed', reason, at });
  }

  /** Back to the queue, later each time, with jitter so that a server that comes back is not stormed. */
  async function retry(item: OutboxRecord, reason: string): Promise<void> {
    if (item.attempts >= MAX_ATTEMPTS) return fail(item, reason);
    const pause =
      Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (item.attempts - 1)) * (0.75 + Math.random() / 2);
    const at = clock.now();
    const next = {
      state: 'queued',
      error: reason,
      holder: null,
      heldUntil: null,
      dueAt: new Date(at + pause),
    } as const;
    await finish(item, next, { state: 'queued', reason, at: new Date(at) });
  }

  async function finish(
    item: OutboxRecord,
    set: Partial<OutboxRecord>,
    delivery: { state: 'queued' | 'sent' | 'failed'; reason: string | null; at: Date },
    externalId?: string,
  ): Promise<void> {
    await inTransaction(db, async (session) => {
      const mine = { _id: item._id, state: 'sending', holder: item.holder } as const;
      const written = await outbox.updateOne(mine, { $set: set }, { session });
      if (written.matchedCount === 0 || item.notice) return;
      const update = { delivery, ...(externalId === undefined ? {} : { externalId }) };
      await messageModel(db).updateOne({ _id: item._id }, { $set: update }, { session });
    });
  }

  return {
    start() {
      timer = setInterval(wake, POLL);
      wake();
    },
    async stop() {
      stopping = true;
      if (timer) clearInterval(timer);
      await filling;
      await Promise.all(active);
    },
    wake,
  };
}
