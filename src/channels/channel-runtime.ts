import type {
  AdapterRequest,
  AdapterResponse,
  AdapterRoute,
  CanReplay,
  CanSend,
  CanServe,
  CanTest,
  ChannelAdapter,
  Check,
  OutboundMessage,
  SendResult,
  UnreadableMessage,
} from '../../adapters/adapter.ts';
import { ChannelError, type InboundMessage } from '../../adapters/adapter.ts';
import { errorName } from '../error-name.ts';
import { NotFound } from '../http/errors.ts';
import { isPassing } from '../store/connection.ts';
import type { Lease, Leases } from '../store/leases.ts';
import { adapters } from './adapters.ts';
import { type ChannelHostParts, createChannelHost } from './channel-host.ts';
import { type ChannelRecord, channelModel } from './channel-model.ts';
import { openSecrets } from './channel-secrets.ts';

/** How long a channel's lease holds without renewal: until another process takes it over. */
const LEASE_TTL = 10_000;
/** How often channels are looked after: changed ones restarted, leases renewed, free ones taken. */
const ROUND = 1000;

type Adapter = ChannelAdapter & Partial<CanSend & CanTest & CanServe & CanReplay>;

interface Instance {
  record: ChannelRecord;
  adapter: Adapter;
  /** Held while this process connects the channel; null for one that only serves and sends here. */
  lease: Lease | null;
}

/** Runs the channels' adapters: connects each in one process at a time, serves and sends in any. */
export interface ChannelRuntime {
  /** Begins to connect channels. */
  start(): void;
  stop(): Promise<void>;
  /** Looks at a changed channel at once. */
  changed(id: string): void;
  serve(id: string, route: AdapterRoute, request: AdapterRequest): Promise<AdapterResponse>;
  /** Throws ChannelError. */
  send(id: string, message: OutboundMessage): Promise<SendResult>;
  test(record: ChannelRecord): Promise<Check[]>;
  reread(id: string, item: UnreadableMessage): Promise<InboundMessage>;
  /** The channel's settings without its being asked each time; null when there is none. */
  find(id: string): Promise<ChannelRecord | null>;
}

/** Makes the runtime of one process; nothing runs until `start`. */
export function createChannelRuntime(parts: ChannelHostParts & { leases: Leases }): ChannelRuntime {
  const channels = channelModel(parts.db);
  const instances = new Map<string, Instance>();
  const read = new Map<string, { record: Promise<ChannelRecord | null>; at: number }>();
  let timer: NodeJS.Timeout | null = null;
  let round: Promise<void> = Promise.resolve();
  /** Channels that are being looked after or given up; a slow one holds up no other. */
  const busy = new Map<string, Promise<void>>();
  let stopping = false;

  /** Many who ask at once share one answer. */
  function find(id: string): Promise<ChannelRecord | null> {
    const known = read.get(id);
    if (known && performance.now() - known.at < ROUND) return known.record;
    const record = channels.findOne({ _id: id, deletedAt: null }).lean().exec();
    record.catch(() => read.delete(id));
    read.set(id, { record, at: performance.now() });
    return record;
  }

  function make(record: ChannelRecord): Adapter {
    const factory = adapters.get(record.kind);
    if (!factory) throw new ChannelError('permanent', `Channels of kind ${record.kind} cannot be run yet.`);
    const settings = factory.parseSettings(openSecrets(record.settings, factory.secrets, parts.box));
    const channel = { id: record._id, name: record.name, settings, createdAt: record.createdAt.getTime() };
    return factory.create(channel, createChannelHost(parts, record));
  }

  /** The adapter of a channel as it is set up now. */
  function adapterOf(record: ChannelRecord): Adapter {
    const running = instances.get(record._id);
    if (running && running.record.rev >= record.rev) return running.adapter;
    const adapter = make(record);
    instances.set(record._id, { record, adapter, lease: null });
    if (running) occupy(`${record._id} ${running.record.rev}`, () => release(running));
    return adapter;
  }

  /** Does a channel's work beside that of the others, once at a time. */
  function occupy(key: string, work: () => Promise<void>): void {
    if (busy.has(key)) return;
    const done = work()
      .catch((error: unknown) => {
        const level = isPassing(error) ? 'warn' : 'error';
        parts.log[level]({ channel: key, err: errorName(error) }, 'a channel could not be looked after');
      })
      .finally(() => busy.delete(key));
    busy.set(key, done);
  }

  async function lookAfterAll(): Promise<void> {
    const wanted = await channels.find({ deletedAt: null, enabled: true }).lean();
    const ids = new Set(wanted.map((c) => c._id));
    for (const [id, instance] of instances) {
      if (ids.has(id)) continue;
      instances.delete(id);
      occupy(id, () => release(instance));
    }
    for (const record of wanted) {
      if (!stopping && adapters.has(record.kind)) occupy(record._id, () => lookAfter(record));
    }
  }

  async function lookAfter(record: ChannelRecord): Promise<void> {
    const adapter = adapterOf(record);
    const instance = instances.get(record._id);
    if (!instance) return;
    if (instance.lease) {
      if (await instance.lease.renew()) return;
      parts.log.warn({ channel: record._id }, 'the channel went to another process');
      instances.delete(record._id);
      await release({ ...instance, lease: null });
      return;
    }
    const lease = await parts.leases.acquire(`channel:${record._id}`, LEASE_TTL);
    if (!lease) return;
    if (stopping || instances.get(record._id) !== instance) return lease.release();
    instance.lease = lease;
    await adapter.start();
  }

  async function release({ adapter, lease }: Instance): Promise<void> {
    await adapter.stop();
    await lease?.release();
  }

  function next(): void {
    if (stopping) return;
    round = lookAfterAll()
      .catch((error: unknown) =>
        parts.log.warn({ err: errorName(error) }, 'the channels could not be looked after'),
      )
      .finally(() => {
        if (!stopping) timer = setTimeout(next, ROUND);
      });
  }

  return {
    start: next,
    async stop() {
      stopping = true;
      if (timer) clearTimeout(timer);
      await round;
      await Promise.all(busy.values());
      await Promise.allSettled([...instances.values()].map(release));
      instances.clear();
    },
    changed(id) {
      read.delete(id);
    },
    async serve(id, route, request) {
      const record = await find(id);
      if (!record?.enabled) throw new NotFound('channel');
      const adapter = adapterOf(record);
      const isItsOwn = adapters.get(record.kind)?.routes.includes(route);
      if (!adapter.handle || !isItsOwn) throw new NotFound('channel');
      return adapter.handle(route, request);
    },
    async send(id, message) {
      const record = await find(id);
      if (!record) throw new ChannelError('permanent', 'The channel was deleted.');
      if (!record.enabled) throw new ChannelError('passing', 'The channel is switched off.');
      const adapter = adapterOf(record);
      if (!adapter.send) throw new ChannelError('permanent', 'This kind of channel cannot send.');
      return adapter.send(message);
    },
    async test(record) {
      const adapter = make(record);
      return adapter.test ? adapter.test() : [];
    },
    async reread(id, item) {
      const record = await find(id);
      if (!record) throw new NotFound('channel');
      const adapter = adapterOf(record);
      if (!adapter.reread) throw new NotFound('way to read it again');
      return adapter.reread(item);
    },
    find,
  };
}
