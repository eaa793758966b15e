import { expect } from 'chai';
import { messageModel } from '../../src/messages/message-model.ts';
import type { ApiClient } from '../support/api-client.ts';
import { PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';

const HOUR = 3_600_000;

describe('a list of tickets', () => {
  let gateway: TestGateway;
  let ana: { id: string; api: ApiClient };
  let form: string;

  before(async () => {
    gateway = await startTestGateway();
    const agent = await makeAgent(gateway, 'Ana');
    await agent.api.signIn(agent.email, PASSWORD);
    ana = agent;
    form = await makeForm(gateway, { assign: { to: 'nobody' } });
  });
  after(() => gateway.stop());

  const make = async (subject: string, more: object = {}): Promise<string> => {
    const { status, body } = await gateway.admin.post('/tickets', { subject, ...more });
    expect(status, JSON.stringify(body)).to.equal(201);
    return body.id;
  };
  const list = async (query: string) => {
    const { status, body } = await ana.api.get(`/tickets?limit=200&${query}`);
    expect(status, JSON.stringify(body)).to.equal(200);
    return body.items;
  };
  const subjects = async (query: string) => (await list(query)).map((t: { subject: string }) => t.subject);
  const row = async (id: string) => (await list('')).find((t: { id: string }) => t.id === id);

  it('is narrowed by priority, tag, team and status', async () => {
    const team = (await gateway.admin.post('/teams', { name: 'Narrow' })).body.id;
    await make('urgent one', { priority: 'urgent', tags: ['vip'] });
    const second = await make('tagged', { tags: ['vip', 'late'] });
    const third = await make('of a team');
    await gateway.admin.put(`/tickets/${third}/owner`, { team });
    await gateway.admin.patch(`/tickets/${second}`, { status: 'pending' });
    expect(await subjects('priority=urgent')).to.deep.equal(['urgent one']);
    expect(await subjects('tag=vip')).to.have.members(['urgent one', 'tagged']);
    expect(await subjects('tag=late&view=all-open')).to.deep.equal(['tagged']);
    expect(await subjects(`team=${team}`)).to.deep.equal(['of a team']);
    expect(await subjects('team=none&tag=vip')).to.have.length(2);
    expect(await subjects('status=pending')).to.deep.equal(['tagged']);
  });

  it("is narrowed to a contact's earlier tickets", async () => {
    const contact = { email: 'carla@shop.example' };
    const { body } = await gateway.admin.post('/tickets', { subject: 'Her first', contact });
    await make('Her second', { contact });
    expect(await subjects(`contact=${body.contact}`)).to.deep.equal(['Her second', 'Her first']);
  });

  it('comes in the order asked for, page by page', async () => {
    const tag = 'ordered';
    await make('a', { tags: [tag], text: 'waits longest', priority: 'low' });
    await make('b', { tags: [tag], priority: 'urgent' });
    await make('c', { tags: [tag], text: 'waits', priority: 'high' });
    await make('d', { tags: [tag], priority: 'urgent' });
    const orders = {
      activity: ['d', 'c', 'b', 'a'],
      newest: ['d', 'c', 'b', 'a'],
      oldest: ['a', 'b', 'c', 'd'],
      waiting: ['a', 'c', 'b', 'd'],
      priority: ['d', 'b', 'c', 'a'],
    };
    for (const [sort, expected] of Object.entries(orders)) {
      const query = `/tickets?tag=${tag}&view=all-open&sort=${sort}&limit=1`;
      const seen: string[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const { status, body } = await ana.api.get(`${query}${cursor}`);
        expect(status, JSON.stringify(body)).to.equal(200);
        seen.push(...body.items.map((t: { subject: string }) => t.subject));
        cursor = body.next && `&cursor=${body.next}`;
      }
      expect(seen, sort).to.deep.equal(expected);
    }
  });

  it('refuses the cursor of another order', async () => {
    const { body } = await ana.api.get('/tickets?limit=1&sort=newest');
    const { status } = await ana.api.get(`/tickets?limit=1&sort=oldest&cursor=${body.next}`);
    expect(status).to.equal(400);
  });

  it('shows who wrote, what was said last, and by which kind of channel', async () => {
    const number = await submit(gateway, form, { name: 'Carl', message: 'It broke.' });
    const { id } = await routed(gateway, number);
    expect(await row(id)).to.include({ contactName: 'Carl', snippet: 'It broke.', channelKind: 'form' });
    await ana.api.post(`/tickets/${id}/replies`, { text: 'Send it back.' });
    expect(await row(id)).to.include({ snippet: 'Send it back.', unansweredSince: null });
  });

  it('marks what its reader has not seen, and only theirs', async () => {
    const id = await make('Unseen', { text: 'Hello?' });
    expect((await row(id)).unread).to.equal(true);
    const { items } = (await ana.api.get(`/tickets/${id}/messages`)).body;
    const seen = await ana.api.put(`/tickets/${id}/seen`, { upTo: items[0].id });
    expect(seen.status, JSON.stringify(seen.body)).to.equal(204);
    expect((await row(id)).unread).to.equal(false);
    expect((await gateway.admin.get(`/tickets?q=Unseen`)).body.items[0].unread).to.equal(true);
    await gateway.admin.post(`/tickets/${id}/notes`, { text: 'She called.' });
    expect((await row(id)).unread).to.equal(true);
    expect(await subjects('unread=true')).to.include('Unseen');
    await ana.api.post(`/tickets/${id}/replies`, { text: 'Yes!' });
    expect((await row(id)).unread).to.equal(false);
    expect(await subjects('unread=true')).not.to.include('Unseen');
    expect((await ana.api.put(`/tickets/${id}/seen`, { upTo: 'nothing' })).status).to.equal(400);
  });

  it('comes whole when only unread ones are asked for, page by page', async () => {
    for (let i = 0; i < 5; i += 1) await make(`Unread ${i}`, { tags: ['pages'] });
    const seen = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await ana.api.get(`/tickets?unread=true&tag=pages&limit=2${cursor}`);
      seen.push(...body.items);
      cursor = body.next && `&cursor=${body.next}`;
    }
    expect(seen).to.have.length(5);
  });

  it('says what waits long, and where an answer did not get through', async () => {
    const id = await make('Needs care', { text: 'Please help.', contact: { email: 'kim@shop.example' } });
    expect((await row(id)).attention).to.deep.equal([]);
    gateway.clock.moveBy(9 * HOUR);
    expect((await row(id)).attention).to.deep.equal(['waiting-long']);
    await ana.api.post(`/tickets/${id}/replies`, { text: 'There is no way out for this.' });
    expect((await row(id)).attention).to.deep.equal(['failed-delivery']);
    await messageModel(gateway.db).updateMany({ ticket: id, direction: 'out' }, { 'delivery.state': 'sent' });
    expect((await row(id)).attention).to.deep.equal([]);
  });

  it('is found by number as the address of its page says it', async () => {
    const id = await make('By number');
    const { number } = await row(id);
    expect((await ana.api.get(`/tickets/${number}`)).body.id).to.equal(id);
  });
});
