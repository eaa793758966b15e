import { expect } from 'chai';
import { PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { startProcess } from '../support/process.ts';
import { makeAgent, makeForm, submit } from '../support/workspace.ts';
import { type ConsoleClient, enterConsole, openConsole } from './console-client.ts';

const CROWD = 200;

describe('many consoles', () => {
  let gateway: TestGateway;
  let ana: Awaited<ReturnType<typeof makeAgent>>;
  let form: string;
  before(async () => {
    gateway = await startTestGateway();
    ana = await makeAgent(gateway, 'Ana');
    await ana.api.signIn(ana.email, PASSWORD);
    const assign = { to: 'specific', users: [ana.id], teams: [] };
    form = await makeForm(gateway, { assign, distribution: 'round-robin' });
  });
  after(() => gateway.stop());

  it('all hear the same, in order, and all of them again after all connections broke', async () => {
    const clients = Array.from({ length: CROWD }, () => openConsole(gateway.url, ana.api));
    await Promise.all(clients.map((client) => client.hear('ready')));
    const numbers = [await submit(gateway, form), await submit(gateway, form)];
    await Promise.all(clients.map((client) => hearOf(client, numbers[1])));
    for (const client of clients) client.socket.io.engine.close();
    numbers.push(await submit(gateway, form), await submit(gateway, form));
    await Promise.all(clients.map((client) => hearOf(client, numbers[3])));
    const heard = clients.map((client) => client.of('message').map(({ ticket }) => String(ticket.number)));
    for (const client of clients) client.close();
    expect(heard).to.deep.equal(clients.map(() => numbers));
  });

  it('are sent to another process by one that stops, within its limit', async () => {
    const { mongodbUri, secretKey } = gateway;
    const leaving = await startProcess({ MONGODB_URI: mongodbUri, SECRET_KEY: secretKey, PROCESS: 'web' });
    const clients = await Promise.all(Array.from({ length: 20 }, () => enterConsole(leaving.url, ana.api)));
    const reasons = Promise.all(
      clients.map(({ socket }) => new Promise((resolve) => socket.once('disconnect', resolve))),
    );
    const { code, took } = await leaving.terminate();
    for (const client of clients) client.close();
    expect(code).to.equal(0);
    expect(took).to.be.lessThan(9_500);
    // A client comes back by itself after this, and not after having been put out.
    expect(new Set(await reasons)).to.deep.equal(new Set(['transport close']));
  });
});

const hearOf = (client: ConsoleClient, number: string | undefined) =>
  client.hear('message', ({ ticket }) => String(ticket.number) === number);
