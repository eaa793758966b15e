import { setTimeout as pause } from 'node:timers/promises';
import { type Db, MongoClient } from 'mongodb';
import { newTicket } from '../../src/tickets/new-ticket.ts';
import type { TicketRecord } from '../../src/tickets/ticket-model.ts';
import type { BenchGateway } from './gateway.ts';
import type { Measured } from './measure.ts';

const AT_ONCE = 2000;
const LOOK_EVERY = 50;

interface Stored {
  _id: string;
  [field: string]: unknown;
}

/** A form channel whose tickets wait for a team, beside what its database holds already. */
export interface Backlog {
  /** Stores so many tickets that wait, lets the team come, and times until the last of them has an owner. */
  drain(tickets: number): Promise<Measured>;
  /** Documents as the backlog's tickets, for a baseline. */
  documents(count: number): TicketRecord[];
  close(): Promise<void>;
}

let made = 0;

/** Makes a team of so many available agents in a running gateway, and a channel that waits for it. */
export async function makeBacklog(
  gateway: BenchGateway,
  mongodbUri: string,
  agents: number,
): Promise<Backlog> {
  const client = new MongoClient(mongodbUri);
  const db = client.db();
  return { close: () => client.close(), ...(await backlogIn(db, gateway, agents)) };
}

async function backlogIn(db: Db, { admin }: BenchGateway, agents: number): Promise<Omit<Backlog, 'close'>> {
  const post = async (path: string, body: object) => idOf(await admin.post(path, body));
  made += 1;
  const team = await post('/teams', { name: `Bench ${made}` });
  const away = await post('/users', { email: `away-${made}@example.com`, name: 'Away' });
  const first = await post('/users', { email: `first-${made}@example.com`, name: 'Agent 0', teams: [team] });
  await admin.put(`/users/${first}/availability`, { status: 'available' });
  await admin.put(`/users/${away}/availability`, { status: 'away' });
  await multiply(db, first, agents - 1);
  const channel = await post('/channels', {
    kind: 'form',
    name: 'Backlog',
    policy: policyFor({ users: [away], teams: [] }),
  });
  const documents = (count: number) => Array.from({ length: count }, () => ticket(channel));
  const tickets = db.collection<TicketRecord>('tickets');
  const waiting = { channel, 'routing.state': 'waiting' };
  const assign = (policy: object) => admin.patch(`/channels/${channel}`, { policy });
  return {
    documents,
    async drain(count) {
      await assign(policyFor({ users: [away], teams: [] }));
      await insert(db, () => ticket(channel), count);
      // Once the router has looked at them, it has seen all that was stored before.
      await pause(1500);
      const began = performance.now();
      await assign(policyFor({ users: [], teams: [team] }));
      // The longest waiting come first, so the youngest is the last: to look at it alone disturbs little.
      const youngest = { ...waiting, _id: `bench-${numbers}` };
      while (await tickets.findOne(youngest)) await pause(LOOK_EVERY);
      while ((await tickets.countDocuments(waiting)) > 0) await pause(LOOK_EVERY);
      const seconds = (performance.now() - began) / 1000;
      const milliseconds = { p50: 0, p95: 0, p99: 0, max: 0 };
      return { count, failed: 0, seconds, perSecond: count / seconds, milliseconds };
    },
  };
}

function policyFor(to: { users: string[]; teams: string[] }): object {
  return {
    assign: { to: 'specific', ...to },
    distribution: 'load-balanced',
    whenNoneAvailable: 'queue',
  };
}

function idOf({ status, body }: { status: number; body: { id: string } }): string {
  if (status !== 201) throw new Error(`It was not made: ${JSON.stringify(body)}`);
  return body.id;
}

/** Copies of one stored agent, who are in the same team and as available. */
async function multiply(db: Db, id: string, count: number): Promise<void> {
  const users = db.collection<Stored>('users');
  const one = await users.findOne({ _id: id });
  if (!one) throw new Error('The first agent is not stored.');
  const copies = Array.from({ length: count }, (_, i) => {
    const n = String(i + 1).padStart(5, '0');
    return { ...one, _id: `${id}-${n}`, email: `agent-${made}-${n}@example.com`, name: `Agent ${n}` };
  });
  if (copies.length > 0) await users.insertMany(copies);
}

async function insert(db: Db, make: () => TicketRecord, count: number): Promise<void> {
  const tickets = db.collection<TicketRecord>('tickets');
  for (let left = count; left > 0; left -= AT_ONCE) {
    const some = Array.from({ length: Math.min(left, AT_ONCE) }, make);
    await tickets.insertMany(some, { ordered: false, writeConcern: { w: 1 } });
  }
}

/** Stores closed tickets of no channel, while no gateway runs: without indexes first, which takes a fraction of the time. */
export async function storeClosedTickets(mongodbUri: string, count: number): Promise<void> {
  const client = new MongoClient(mongodbUri);
  const tickets = client.db().collection('tickets');
  const indexes = (await tickets.indexes()).filter(({ name }) => name !== '_id_');
  await tickets.dropIndexes();
  await insert(client.db(), () => closed(ticket('none')), count);
  await tickets.createIndexes(indexes.map(({ v: _, name = '', ...index }) => ({ ...index, name })));
  await client.close();
}

function closed(ticket: TicketRecord): TicketRecord {
  const routing = { ...ticket.routing, state: 'settled' as const, reason: 'by-hand' };
  return { ...ticket, status: 'closed', open: false, closedAt: ticket.updatedAt, routing };
}

let numbers = 1_000_000;

function ticket(channel: string): TicketRecord {
  numbers += 1;
  const at = new Date(1_700_000_000_000 + numbers);
  const made = newTicket({
    number: numbers,
    channel: { _id: channel, kind: 'form' },
    contact: null,
    subject: `Export ${numbers}`,
    text: 'Since this morning the export stops half way. '.repeat(3),
    at,
  });
  // What it is searched by would cost more than all else.
  const routing = { ...made.routing, state: 'waiting' as const, reason: 'none-available' };
  return { ...made, _id: `bench-${numbers}`, words: [], routing };
}
