import { expect } from 'chai';
import { eventually, PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { startProcess } from '../support/process.ts';
import { makeAgent } from '../support/workspace.ts';
import { type ConsoleClient, enterConsole } from './console-client.ts';

const MINUTE = 60_000;

describe('presence', () => {
  let gateway: TestGateway;
  let other: Awaited<ReturnType<TestGateway['another']>>;
  let boss: ConsoleClient;
  const open: ConsoleClient[] = [];
  before(async () => {
    gateway = await startTestGateway();
    other = await gateway.another({ PROCESS: 'web' });
  });
  beforeEach(async () => {
    boss = await enter(gateway.url, gateway.admin);
  });
  afterEach(() => {
    for (const client of open.splice(0)) client.close();
  });
  after(async () => {
    await other.stop();
    await gateway.stop();
  });

  async function enter(url: string | null, api: TestGateway['admin']): Promise<ConsoleClient> {
    const client = await enterConsole(url ?? '', api);
    open.push(client);
    return client;
  }
  /** Somebody whom no hours and no status by hand make available. */
  async function newcomer(name: string): Promise<{ id: string; api: TestGateway['admin'] }> {
    const email = `${name.toLowerCase()}@example.com`;
    const { body } = await gateway.admin.post('/users', { email, name, password: PASSWORD });
    const api = gateway.client();
    await api.signIn(email, PASSWORD);
    return { id: body.id, api };
  }
  const hearOf = (id: string, fits: (user: { online: boolean; status: string; reason: string }) => boolean) =>
    boss.hear('presence', ({ users }) => users.some((user: never) => idOf(user) === id && fits(user)));
  const idOf = ({ id }: { id: string }) => id;
  const ask = (client: ConsoleClient, name: string, payload: unknown) =>
    client.socket.timeout(5_000).emitWithAck(name, payload);

  // First, while the clock of the tests is still that of the process.
  it('lets the consoles of a killed process run out by time', async () => {
    const eve = await newcomer('Eve');
    const process = await startProcess({
      MONGODB_URI: gateway.mongodbUri,
      SECRET_KEY: gateway.secretKey,
      PROCESS: 'web',
    });
    await enter(process.url, eve.api);
    await hearOf(eve.id, ({ online, reason }) => online && reason === 'signed-in');
    await process.kill();
    gateway.clock.moveBy(3 * MINUTE);
    await hearOf(eve.id, ({ online, reason }) => !online && reason === 'not-signed-in');
  });

  it('tells a console that comes what everyone is like', async () => {
    const ana = await makeAgent(gateway, 'Ana');
    const client = await enter(gateway.url, gateway.admin);
    const { whole, users } = await client.hear('presence');
    expect(whole).to.equal(true);
    const { body } = await gateway.admin.get(`/users/${ana.id}`);
    expect(users.find((user: { id: string }) => user.id === ana.id)).to.deep.equal({
      id: ana.id,
      online: false,
      ...body.availability,
    });
  });

  it('tells that somebody set their status by hand', async () => {
    const ana = await makeAgent(gateway, 'Ana');
    await hearOf(ana.id, ({ status }) => status === 'available');
    await gateway.admin.put(`/users/${ana.id}/availability`, { status: 'away' });
    await hearOf(ana.id, ({ status, reason }) => status === 'away' && reason === 'set-by-hand');
  });

  it('counts an open console as being there, on whatever process, and two minutes from its end', async () => {
    const ben = await newcomer('Ben');
    const client = await enter(other.url, ben.api);
    await hearOf(ben.id, ({ online, reason }) => online && reason === 'signed-in');
    gateway.clock.moveBy(10 * MINUTE);
    await eventually('the open console keeps being seen', async () => {
      const { body } = await gateway.admin.get(`/users/${ben.id}`);
      return body.availability.reason === 'signed-in';
    });
    client.close();
    await hearOf(ben.id, ({ online }) => !online);
    gateway.clock.moveBy(3 * MINUTE);
    await hearOf(ben.id, ({ reason }) => reason === 'not-signed-in');
  });

  it('counts those without an open console as away where the workspace says so', async () => {
    const { id, api, email } = await makeAgent(gateway, 'Dan');
    await gateway.admin.patch('/settings/routing', { awayWithoutConsoleMinutes: 5 });
    await hearOf(id, ({ reason }) => reason === 'no-console');
    await api.signIn(email, PASSWORD);
    const client = await enter(other.url, api);
    await hearOf(id, ({ online, status }) => online && status === 'available');
    client.close();
    gateway.clock.moveBy(6 * MINUTE);
    await hearOf(id, ({ online, reason }) => !online && reason === 'no-console');
    await gateway.admin.patch('/settings/routing', { awayWithoutConsoleMinutes: null });
  });

  it('tells those who look at a ticket who else does, and who writes, over all processes', async () => {
    const ana = await newcomer('Ann');
    const { body: me } = await gateway.admin.get('/users/me');
    const client = await enter(other.url, ana.api);
    expect(await ask(boss, 'look', { ticket: 't1' })).to.deep.equal({
      ok: true,
      viewers: [{ user: me.id, typing: false }],
    });
    await ask(client, 'look', { ticket: 't1' });
    const hearViewers = (on: ConsoleClient, expected: object[]) =>
      on.hear(
        'viewers',
        ({ viewers }) =>
          JSON.stringify(viewers.toSorted(byText)) === JSON.stringify(expected.toSorted(byText)),
      );
    const both = (typing: boolean) => [
      { user: ana.id, typing },
      { user: me.id, typing: false },
    ];
    await hearViewers(boss, both(false));
    await hearViewers(client, both(false));
    await ask(client, 'typing', { on: true });
    await hearViewers(boss, both(true));
    boss.told.splice(0);
    gateway.clock.moveBy(10_000);
    await hearViewers(boss, both(false));
    await ask(client, 'look', { ticket: 't2' });
    await hearViewers(boss, [{ user: me.id, typing: false }]);
  });

  it('answers what it does not know, or not in this shape, with an error', async () => {
    expect(await ask(boss, 'dance', {})).to.deep.equal({ ok: false, error: 'unknown-event' });
    expect(await ask(boss, 'look', { ticket: 7 })).to.have.property('ok', false);
    expect(await ask(boss, 'look', 'everything')).to.have.property('ok', false);
    expect(await ask(boss, 'typing', { on: true, more: 1 })).to.have.property('ok', false);
    const many = Array.from({ length: 100 }, () => ask(boss, 'typing', { on: true }));
    const errors = (await Promise.all(many)).filter(({ ok }) => !ok).map(({ error }) => error);
    expect(new Set(errors)).to.deep.equal(new Set(['too-often']));
  });
});

function byText(a: object, b: object): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
