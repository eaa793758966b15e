import type { Connection } from 'mongoose';
import type { AdapterState, ChannelHost, Clock, HealthReport, Log } from '../../adapters/adapter.ts';
import type { ChannelKind } from '../../routing/types.ts';
import { createFiles } from '../files/files.ts';
import type { Inbox } from '../inbound/inbox.ts';
import type { TakeMailedReply } from '../notifications/mailed-replies.ts';
import type { SecretBox } from '../store/secret-box.ts';
import { adapterStateModel } from './adapter-state-model.ts';
import { type ChannelHealth, type ChannelRecord, channelModel } from './channel-model.ts';

/** Largest file that a channel may bring in, in bytes. */
const MAX_FILE = 100 * 1024 * 1024;

export interface ChannelHostParts {
  db: Connection;
  clock: Clock;
  log: Log;
  inbox: Inbox;
  box: SecretBox;
  /** Takes what is an agent's answer to a notification, and no customer's message. */
  takeMailedReply?: TakeMailedReply;
  /** Called after a message that was not here before was stored, for metrics. */
  onAccepted?(kind: ChannelKind): void;
}

/** What the gateway gives to the adapter of one channel. */
export function createChannelHost(parts: ChannelHostParts, channel: ChannelRecord): ChannelHost {
  const { db, clock, log, inbox, box } = parts;
  const files = createFiles({ db, clock, log, maxBytes: MAX_FILE, channel: channel._id });
  const state = adapterState(db, channel._id);
  return {
    async accept(message) {
      const taken = await parts.takeMailedReply?.(channel._id, message);
      if (taken) return taken;
      const accepted = await inbox.accept(channel._id, message, { reserve: channel.kind === 'form' });
      if (!accepted.repeated) parts.onAccepted?.(channel.kind);
      else await files.discard([...message.attachments, message.raw].filter((file) => file !== null));
      return accepted;
    },
    keepUnreadable: (item) => inbox.keepUnreadable(channel._id, item),
    files,
    state,
    secrets: {
      async get(key) {
        const sealed = await state.get(`sealed:${key}`);
        return typeof sealed === 'string' ? box.open(sealed) : null;
      },
      set: (key, text) => state.set(`sealed:${key}`, box.seal(text)),
    },
    health: healthReport(parts, channel._id),
    clock,
    log,
    sign: (text) => box.sign(text, 'adapters'),
  };
}

/** What the adapter of a channel remembers, under keys of its own. */
function adapterState(db: Connection, channel: string): AdapterState {
  const states = adapterStateModel(db);
  const keyOf = (key: string) => `${channel}:${key}`;
  return {
    get: async (key) => (await states.findById(keyOf(key)).lean())?.value ?? null,
    async set(key, value) {
      await states.updateOne({ _id: keyOf(key) }, { $set: { value } }, { upsert: true });
    },
  };
}

function healthReport({ db, clock }: ChannelHostParts, channel: string): HealthReport {
  /** Keeps `since` while nothing changed; one that was switched off meanwhile says so and nothing else. */
  async function report(state: ChannelHealth['state'], reason: string | null): Promise<void> {
    await channelModel(db).updateOne(
      {
        _id: channel,
        enabled: true,
        $or: [{ 'health.state': { $ne: state } }, { 'health.reason': { $ne: reason } }],
      },
      { $set: { health: { state, reason, since: new Date(clock.now()) } } },
    );
  }
  return {
    connected: () => report('connected', null),
    degraded: (reason) => report('degraded', reason),
    down: (reason) => report('down', reason),
  };
}
