import { expect } from 'chai';
import type { Answer, ApiClient } from '../support/api-client.ts';
import { PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent } from '../support/workspace.ts';

describe('saved views', () => {
  let gateway: TestGateway;
  let ana: ApiClient;
  let ben: ApiClient;
  before(async () => {
    gateway = await startTestGateway();
    const signedIn = async (name: string) => {
      const { api, email } = await makeAgent(gateway, name);
      await api.signIn(email, PASSWORD);
      return api;
    };
    ana = await signedIn('Ana');
    ben = await signedIn('Ben');
  });
  after(() => gateway.stop());

  const ok = ({ status, body }: Answer, expected = 200) => {
    expect(status, JSON.stringify(body)).to.equal(expected);
    return body;
  };
  const names = async (api: ApiClient) =>
    ok(await api.get('/saved-views')).items.map((v: { name: string }) => v.name);
  const urgent = { name: 'Urgent', filters: { view: 'all-open', priority: 'urgent' }, sort: 'oldest' };

  it('are kept, changed and deleted by whose they are, unseen by others', async () => {
    const view = ok(await ana.post('/saved-views', urgent), 201);
    expect(view).to.deep.include({ ...urgent, shared: false });
    expect(await names(ben)).to.deep.equal([]);
    expect((await ben.patch(`/saved-views/${view.id}`, { name: 'Mine' })).status).to.equal(404);
    expect((await gateway.admin.delete(`/saved-views/${view.id}`)).status).to.equal(404);
    ok(await ana.patch(`/saved-views/${view.id}`, { filters: { tag: 'vip' } }));
    expect(ok(await ana.get('/saved-views')).items[0].filters).to.deep.equal({ tag: 'vip' });
    expect((await ana.delete(`/saved-views/${view.id}`)).status).to.equal(204);
    expect(await names(ana)).to.deep.equal([]);
  });

  it('are shared by admins, who alone change those, and it is written down', async () => {
    expect((await ana.post('/saved-views', { ...urgent, shared: true })).status).to.equal(403);
    const view = ok(await gateway.admin.post('/saved-views', { ...urgent, shared: true }), 201);
    expect(await names(ana)).to.deep.equal(['Urgent']);
    expect((await ana.patch(`/saved-views/${view.id}`, { name: 'x' })).status).to.equal(403);
    ok(await gateway.admin.patch(`/saved-views/${view.id}`, { name: 'Very urgent' }));
    expect((await gateway.admin.delete(`/saved-views/${view.id}`)).status).to.equal(204);
    const { items } = ok(await gateway.admin.get('/audit-log?resource=saved-view'));
    expect(items.map((e: { action: string }) => e.action)).to.deep.equal(['delete', 'change', 'create']);
  });

  it('have names of their own, and filters that there are', async () => {
    ok(await ana.post('/saved-views', { name: 'One', filters: {} }), 201);
    expect((await ana.post('/saved-views', { name: 'One', filters: {} })).status).to.equal(409);
    ok(await ben.post('/saved-views', { name: 'One', filters: {} }), 201);
    const { body } = await ana.post('/saved-views', { name: 'Two', filters: { colour: 'red' } });
    expect(body.errors[0].path).to.equal('filters.colour');
  });

  it('are counted beside the views of everybody', async () => {
    const { id } = ok(await ana.post('/saved-views', { name: 'Counted', filters: { tag: 'count' } }), 201);
    const unread = { name: 'Unread', filters: { tag: 'count', unread: 'true' } };
    const { id: unreadId } = ok(await ana.post('/saved-views', unread), 201);
    for (const tags of [['count'], ['count'], []])
      ok(await ana.post('/tickets', { subject: 'x', tags }), 201);
    const [first] = ok(await ana.get('/tickets?tag=count')).items;
    ok(await ana.put(`/tickets/${first.id}/owner`, { user: (await ana.get('/users/me')).body.id }));
    ok(await ana.post(`/tickets/${first.id}/notes`, { text: 'Seen.' }), 201);
    const { views, savedViews, most } = ok(await ana.get('/tickets/counts'));
    expect(views).to.include({ unassigned: 2, 'mine-open': 1, 'all-open': 3, closed: 0 });
    expect(savedViews).to.include({ [id]: 2, [unreadId]: 1 });
    expect(most).to.equal(1000);
    expect(ok(await ben.get('/tickets/counts')).views).to.include({ 'mine-open': 0, 'all-open': 3 });
  });
});
