import { rm } from 'node:fs/promises';
import { expect } from 'chai';
import { connectStore } from '../../src/store/connection.ts';
import { readRecord } from '../../src/store/mongod-record.ts';
import { apiClient } from '../support/api-client.ts';
import { eventually, PASSWORD } from '../support/gateway.ts';
import { freshDatabase, temporaryFolder } from '../support/mongo.ts';
import { type GatewayProcess, startProcess } from '../support/process.ts';

/** What one process needs to be a whole gateway on a database. */
function environment(uri: string, more: Record<string, string> = {}): Record<string, string> {
  return {
    MONGODB_URI: uri,
    SECRET_KEY: 'a-key-for-tests-that-is-long-enough',
    ADMIN_EMAIL: 'root@example.com',
    ADMIN_PASSWORD: PASSWORD,
    ...more,
  };
}

async function makeForm(url: string): Promise<string> {
  const admin = apiClient(url);
  const { body: session } = await admin.signIn('root@example.com', PASSWORD);
  await admin.put('/users/me/availability', { status: 'available' });
  const { body: form } = await admin.post('/channels', {
    kind: 'form',
    name: 'Form',
    settings: { spam: { minSeconds: 0, perMinute: 100_000 } },
    policy: { assign: { to: 'specific', users: [session.user.id], teams: [] } },
  });
  return form.id;
}

async function submit(url: string, form: string, id: string): Promise<string | null> {
  const body = { email: `${id}@customer.example`, message: `This is ${id}.` };
  const headers = { accept: 'application/json', 'idempotency-key': id };
  const answer = await apiClient(url).post(`//forms/${form}/submissions`, body, headers);
  return answer.status === 201 ? answer.body.reference : null;
}

describe('the processes of a gateway', function () {
  this.timeout(90_000);

  const running: GatewayProcess[] = [];
  const start = async (env: Record<string, string>) => {
    const process = await startProcess(env);
    running.push(process);
    return process;
  };
  afterEach(async () => {
    await Promise.all(running.splice(0).map((p) => p.kill()));
  });

  it('stop on SIGTERM within ten seconds under load, with nothing accepted lost or doubled', async () => {
    const { uri } = await freshDatabase();
    const first = await start(environment(uri));
    const form = await makeForm(first.url);
    const accepted: string[] = [];
    const posting = Promise.allSettled(
      Array.from({ length: 40 }, async (_, worker) => {
        for (let i = 0; i < 20; i += 1) {
          const reference = await submit(first.url, form, `w${worker}-${i}`);
          if (reference !== null) accepted.push(reference);
        }
      }),
    );
    await eventually('some are accepted', async () => accepted.length > 100);
    const { code, took } = await first.terminate();
    await posting;
    expect(took).to.be.lessThan(10_000);
    expect(code, first.output()).to.equal(0);
    await start(environment(uri));
    await expectTickets(uri, accepted);
  });

  it('stop when npm is told to, and take their own MongoDB along', async () => {
    const folder = await temporaryFolder();
    const { MONGODB_URI: _, ...env } = environment('');
    const gateway = await startProcess({ ...env, DATA_DIR: folder }, ['npm', 'start']);
    running.push(gateway);
    const { took } = await gateway.terminate();
    expect(took).to.be.lessThan(10_000);
    expect(await isServed(gateway.url)).to.equal(false);
    expect((await readRecord(folder))?.users ?? []).to.deep.equal([]);
    await rm(folder, { recursive: true, force: true });
  });

  it('lose nothing and double nothing when killed in the middle', async () => {
    const { uri } = await freshDatabase();
    let gateway = await start(environment(uri));
    const form = await makeForm(gateway.url);
    const accepted = new Set<string>();
    for (let round = 0; round < 3; round += 1) {
      const { url } = gateway;
      const before = accepted.size;
      const posting = Promise.allSettled(
        Array.from({ length: 20 }, async (_, worker) => {
          for (let i = 0; i < 30; i += 1) {
            const reference = await submit(url, form, `r${round}-${worker}-${i}`);
            if (reference !== null) accepted.add(reference);
          }
        }),
      );
      await eventually('some are accepted', async () => accepted.size > before + 50);
      await gateway.kill();
      await posting;
      gateway = await start(environment(uri));
    }
    await expectTickets(uri, [...accepted]);
  });

  it('can be split: a web process takes in, a worker routes', async () => {
    const { uri } = await freshDatabase();
    const web = await start(environment(uri, { PROCESS: 'web' }));
    const form = await makeForm(web.url);
    const reference = await submit(web.url, form, 'split');
    expect(reference).not.to.equal(null);
    await start(environment(uri, { PROCESS: 'worker' }));
    await expectTickets(uri, [String(reference)]);
    const late = await submit(web.url, form, 'split-2');
    await expectTickets(uri, [String(late)]);
  });

  it('refuses to start on settings that cannot work, and names them', async () => {
    const error = await startProcess({
      PORT: 'abc',
      ADMIN_EMAIL: 'root@example.com',
      MONGODB_URI: 'http://x',
    }).catch((e: unknown) => String(e));
    expect(error).to.contain('PORT').and.to.contain('MONGODB_URI');
  });
});

async function isServed(url: string): Promise<boolean> {
  return fetch(`${url}/healthz`).then(
    () => true,
    () => false,
  );
}

/** Each accepted reference is exactly one ticket with one message and an owner. */
async function expectTickets(uri: string, references: readonly string[]): Promise<void> {
  const db = await connectStore(uri);
  const numbers = references.map(Number);
  try {
    await eventually('every accepted submission is an assigned ticket', async () => {
      const found = await db
        .collection('tickets')
        .countDocuments({ number: { $in: numbers }, owner: { $ne: null } });
      return found === new Set(numbers).size;
    });
    const tickets = await db
      .collection('tickets')
      .find({ number: { $in: numbers } })
      .toArray();
    const messages = await db
      .collection('messages')
      .countDocuments({ ticket: { $in: tickets.map((t) => t._id) as never[] } });
    expect(messages).to.equal(tickets.length);
  } finally {
    await db.close();
  }
}
