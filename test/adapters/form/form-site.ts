import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AdapterRequest, AdapterRoute, InboundMessage, StoredFile } from '../../../adapters/adapter.ts';
import { formAdapter } from '../../../adapters/form/index.ts';
import { createMemoryHost, type MemoryHost } from '../../support/channel-host.ts';

/** A form channel behind a real HTTP server, with a host that keeps everything in memory. */
export interface FormSite extends AsyncDisposable {
  url: string;
  /** What was accepted, repeats left out. */
  messages: InboundMessage[];
  /** Every file that was kept. */
  saved: readonly StoredFile[];
  host: MemoryHost;
  channel: ReturnType<typeof formAdapter.create>;
  /** Milliseconds by which the host's clock goes on at once. */
  moveClock(ms: number): void;
  /** Serves a page of another site; returns its address on the same server under another host name. */
  servePage(html: string): string;
}

const CHANNEL_ID = '65f0c0ffee65f0c0ffee65f0';

/** Starts a form with the settings. `prefix` stands before every path, as behind a proxy. */
export async function openFormSite(settings: unknown = {}): Promise<FormSite> {
  const memory = createFormHost();
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

/** The host in memory with what the real one adds for forms: a reference for each message. */
function createFormHost() {
  let ahead = 0;
  const memory = createMemoryHost({ clock: { now: () => Date.now() + ahead } });
  const saved: StoredFile[] = [];
  const host: MemoryHost = {
    ...memory,
    async accept(message) {
      const { repeated } = await memory.accept(message);
      const at = memory.accepted.findIndex((each) => each.externalId === message.externalId);
      return { reference: String(at + 1), repeated };
    },
    files: {
      ...memory.files,
      async save(content, about) {
        const file = await memory.files.save(content, about);
        saved.push(file);
        return file;
      },
    },
  };
  const moveClock = (ms: number) => {
    ahead += ms;
  };
  return { host, messages: memory.accepted, saved, moveClock };
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
