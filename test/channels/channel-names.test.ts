import { expect } from 'chai';
import { PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm } from '../support/workspace.ts';

describe('the names of channels', () => {
  let gateway: TestGateway;
  let ana: Awaited<ReturnType<typeof makeAgent>>;
  let form: string;
  before(async () => {
    gateway = await startTestGateway();
    ana = await makeAgent(gateway, 'Ana');
    await ana.api.signIn(ana.email, PASSWORD);
    form = await makeForm(gateway, { assign: { to: 'nobody' } });
  });
  after(() => gateway.stop());

  it('are for agents too, who see nothing of how a channel is set up', async () => {
    const { status, body } = await ana.api.get('/channels/names');
    expect(status).to.equal(200);
    expect(body.items).to.have.lengthOf(1);
    expect(body.items[0]).to.have.all.keys('id', 'kind', 'name', 'enabled', 'health', 'type');
    expect(body.items[0]).to.include({ id: form, kind: 'form', type: 'email' });
    expect((await ana.api.get('/channels')).status).to.equal(403);
    expect((await ana.api.get(`/channels/${form}`)).status).to.equal(403);
  });

  it('are not for whoever is not signed in', async () => {
    expect((await gateway.client().get('/channels/names')).status).to.equal(401);
  });

  it('come in pages, without deleted channels', async () => {
    const second = await makeForm(gateway, { assign: { to: 'nobody' } }, { name: 'Second' });
    const page = await ana.api.get('/channels/names?limit=1');
    const next = await ana.api.get(`/channels/names?limit=1&cursor=${page.body.next}`);
    expect([...page.body.items, ...next.body.items].map(({ id }) => id)).to.deep.equal([form, second]);
    await gateway.admin.delete(`/channels/${second}`);
    const { body } = await ana.api.get('/channels/names');
    expect(body.items.map(({ id }: { id: string }) => id)).to.deep.equal([form]);
  });

  it('stand in the OpenAPI document', async () => {
    const { body } = await gateway.client().get('/openapi.json');
    expect(Object.keys(body.paths)).to.include('/channels/names');
    expect(body.components.schemas).to.have.property('ChannelName');
  });
});
