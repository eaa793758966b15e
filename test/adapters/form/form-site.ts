import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import type {
  Accepted,
  AdapterRequest,
  AdapterRoute,
  ChannelHost,
  InboundMessage,
  StoredFile,
} from '../../../adapters/adapter.ts';
import { formAdapter } from '../../../adapters/form/index.ts';

/** A form channel behind a real HTTP server, with a host that keeps everything in memory. */
export interface FormSite extends AsyncDisposable {
  url: string;
  /** What was accepted, repeats left out. */
  messages: InboundMessage[];
  files: Map<string, Buffer>;
  reports: string[];
  host: ChannelHost;
  channel: ReturnType<typeof formAdapter.create>;
  /** Milliseconds by which the host's clock is ahead. */
  moveClock(ms: number): void;
  /** Lets `accept` fail until called with null. */
  failWith(error: Error | null): void;
  /** Serves a page of another site; returns its address on the same server under another host name. */
  servePage(html: string): string;
}

const CHANNEL_ID = '65f0c0ffee65f0c0ffee65f0';

/** Starts a form with the settings. `prefix` stands before every path, as behind a proxy. */
export async function openFormSite(settings: unknown = {}): Promise<FormSite> {
  const memory = createMemoryHost();
  const channel = formAdapter.create(
    { id: CHANNEL_ID, name: 'Contact us', settings: formAdapter.parseSettings(settings), createdAt: 0 },
    memory.host,
  );
  const pages = new Map<string, string>();
  const server = createServer((req, res) => void serve(req, res, channel, pages));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    ...memory,
    channel,
    url: `http://127.0.0.1:${port}/forms/${CHANNEL_ID}`,
    servePage(html) {
      pages.set('/elsewhere', html);
      return `http://localhost:${port}/elsewhere`;
    },
    async [Symbol.asyncDispose]() {
      await channel.stop();
      await close(server);
    },
  };
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}

function createMemoryHost() {
  const messages: InboundMessage[] = [];
  const files = new Map<string, Buffer>();
  const reports: string[] = [];
  let ahead = 0;
  let failure: Error | null = null;
  const host: ChannelHost = {
    async accept(message): Promise<Accepted> {
      if (failure) throw failure;
      const at = messages.findIndex((each) => each.externalId === message.externalId);
      if (at < 0) messages.push(message);
      return { reference: String(at < 0 ? messages.length : at + 1), repeated: at >= 0 };
    },
    async keepUnreadable() {},
    files: {
      async save(content, about): Promise<StoredFile> {
        const bytes = await collect(content);
        const id = randomUUID();
        files.set(id, bytes);
        return { id, name: about.name, type: about.type ?? 'application/octet-stream', size: bytes.length };
      },
      async open() {
        throw new Error('forms never read a file');
      },
    },
    state: { get: async () => null, set: async () => {} },
    health: {
      connected: async () => void reports.push('connected'),
      degraded: async (reason) => void reports.push(reason),
      down: async (reason) => void reports.push(reason),
    },
    clock: { now: () => Date.now() + ahead },
    log: { debug() {}, info() {}, warn() {}, error: (_fields, message) => void reports.push(message) },
    sign: (text) => createHmac('sha256', 'a key').update(text).digest('base64url'),
  };
  const moveClock = (ms: number) => {
    ahead += ms;
  };
  const failWith = (error: Error | null) => {
    failure = error;
  };
  return { host, messages, files, reports, moveClock, failWith };
}

async function collect(content: Readable | Buffer): Promise<Buffer> {
  if (Buffer.isBuffer(content)) return content;
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

async function serve(
  req: IncomingMessage,
  res: ServerResponse,
  channel: FormSite['channel'],
  pages: ReadonlyMap<string, string>,
): Promise<void> {
  const url = new URL(req.url ?? '/', `http://${req.headers.host}`);
  const page = pages.get(url.pathname);
  const route = formAdapter.routes.find(
    (each) => each.method === req.method && pathOf(each) === url.pathname,
  );
  if (page !== undefined) {
    res.setHeader('content-type', 'text/html; charset=utf-8').end(page);
    return;
  }
  if (!route || !channel.handle) {
    res.writeHead(404).end();
    return;
  }
  try {
    const answer = await channel.handle(route, adapterRequest(req, url));
    res.writeHead(answer.status, answer.headers).end(answer.body);
  } catch {
    res.writeHead(500).end();
  }
}

function pathOf(route: AdapterRoute): string {
  return route.path.replace(':channelId', CHANNEL_ID);
}

function adapterRequest(req: IncomingMessage, url: URL): AdapterRequest {
  const headers = Object.entries(req.headers).map(([name, value]) => [name, String(value)]);
  const cookies = (req.headers.cookie ?? '').split('; ').map((pair) => pair.split('='));
  return {
    method: req.method ?? 'GET',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: Object.fromEntries(headers),
    cookies: Object.fromEntries(cookies),
    body: req,
    address: '192.0.2.1',
    publicUrl: 'http://desk.example',
  };
}
