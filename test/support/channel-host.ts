import { createHmac } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  ChannelError,
  type ChannelHost,
  type Clock,
  type FileStore,
  type InboundMessage,
  type StoredFile,
  type TroubleKind,
  type UnreadableMessage,
} from '../../adapters/adapter.ts';

/** One health report, in the order they came. */
export interface HealthEntry {
  state: 'connected' | 'degraded' | 'down';
  reason: string | null;
  kind: TroubleKind | null;
}

/** One line of the log. */
export interface LogEntry {
  level: 'debug' | 'info' | 'warn' | 'error';
  fields: object;
  message: string;
}

/** A ChannelHost in memory for tests of adapters, with everything it was given. */
export interface MemoryHost extends ChannelHost {
  readonly accepted: InboundMessage[];
  /** External ids that came again. */
  readonly repeats: string[];
  readonly unreadable: UnreadableMessage[];
  readonly healthLog: HealthEntry[];
  readonly logLines: LogEntry[];
  readonly stateValues: Map<string, unknown>;
  readonly secretValues: Map<string, string>;
  /** Resolves once the predicate holds; checked after each thing that happens at the host. */
  until(holds: () => boolean, what?: string): Promise<void>;
  /** The next calls of `accept` reject, as when the database is away. */
  failAccept(times: number): void;
  /** Calls of `accept` wait until `release` is called; `reached` resolves when the first one does. */
  holdAccept(): { release(): void; reached: Promise<void> };
  /** Content of a stored file. */
  read(file: StoredFile): Buffer;
  readText(file: StoredFile): string;
  /** Ids of the files that are there: saved and not discarded. */
  fileIds(): string[];
}

/** How the host in memory differs from its defaults. */
export interface MemoryHostOptions {
  clock?: Clock;
  /** Largest file in bytes; 50 MB by default. */
  maxFileBytes?: number;
  untilTimeoutMs?: number;
}

/** Makes a host in memory; pass the same one to a second adapter to play a restart. */
export function createMemoryHost(options: MemoryHostOptions = {}): MemoryHost {
  const waiters = createWaiters(options.untilTimeoutMs ?? 10_000);
  const files = createMemoryFiles(options.maxFileBytes ?? 50 * 1024 * 1024);
  const inbox = createInbox(waiters.notify);
  const healthLog: HealthEntry[] = [];
  const logLines: LogEntry[] = [];
  const stateValues = new Map<string, unknown>();
  const secretValues = new Map<string, string>();
  const report = async (state: HealthEntry['state'], reason: string | null, kind: TroubleKind | null) => {
    const last = healthLog.at(-1);
    if (last?.state !== state || last.reason !== reason) healthLog.push({ state, reason, kind });
    waiters.notify();
  };
  const write = (level: LogEntry['level']) => (fields: object, message: string) => {
    logLines.push({ level, fields, message });
  };
  return {
    ...inbox,
    ...files,
    healthLog,
    logLines,
    stateValues,
    secretValues,
    until: waiters.until,
    clock: options.clock ?? { now: () => Date.now() },
    health: {
      connected: () => report('connected', null, null),
      degraded: (reason) => report('degraded', reason, 'passing'),
      down: (reason, kind) => report('down', reason, kind),
    },
    log: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') },
    state: {
      get: async (key) => structuredClone(stateValues.get(key)),
      set: async (key, value) => {
        stateValues.set(key, structuredClone(value));
        waiters.notify();
      },
    },
    secrets: {
      get: async (key) => secretValues.get(key) ?? null,
      async set(key, text) {
        secretValues.set(key, text);
      },
    },
    sign: (text) => createHmac('sha256', 'workspace key').update(text).digest('base64url'),
  };
}

function createInbox(notify: () => void) {
  const accepted: InboundMessage[] = [];
  const repeats: string[] = [];
  const unreadable: UnreadableMessage[] = [];
  let failures = 0;
  let gate: Promise<void> = Promise.resolve();
  let noteReached = () => {};
  return {
    accepted,
    repeats,
    unreadable,
    failAccept(times: number) {
      failures = times;
    },
    holdAccept() {
      const { promise, resolve } = Promise.withResolvers<void>();
      const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
      gate = promise;
      noteReached = reach;
      return { release: resolve, reached };
    },
    async accept(message: InboundMessage) {
      if (failures > 0) {
        failures -= 1;
        notify();
        throw new Error('the database is away');
      }
      noteReached();
      await gate;
      const repeated = accepted.some((known) => known.externalId === message.externalId);
      (repeated ? repeats : []).push(message.externalId);
      if (!repeated) accepted.push(message);
      notify();
      return { reference: null, repeated };
    },
    async keepUnreadable(message: UnreadableMessage) {
      unreadable.push(message);
      notify();
    },
  };
}

function createMemoryFiles(maxBytes: number) {
  const contents = new Map<string, Buffer>();
  let count = 0;
  const files: FileStore = {
    async save(content, about) {
      const bytes = Buffer.isBuffer(content) ? content : await collect(content, maxBytes);
      count += 1;
      const id = `file-${count}`;
      contents.set(id, bytes);
      const { contentId } = about;
      const file = {
        id,
        name: about.name,
        type: about.type ?? 'application/octet-stream',
        size: bytes.length,
      };
      return contentId === undefined ? file : { ...file, contentId };
    },
    async open(id) {
      const bytes = contents.get(id);
      if (!bytes) throw new Error(`no file ${id}`);
      return Readable.from(slices(bytes), { objectMode: false });
    },
    async discard(unused) {
      for (const { id } of unused) contents.delete(id);
    },
  };
  const read = (file: StoredFile) => contents.get(file.id) ?? Buffer.alloc(0);
  return {
    files,
    read,
    readText: (file: StoredFile) => read(file).toString(),
    fileIds: () => [...contents.keys()],
  };
}

/** Content in the small pieces in which a database gives it out. */
function* slices(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += 64 * 1024)
    yield bytes.subarray(start, start + 64 * 1024);
}

async function collect(content: Readable, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of content) {
    size += chunk.length;
    if (size > maxBytes) throw new ChannelError('permanent', `The file is larger than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function createWaiters(timeoutMs: number) {
  const waiting = new Set<() => void>();
  return {
    notify() {
      for (const check of [...waiting]) check();
    },
    until(holds: () => boolean, what = 'what was expected'): Promise<void> {
      if (holds()) return Promise.resolve();
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const end = (settle: () => void) => {
        clearTimeout(timer);
        waiting.delete(check);
        settle();
      };
      const timer = setTimeout(
        () => end(() => reject(new Error(`${what} did not happen in time`))),
        timeoutMs,
      );
      const check = () => {
        if (holds()) end(resolve);
      };
      waiting.add(check);
      return promise;
    },
  };
}
