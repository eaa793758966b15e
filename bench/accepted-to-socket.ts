import { createServer } from 'node:http';
import { MongoClient } from 'mongodb';
import { Server } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import { freePort } from '../src/store/mongod-process.ts';
import { apiClient } from '../test/support/api-client.ts';
import { measureAtRate, type Timed } from './lib/at-rate.ts';
import type { Outcome } from './lib/compare.ts';
import { type BenchGateway, startBenchGateway } from './lib/gateway.ts';
import { mergeRounds } from './lib/measure.ts';

const RATE = 100;
const AGENTS = 10;
const SECONDS = 10;
const WARM_UP_SECONDS = 2;
const PASSWORD = 'correct-horse-battery';

const Submitted = z.object({ reference: z.string() });
const Ticket = z.object({ ticket: z.object({ number: z.number(), owner: z.string().nullable() }) });
const Message = z.object({ ticket: z.object({ number: z.number() }) });

/**
 * From the acknowledgement of a form post to the owner's console, beside the way from the acknowledged insertion of one
 * document through a bare change stream and a bare socket.io to as many sockets.
 */
export async function benchAcceptedToSocket(mongodbUri: string): Promise<Outcome[]> {
  const gateway = await startBenchGateway(mongodbUri);
  const bare = await startBare(mongodbUri);
  const desk = await openDesk(gateway);
  try {
    const round = (seconds: number, work: Timed) =>
      measureAtRate({ rate: RATE, seconds, warmUpSeconds: WARM_UP_SECONDS }, work);
    const before = await round(SECONDS / 2, bare.work);
    const subject = await round(SECONDS, desk.work);
    const baseline = mergeRounds(before, await round(SECONDS / 2, bare.work));
    return [
      {
        name: `accepted to socket, ${RATE}/s`,
        note: `until the owner's console of ${AGENTS} has the message`,
        load: { concurrency: AGENTS, seconds: SECONDS, warmUpSeconds: WARM_UP_SECONDS },
        subject,
        baseline,
        ratio: baseline.milliseconds.p50 / subject.milliseconds.p50,
      },
    ];
  } finally {
    desk.close();
    await bare.close();
    await gateway.stop();
  }
}

/** A form whose tickets go to agents who all have a console open. */
async function openDesk(gateway: BenchGateway): Promise<{ work: Timed; close(): void }> {
  const arrivals = createArrivals();
  const agents = await Promise.all(Array.from({ length: AGENTS }, (_, i) => openAgent(gateway, i, arrivals)));
  const users = agents.map(({ id }) => id);
  const form = await gateway.admin.post('/channels', {
    kind: 'form',
    name: 'Bench to socket',
    settings: { spam: { minSeconds: 0, perMinute: 1_000_000 } },
    policy: { assign: { to: 'specific', users, teams: [] }, distribution: 'load-balanced' },
  });
  const target = `${gateway.url}/forms/${form.body.id}/submissions`;
  return {
    async work(n) {
      const reference = await submit(target, n);
      const acceptedAt = performance.now();
      return Math.max(0, (await arrivals.of(reference)) - acceptedAt);
    },
    close: () => agents.forEach(({ socket }) => void socket.close()),
  };
}

async function openAgent(gateway: BenchGateway, i: number, arrivals: Arrivals) {
  const email = `socket-${i}@bench.example`;
  const { body } = await gateway.admin.post('/users', { email, name: `Socket ${i}`, password: PASSWORD });
  const id = String(body.id);
  await gateway.admin.put(`/users/${id}/availability`, { status: 'available' });
  const api = apiClient(gateway.url);
  await api.signIn(email, PASSWORD);
  const socket = connect(`${gateway.url}/console`, { cookie: api.cookie() });
  const owned = new Set<number>();
  socket.on('ticket', (payload) => {
    const { number, owner } = Ticket.parse(payload).ticket;
    if (owner === id) owned.add(number);
  });
  socket.on('message', (payload) => {
    const { number } = Message.parse(payload).ticket;
    if (owned.delete(number)) arrivals.note(String(number));
  });
  await new Promise((resolve) => socket.once('ready', resolve));
  return { id, socket };
}

async function submit(target: string, n: number): Promise<string> {
  const answer = await fetch(target, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(values(n)),
  });
  if (answer.status !== 201) throw new Error(`The form was not taken: ${answer.status}`);
  return Submitted.parse(await answer.json()).reference;
}

function values(n: number) {
  const message = 'Since this morning the export stops half way. '.repeat(8);
  return { name: 'Carl', email: `socket-${n}@customer.example`, subject: `Export ${n}`, message };
}

/** One document, one change stream, one broadcast: what nobody could do without. */
async function startBare(mongodbUri: string): Promise<{ work: Timed; close(): Promise<void> }> {
  const client = new MongoClient(mongodbUri, { maxPoolSize: 100 });
  const collection = client.db().collection<{ _id: string }>('socketBaseline');
  await client.db().createCollection('socketBaseline');
  const http = createServer();
  const server = new Server(http, { transports: ['websocket'] });
  const port = await freePort(null);
  await new Promise<void>((resolve) => http.listen(port, resolve));
  const stream = collection.watch();
  stream.on('change', (change) => {
    if (change.operationType === 'insert') server.emit('message', change.fullDocument);
  });
  const arrivals = createArrivals();
  const sockets = Array.from({ length: AGENTS }, () => connect(`http://127.0.0.1:${port}`, {}));
  await Promise.all(sockets.map((socket) => new Promise<void>((resolve) => socket.once('connect', resolve))));
  sockets[0]?.on('message', ({ _id }: { _id: string }) => arrivals.note(_id));
  for (const socket of sockets.slice(1)) socket.on('message', () => {});
  return {
    async work(n) {
      await collection.insertOne({ _id: String(n), ...values(n) }, { writeConcern: { w: 'majority' } });
      const acceptedAt = performance.now();
      return Math.max(0, (await arrivals.of(String(n))) - acceptedAt);
    },
    async close() {
      for (const socket of sockets) socket.close();
      await server.close();
      await stream.close();
      await client.close();
    },
  };
}

function connect(url: string, headers: Record<string, string>): Socket {
  return io(url, { transports: ['websocket'], forceNew: true, extraHeaders: headers });
}

interface Arrivals {
  note(key: string): void;
  /** When it arrived, by `performance.now()`. */
  of(key: string): Promise<number>;
}

function createArrivals(): Arrivals {
  const at = new Map<string, number>();
  const waiting = new Map<string, (at: number) => void>();
  return {
    note(key) {
      const now = performance.now();
      at.set(key, now);
      waiting.get(key)?.(now);
    },
    async of(key) {
      const arrived = at.get(key);
      if (arrived !== undefined) return arrived;
      return await new Promise((resolve) => waiting.set(key, resolve));
    },
  };
}
