import { expect } from 'chai';
import { retag } from '../../src/tags/retag.ts';
import { tagModel } from '../../src/tags/tag-model.ts';
import { ticketModel } from '../../src/tickets/ticket-model.ts';
import type { Answer, ApiClient } from '../support/api-client.ts';
import { eventually, PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent } from '../support/workspace.ts';

describe('the tags of a workspace', () => {
  let gateway: TestGateway;
  let agent: ApiClient;
  before(async () => {
    gateway = await startTestGateway();
    const ana = await makeAgent(gateway, 'Ana');
    await ana.api.signIn(ana.email, PASSWORD);
    agent = ana.api;
  });
  after(() => gateway.stop());

  const ok = ({ status, body }: Answer, expected = 200) => {
    expect(status, JSON.stringify(body)).to.equal(expected);
    return body;
  };
  const make = async (tags: string[], more: object = {}) =>
    ok(await agent.post('/tickets', { subject: 'Tagged', tags, ...more }), 201);
  const list = async (query = '') =>
    ok(await agent.get(`/tags?${query}`)).items.map((t: { name: string }) => t.name);
  const idOf = async (name: string) =>
    ok(await agent.get(`/tags?q=${name}`)).items.find((t: { name: string }) => t.name === name).id;
  const tagsOf = async (id: string) => ok(await agent.get(`/tickets/${id}`)).tags;

  it('grow with their use, and are written in one way', async () => {
    expect((await make(['Refund', 'refund', 'VIP'])).tags).to.deep.equal(['Refund', 'VIP']);
    const { id } = await make(['REFUND']);
    expect(await tagsOf(id)).to.deep.equal(['Refund']);
    ok(await agent.patch(`/tickets/${id}`, { tags: ['vip', 'new one'] }));
    expect(await tagsOf(id)).to.deep.equal(['VIP', 'new one']);
    expect(await list()).to.deep.equal(['Refund', 'VIP', 'new one']);
    expect(await list('q=fun')).to.deep.equal(['Refund']);
    expect(await list('q=.*')).to.deep.equal([]);
  });

  it('are made once by several who use a new one at the same instant', async () => {
    const made = await Promise.all([make(['at once']), make(['At Once']), make(['AT ONCE'])]);
    expect(new Set(made.flatMap((t) => t.tags)).size).to.equal(1);
    expect(await list('q=at%20once')).to.have.length(1);
  });

  it('are renamed on every ticket and in saved views, by admins', async () => {
    const { id } = await make(['first', 'broken', 'last']);
    const filters = { tag: 'broken' };
    ok(await agent.post('/saved-views', { name: 'Broken', filters }), 201);
    const tag = await idOf('broken');
    expect((await agent.patch(`/tags/${tag}`, { name: 'defect' })).status).to.equal(403);
    expect((await gateway.admin.patch(`/tags/${tag}`, { name: 'LAST' })).status).to.equal(409);
    ok(await gateway.admin.patch(`/tags/${tag}`, { name: 'defect' }));
    expect(await tagsOf(id)).to.deep.equal(['first', 'defect', 'last']);
    expect(ok(await agent.get('/saved-views')).items[0].filters).to.deep.equal({ tag: 'defect' });
    expect(await list('q=broken')).to.deep.equal([]);
    const { items } = ok(await gateway.admin.get('/audit-log?resource=tag'));
    expect(items[0].changes).to.deep.equal([{ path: 'name', from: 'broken', to: 'defect' }]);
  });

  it('change their case, too', async () => {
    const { id } = await make(['loud']);
    ok(await gateway.admin.patch(`/tags/${await idOf('loud')}`, { name: 'LOUD' }));
    expect(await tagsOf(id)).to.deep.equal(['LOUD']);
  });

  it('are deleted from every ticket, by admins', async () => {
    const { id } = await make(['stays', 'goes']);
    const tag = await idOf('goes');
    expect((await agent.delete(`/tags/${tag}`)).status).to.equal(403);
    expect((await gateway.admin.delete(`/tags/${tag}`)).status).to.equal(204);
    expect(await tagsOf(id)).to.deep.equal(['stays']);
    expect(await list('q=goes')).to.deep.equal([]);
    expect((await gateway.admin.delete(`/tags/${tag}`)).status).to.equal(404);
  });

  it('are changed to the end after a crash in the middle of it', async () => {
    const { id } = await make(['half', 'gone']);
    const set = (from: string, name: string, to: string | null) =>
      tagModel(gateway.db).updateOne({ name: from }, { name, change: { from, to } });
    await set('half', 'whole', 'whole');
    await set('gone', 'gone', null);
    await eventually('both are carried out', async () => {
      return JSON.stringify(await tagsOf(id)) === '["whole"]';
    });
    await eventually('nothing is left to do', async () => {
      return (await tagModel(gateway.db).countDocuments({ 'change.from': { $gt: '' } })) === 0;
    });
  });

  it('are changed on each ticket once when two do it at the same time', async () => {
    const { id } = await make(['twice']);
    await tagModel(gateway.db).updateOne({ name: 'twice' }, { name: 'once' });
    const tag = await tagModel(gateway.db).findOne({ name: 'once' }).lean();
    if (!tag) throw new Error('There is no such tag.');
    const change = { from: 'twice', to: 'once' };
    const before = await ticketModel(gateway.db).findById(id).lean();
    await Promise.all([retag(gateway.db, { ...tag, change }), retag(gateway.db, { ...tag, change })]);
    const after = await ticketModel(gateway.db).findById(id).lean();
    expect(after?.tags).to.deep.equal(['once']);
    expect(after?.rev).to.equal((before?.rev ?? 0) + 1);
  });

  it("are suggested by a ticket's words and its contact's earlier tickets", async () => {
    const contact = { email: 'kim@shop.example' };
    await make(['regular'], { contact });
    await make(['delivery', 'late delivery']);
    const { id } = await make([], { contact, text: 'Where is my delivery?' });
    const { tags } = ok(await agent.get(`/tickets/${id}/tag-suggestions`));
    expect(tags).to.deep.equal(['delivery', 'regular']);
  });
});
