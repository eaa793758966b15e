import { expect } from 'chai';
import { type Answer, type ApiClient, apiClient } from '../support/api-client.ts';
import { PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent } from '../support/workspace.ts';

describe('a draft', () => {
  let gateway: TestGateway;
  let ana: { email: string; api: ApiClient };
  before(async () => {
    gateway = await startTestGateway();
    ana = await makeAgent(gateway, 'Ana');
    await ana.api.signIn(ana.email, PASSWORD);
  });
  after(() => gateway.stop());

  const ok = ({ status, body }: Answer) => {
    expect(status, JSON.stringify(body)).to.be.oneOf([200, 201]);
    return body;
  };
  const make = async () => ok(await ana.api.post('/tickets', { subject: 'Shoes', text: 'Small.' })).id;
  const path = (id: string) => `/tickets/${id}/draft`;

  it('is there on another device of its writer, and for nobody else', async () => {
    const id = await make();
    expect((await ana.api.get(path(id))).status).to.equal(404);
    const basedOn = ok(await ana.api.get(`/tickets/${id}/messages`)).items[0].id;
    const written = { text: 'I thi', html: '<p>I thi</p>', cc: ['boss@'], basedOn };
    ok(await ana.api.put(path(id), written));
    const phone = apiClient(gateway.url);
    await phone.signIn(ana.email, PASSWORD);
    expect(ok(await phone.get(path(id)))).to.deep.include({ ...written, kind: 'reply', ticket: id });
    expect((await gateway.admin.get(path(id))).status).to.equal(404);
    ok(await phone.put(path(id), { text: 'I think', kind: 'note' }));
    expect(ok(await ana.api.get(path(id)))).to.include({ text: 'I think', kind: 'note', html: null });
  });

  it('goes with being deleted, and with being sent', async () => {
    const id = await make();
    ok(await ana.api.put(path(id), { text: 'First' }));
    expect((await ana.api.delete(path(id))).status).to.equal(204);
    expect((await ana.api.delete(path(id))).status).to.equal(204);
    expect((await ana.api.get(path(id))).status).to.equal(404);
    for (const [kind, way] of [
      ['reply', 'replies'],
      ['note', 'notes'],
    ]) {
      ok(await ana.api.put(path(id), { text: 'Second', kind }));
      ok(await ana.api.post(`/tickets/${id}/${way}`, { text: 'Second' }));
      expect((await ana.api.get(path(id))).status, kind).to.equal(404);
    }
    ok(await ana.api.put(path(id), { text: 'A note to be', kind: 'note' }));
    ok(await ana.api.post(`/tickets/${id}/replies`, { text: 'Something else' }));
    expect(ok(await ana.api.get(path(id))).text).to.equal('A note to be');
  });

  it('stands in a list of all that its writer began, the latest first', async () => {
    const [first, second] = [await make(), await make()];
    const { api, email } = await makeAgent(gateway, 'Ben');
    await api.signIn(email, PASSWORD);
    for (const id of [first, second]) ok(await api.put(path(id), { text: id }));
    const page = ok(await api.get('/drafts?limit=1'));
    expect(page.items.map((d: { ticket: string }) => d.ticket)).to.deep.equal([second]);
    const rest = ok(await api.get(`/drafts?limit=1&cursor=${page.next}`));
    expect(rest.items.map((d: { ticket: string }) => d.ticket)).to.deep.equal([first]);
    expect(rest.next).to.equal(null);
  });

  it('names no file that is not there, and is for people alone', async () => {
    const id = await make();
    const { status, body } = await ana.api.put(path(id), { attachments: ['nothing'] });
    expect(status).to.equal(400);
    expect(body.errors[0].path).to.equal('attachments.0');
    const { key } = ok(await gateway.admin.post('/api-keys', { name: 'Shop', scopes: ['tickets:write'] }));
    expect((await gateway.client(key).put(path(id), { text: 'x' })).status).to.equal(403);
  });

  it('shows nothing that could run', async () => {
    const id = await make();
    ok(await ana.api.put(path(id), { text: 'x', html: '<p onclick="x()">Hi<script>alert(1)</script></p>' }));
    expect(ok(await ana.api.get(path(id))).html).to.equal('<p>Hi</p>');
  });
});
