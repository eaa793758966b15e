import { expect } from 'chai';
import { fileModel } from '../../src/files/file-model.ts';
import { sweepFiles } from '../../src/files/file-sweep.ts';
import type { Answer, ApiClient } from '../support/api-client.ts';
import { PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent } from '../support/workspace.ts';

const DAY = 24 * 3_600_000;

describe('canned replies', () => {
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
  const thanks = { shortcut: 'thanks', title: 'Thank you', text: 'Thanks, {{contact.firstName}}!' };
  const upload = async (client: ApiClient) => {
    const form = new FormData();
    form.append('file', new Blob(['how to return it']), 'returns.txt');
    return ok(await client.post('/files', form), 201).id;
  };

  it('are kept, searched, changed and deleted by whose they are, unseen by others', async () => {
    const reply = ok(await ana.post('/canned-replies', { ...thanks, shortcut: 'Thanks' }), 201);
    expect(reply).to.deep.include({ ...thanks, shared: false, html: null, attachments: [] });
    for (const q of ['tha', 'THANK', 'you', 'firstname'])
      expect(ok(await ana.get(`/canned-replies?q=${q}`)).items, q).to.have.length(1);
    expect(ok(await ana.get('/canned-replies?q=.*')).items).to.deep.equal([]);
    expect(ok(await ben.get('/canned-replies')).items).to.deep.equal([]);
    const path = `/canned-replies/${reply.id}`;
    for (const { status } of [await ben.get(path), await ben.patch(path, {}), await ben.delete(path)])
      expect(status).to.equal(404);
    expect(ok(await ana.patch(path, { title: 'Many thanks' })).title).to.equal('Many thanks');
    expect((await ana.delete(path)).status).to.equal(204);
    expect((await ana.get(path)).status).to.equal(404);
  });

  it('are shared by admins, who alone change those, and it is written down', async () => {
    const shared = { ...thanks, shortcut: 'shared', shared: true };
    expect((await ana.post('/canned-replies', shared)).status).to.equal(403);
    const { id } = ok(await gateway.admin.post('/canned-replies', shared), 201);
    expect(ok(await ben.get('/canned-replies')).items[0]).to.include({ id, shared: true });
    expect((await ben.patch(`/canned-replies/${id}`, { title: 'x' })).status).to.equal(403);
    expect((await ben.delete(`/canned-replies/${id}`)).status).to.equal(403);
    expect((await gateway.admin.delete(`/canned-replies/${id}`)).status).to.equal(204);
    const { items } = ok(await gateway.admin.get('/audit-log?resource=canned-reply'));
    expect(items.map((e: { action: string }) => e.action)).to.deep.equal(['delete', 'create']);
  });

  it('refuse a placeholder that nobody knows, and a shortcut taken or with spaces', async () => {
    const path = async (body: object) => (await ana.post('/canned-replies', body)).body.errors[0].path;
    expect(await path({ ...thanks, text: '{{contact.surname}}' })).to.equal('text');
    expect(await path({ ...thanks, html: '<p>{{x}}</p>' })).to.equal('html');
    expect(await path({ ...thanks, shortcut: 'two words' })).to.equal('shortcut');
    ok(await ana.post('/canned-replies', { ...thanks, shortcut: 'once' }), 201);
    const again = await ana.post('/canned-replies', { ...thanks, shortcut: 'ONCE' });
    expect(again.status).to.equal(409);
    expect(again.body.errors[0].path).to.equal('shortcut');
  });

  it('are filled in for a ticket and who answers it', async () => {
    const contact = { name: 'Kim & Co', email: 'kim@shop.example' };
    const ticket = ok(await ana.post('/tickets', { subject: 'Shoes', contact }), 201);
    const body = {
      ...thanks,
      shortcut: 'fill',
      text: '{{contact.name}}: {{ticket.number}} {{ticket.subject}}, {{agent.name}}',
      html: '<p>{{contact.name}}</p>',
    };
    const { id } = ok(await ana.post('/canned-replies', body), 201);
    expect(ok(await ana.get(`/tickets/${ticket.number}/canned-replies/${id}`))).to.deep.equal({
      text: `Kim & Co: ${ticket.number} Shoes, Ana`,
      html: '<p>Kim &amp; Co</p>',
      attachments: [],
    });
    expect((await ben.get(`/tickets/${ticket.id}/canned-replies/${id}`)).status).to.equal(404);
  });

  it('bring files that everybody may send, for as long as they are there', async () => {
    const file = await upload(gateway.admin);
    const own = await upload(gateway.admin);
    expect((await ben.get(`/files/${file}`)).status).to.equal(404);
    const shared = { ...thanks, shortcut: 'with-file', shared: true, attachments: [file] };
    const { id } = ok(await gateway.admin.post('/canned-replies', shared), 201);
    const draftOn = ok(await ben.post('/tickets', { subject: 'Draft' }), 201).id;
    const kept = await upload(ben);
    ok(await ben.put(`/tickets/${draftOn}/draft`, { text: 'See', attachments: [kept] }));
    const unused = await upload(ben);
    gateway.clock.moveBy(2 * DAY);
    await sweepFiles({ db: gateway.db, clock: gateway.clock }, async () => true);
    const left = async (fileId: string) => (await fileModel(gateway.db).findById(fileId).lean()) !== null;
    expect(await Promise.all([file, kept, own, unused].map(left))).to.deep.equal([true, true, false, false]);
    const ticket = ok(await ben.post('/tickets', { subject: 'Returns' }), 201).id;
    ok(await ben.post(`/tickets/${ticket}/notes`, { text: 'See this.', attachments: [file] }), 201);
    ok(await ben.post(`/tickets/${draftOn}/notes`, { text: 'See that.', attachments: [kept] }), 201);
    expect((await gateway.admin.delete(`/canned-replies/${id}`)).status).to.equal(204);
    expect((await ana.get(`/files/${file}`)).status).to.equal(200);
  });
});
