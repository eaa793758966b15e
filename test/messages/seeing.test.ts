import { expect } from 'chai';
import type { Answer, ApiClient } from '../support/api-client.ts';
import { PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent } from '../support/workspace.ts';

describe('whoever writes on a ticket', () => {
  let gateway: TestGateway;
  let ana: { id: string; api: ApiClient };
  let ben: { id: string; api: ApiClient };
  before(async () => {
    gateway = await startTestGateway();
    const signedIn = async (name: string) => {
      const agent = await makeAgent(gateway, name);
      await agent.api.signIn(agent.email, PASSWORD);
      return agent;
    };
    ana = await signedIn('Ana');
    ben = await signedIn('Ben');
  });
  after(() => gateway.stop());

  const ok = ({ status, body }: Answer) => {
    expect(status, JSON.stringify(body)).to.be.oneOf([200, 201]);
    return body;
  };
  const make = async () => {
    const { id } = ok(await gateway.admin.post('/tickets', { subject: 'Shoes', text: 'Too small.' }));
    const [first] = ok(await ana.api.get(`/tickets/${id}/messages`)).items;
    return { id, first: first.id };
  };
  const reply = (by: { api: ApiClient }, id: string, more: object) =>
    by.api.post(`/tickets/${id}/replies`, { text: 'Hello', ...more });

  it('is warned when a colleague wrote meanwhile, and may send all the same', async () => {
    const { id, first } = await make();
    ok(await ben.api.post(`/tickets/${id}/notes`, { text: 'I am on it.' }));
    const refused = await reply(ana, id, { basedOn: first });
    expect(refused.status).to.equal(409);
    expect(refused.body).to.deep.include({ type: 'urn:deskroute:problem:changed-meanwhile' });
    expect(ok(await ana.api.get(`/tickets/${id}/messages`)).items).to.have.length(2);
    ok(await reply(ana, id, { basedOn: first, force: true }));
  });

  it('is not warned of what they wrote themselves, nor when nothing new was written', async () => {
    const { id, first } = await make();
    ok(await reply(ana, id, { basedOn: first }));
    ok(await reply(ana, id, { basedOn: first }));
  });

  it('is warned of what they have not seen at all', async () => {
    const { id } = await make();
    expect((await reply(ana, id, { basedOn: null })).status).to.equal(409);
    expect((await reply(ana, id, { basedOn: 'nothing' })).body.errors[0].path).to.equal('basedOn');
  });

  it('is one of two who answer the same message at once', async () => {
    const { id, first } = await make();
    const answers = await Promise.all([
      reply(ana, id, { basedOn: first }),
      reply(ben, id, { basedOn: first }),
    ]);
    expect(answers.map((a) => a.status).toSorted()).to.deep.equal([201, 409]);
  });

  it('calls colleagues by a note, and nobody who is not there', async () => {
    const { id } = await make();
    const note = (mentions: string[]) => ana.api.post(`/tickets/${id}/notes`, { text: '@Ben?', mentions });
    expect(ok(await note([ben.id, ben.id])).mentions).to.deep.equal([ben.id]);
    const gone = await makeAgent(gateway, 'Gone');
    await gateway.admin.patch(`/users/${gone.id}`, { active: false });
    for (const stranger of ['nobody', gone.id]) {
      const { status, body } = await note([ben.id, stranger]);
      expect(status).to.equal(400);
      expect(body.errors[0].path).to.equal('mentions.1');
    }
    expect(ok(await ana.api.get(`/tickets/${id}/messages`)).items).to.have.length(2);
  });
});
