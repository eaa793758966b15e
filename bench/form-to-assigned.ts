import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { MongoClient } from 'mongodb';
import { z } from 'zod';
import { compare, type Outcome } from './lib/compare.ts';
import { type BenchGateway, startBenchGateway } from './lib/gateway.ts';
import type { Work } from './lib/measure.ts';

const Submitted = z.object({ reference: z.string() });
const AGENTS = 20;
const LOADS = [1, 16, 64].map((concurrency) => ({ concurrency, seconds: 5, warmUpSeconds: 1 }));

/**
 * How long a form post takes until it is acknowledged, and until its ticket has an owner, beside the insertion of one
 * document of the same size with a majority.
 */
export async function benchFormToAssigned(mongodbUri: string): Promise<Outcome[]> {
  const gateway = await startBenchGateway(mongodbUri);
  const client = new MongoClient(mongodbUri, { maxPoolSize: 100 });
  const owners = watchOwners(client);
  try {
    const form = await makeForm(gateway);
    const { submit, close } = createSubmit(gateway.url, form);
    const toAssigned: Work = async (n) => owners.of(await submit(n));
    const baseline: Work = (n) =>
      client
        .db()
        .collection('baseline')
        .insertOne(values(n), { writeConcern: { w: 'majority' } });
    const outcomes: Outcome[] = [];
    for (const load of LOADS) {
      const contest = { load, baseline, settle: () => toAssigned(0) };
      outcomes.push(
        await compare({
          ...contest,
          name: 'form post to 201',
          note: 'stored by a majority',
          subject: submit,
        }),
        await compare({ ...contest, name: 'form post to owner', note: 'assigned', subject: toAssigned }),
      );
    }
    close();
    await requireEvenLoads(client);
    return outcomes;
  } finally {
    await owners.stop();
    await client.close();
    await gateway.stop();
  }
}

/** A rate is worth nothing if the tickets went to the wrong ones: the loads must be even within one ticket. */
async function requireEvenLoads(client: MongoClient): Promise<void> {
  const loads = await client
    .db()
    .collection('tickets')
    .aggregate<{ _id: string | null; count: number }>([{ $group: { _id: '$owner', count: { $sum: 1 } } }])
    .toArray();
  const counts = loads.map(({ count }) => count);
  const isEven = Math.max(...counts) - Math.min(...counts) <= 1;
  if (!isEven || loads.length !== AGENTS || loads.some(({ _id }) => _id === null)) {
    throw new Error(`The loads are not even: ${counts.toSorted((a, b) => a - b).join(', ')}.`);
  }
}

async function makeForm({ admin }: BenchGateway): Promise<string> {
  const users = await Promise.all(Array.from({ length: AGENTS }, (_, i) => makeAgent(admin, i)));
  const { status, body } = await admin.post('/channels', {
    kind: 'form',
    name: 'Bench',
    settings: { spam: { minSeconds: 0, perMinute: 1_000_000 } },
    policy: { assign: { to: 'specific', users, teams: [] }, distribution: 'load-balanced' },
  });
  if (status !== 201) throw new Error(`The form was not made: ${JSON.stringify(body)}`);
  return body.id;
}

async function makeAgent(admin: BenchGateway['admin'], i: number): Promise<string> {
  const { status, body } = await admin.post('/users', {
    email: `agent-${i}@example.com`,
    name: `Agent ${i}`,
  });
  if (status !== 201) throw new Error(`The agent was not made: ${JSON.stringify(body)}`);
  await admin.put(`/users/${body.id}/availability`, { status: 'available' });
  return body.id;
}

/** The client is to cost little: it shares the machine with what is measured. */
function createSubmit(url: string, form: string): { submit(n: number): Promise<string>; close(): void } {
  const agent = new Agent({ keepAlive: true });
  const address = `${url}/forms/${form}/submissions`;
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  return {
    async submit(n) {
      const body = JSON.stringify(values(n));
      const sent = request(address, { method: 'POST', agent, headers });
      sent.end(body);
      const [answer] = await once(sent, 'response');
      const said = await text(answer);
      if (answer.statusCode !== 201) throw new Error(`The form was not taken: ${answer.statusCode}`);
      return Submitted.parse(JSON.parse(said)).reference;
    },
    close: () => agent.destroy(),
  };
}

function values(n: number) {
  const message = 'Since this morning the export stops half way. '.repeat(8);
  return { name: 'Carl', email: `carl-${n}@customer.example`, subject: `Export ${n}`, message };
}

/** Learns from a change stream when the ticket of a number got its owner. */
function watchOwners(client: MongoClient): { of(number: string): Promise<void>; stop(): Promise<void> } {
  const numbers = new Map<string, string>();
  const owned = new Set<string>();
  const waiting = new Map<string, () => void>();
  const stream = client
    .db()
    .collection<{ _id: string; number: number; owner: string | null }>('tickets')
    .watch([
      {
        $project: {
          operationType: 1,
          documentKey: 1,
          'fullDocument.number': 1,
          'fullDocument.owner': 1,
          'updateDescription.updatedFields.owner': 1,
        },
      },
    ]);
  const settle = (number: string) => {
    owned.add(number);
    waiting.get(number)?.();
  };
  stream.on('change', (change) => {
    if (change.operationType === 'insert') {
      numbers.set(change.documentKey._id, String(change.fullDocument.number));
      if (change.fullDocument.owner !== null) settle(String(change.fullDocument.number));
    } else if (change.operationType === 'update' && change.updateDescription.updatedFields?.owner) {
      settle(numbers.get(change.documentKey._id) ?? '');
    }
  });
  return {
    of: async (number) => {
      if (!owned.has(number)) await new Promise<void>((resolve) => waiting.set(number, resolve));
      waiting.delete(number);
    },
    stop: () => stream.close(),
  };
}
