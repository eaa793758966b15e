import { expect } from 'chai';
import { PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent } from '../support/workspace.ts';
import { type ConsoleClient, enterConsole, refusal } from './console-client.ts';

describe('the door of the console socket', () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await startTestGateway();
  });
  after(() => gateway.stop());

  const signedIn = async () => {
    const agent = await makeAgent(gateway, 'Ana');
    await agent.api.signIn(agent.email, PASSWORD);
    return agent;
  };
  const dropped = async (client: ConsoleClient) => {
    const { reason } = await client.hear('end');
    expect(reason).to.equal('signed-out');
    await client.hear('end');
  };

  it('is shut to whoever is not signed in', async () => {
    expect(await refusal(gateway.url, null)).to.equal('not-signed-in');
    const forged = { headers: { cookie: 'deskroute=s%3Aforged.signature' } };
    expect(await refusal(gateway.url, null, forged)).to.equal('not-signed-in');
  });

  it('is shut to a session that has ended', async () => {
    const { api } = await signedIn();
    const cookie = api.cookie();
    await api.delete('/session');
    expect(await refusal(gateway.url, null, { headers: { cookie } })).to.equal('not-signed-in');
  });

  it('is shut to pages of other sites, whose browser sends the cookie along', async () => {
    const { api } = await signedIn();
    const from = (origin: string) => ({ headers: { origin } });
    expect(await refusal(gateway.url, api, from('https://evil.example'))).to.equal('wrong-origin');
    expect(await refusal(gateway.url, api, from('null'))).to.equal('wrong-origin');
    (await enterConsole(gateway.url, api, from(gateway.url))).close();
  });

  it('is shut to keys of programs', async () => {
    const { body } = await gateway.admin.post('/api-keys', { name: 'program', scopes: ['admin'] });
    const headers = { authorization: `Bearer ${body.key}` };
    expect(await refusal(gateway.url, null, { headers })).to.equal('not-signed-in');
  });

  it('puts out whoever is deactivated, at once and on every process', async () => {
    const agent = await signedIn();
    const other = await gateway.another({ PROCESS: 'web' });
    const clients = await Promise.all(
      [gateway.url, other.url ?? ''].map((url) => enterConsole(url, agent.api)),
    );
    await gateway.admin.patch(`/users/${agent.id}`, { active: false });
    await Promise.all(clients.map(dropped));
    expect(await refusal(gateway.url, agent.api)).to.equal('not-signed-in');
    await other.stop();
  });

  it('puts out whoever signs out, and not their other browsers', async () => {
    const agent = await signedIn();
    const elsewhere = gateway.client();
    await elsewhere.signIn(agent.email, PASSWORD);
    const [here, there] = await Promise.all(
      [agent.api, elsewhere].map((api) => enterConsole(gateway.url, api)),
    );
    await agent.api.delete('/session');
    if (here) await dropped(here);
    expect(there?.socket.connected).to.equal(true);
    there?.close();
  });

  it('puts out whoever changes the password', async () => {
    const agent = await signedIn();
    const client = await enterConsole(gateway.url, agent.api);
    const password = 'another-horse-battery';
    await agent.api.patch('/users/me', { password, currentPassword: PASSWORD });
    await dropped(client);
  });

  it('lets whoever gets another role come back with it', async () => {
    const agent = await signedIn();
    const client = await enterConsole(gateway.url, agent.api);
    await gateway.admin.patch(`/users/${agent.id}`, { role: 'admin' });
    await client.hear('ready', ({ state }) => state === 'caught-up');
    client.close();
  });
});
