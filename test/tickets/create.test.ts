import { expect } from 'chai';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';

describe('a ticket made by hand', () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await startTestGateway();
  });
  after(() => gateway.stop());

  const post = (body: unknown) => gateway.admin.post('/tickets', body);
  const messagesOf = async (id: string) => (await gateway.admin.get(`/tickets/${id}/messages`)).body.items;
  const contact = async (id: string) => (await gateway.admin.get(`/contacts/${id}`)).body;

  it('is of type email and says why it has no owner', async () => {
    const { status, body } = await post({ subject: 'By phone', text: 'Wants a refund.', priority: 'high' });
    expect(status).to.equal(201);
    expect(body).to.deep.include({
      type: 'email',
      channel: null,
      contact: null,
      status: 'open',
      priority: 'high',
      owner: null,
      team: null,
    });
    expect(body.number).to.be.a('number');
    expect(body.routing).to.include({ state: 'settled', reason: 'made-by-hand' });
    const [message] = await messagesOf(body.id);
    expect(message).to.include({ direction: 'in', text: 'Wants a refund.' });
    expect(await messagesOf((await post({ subject: 'No text' })).body.id)).to.deep.equal([]);
  });

  it('finds or makes its contact by address, number or name', async () => {
    const first = (await post({ subject: 'One', contact: { email: 'Kim@Shop.Example', name: 'Kim' } })).body;
    const again = (await post({ subject: 'Two', contact: { email: 'kim@shop.example' } })).body;
    expect(again.contact).to.equal(first.contact);
    const both = { email: 'kim@shop.example', phone: '+49 30 123457' };
    expect((await post({ subject: 'Three', contact: both })).body.contact).to.equal(first.contact);
    expect(await contact(first.contact)).to.deep.include({
      name: 'Kim',
      emails: ['kim@shop.example'],
      phones: ['+4930123457'],
    });
    const named = (await post({ subject: 'Four', contact: { name: 'Kim' } })).body;
    expect(named.contact).not.to.equal(first.contact);
  });

  it('is answered at the address it was made with', async () => {
    const { body: made } = await gateway.admin.post('/contacts', {
      emails: ['old@k.example', 'new@k.example'],
    });
    const { body } = await post({ subject: 'Hi', text: 'Hello', contact: { email: 'new@k.example' } });
    expect(body.contact).to.equal(made.id);
    const reply = await gateway.admin.post(`/tickets/${body.id}/replies`, { text: 'Hello to you.' });
    expect(reply.body.to).to.deep.equal(['new@k.example']);
  });

  it('joins two contacts that turn out to be one person, with their tickets', async () => {
    const byMail = (await post({ subject: 'Mail', contact: { email: 'lee@shop.example' } })).body;
    const byPhone = (await post({ subject: 'Phone', contact: { phone: '+4930555555' } })).body;
    expect(byMail.contact).not.to.equal(byPhone.contact);
    const both = { email: 'lee@shop.example', phone: '+4930555555' };
    const { body } = await post({ subject: 'Both', contact: both });
    const { items } = (await gateway.admin.get(`/tickets?contact=${body.contact}`)).body;
    expect(items.map((t: { subject: string }) => t.subject)).to.have.members(['Mail', 'Phone', 'Both']);
    const gone = body.contact === byMail.contact ? byPhone.contact : byMail.contact;
    expect((await gateway.admin.get(`/contacts/${gone}`)).status).to.equal(404);
  });

  it('makes one contact however many are made for the same address at once', async () => {
    const form = await makeForm(gateway, { assign: { to: 'nobody' } });
    const by = { email: 'rush@shop.example' };
    const answers = await Promise.all([
      ...Array.from({ length: 10 }, () => post({ subject: 'Rush', contact: by })),
      gateway.admin.post('/contacts', { emails: ['rush@shop.example'] }),
    ]);
    const numbers = await Promise.all(Array.from({ length: 5 }, () => submit(gateway, form, by)));
    expect(answers.slice(0, 10).map((a) => a.status)).to.deep.equal(Array(10).fill(201));
    expect([201, 409]).to.include(answers[10]?.status);
    const tickets = await Promise.all(numbers.map((n) => routed(gateway, n)));
    const contacts = [...answers.slice(0, 10).map((a) => a.body), ...tickets].map((t) => t.contact);
    expect(new Set(contacts).size).to.equal(1);
    expect((await gateway.admin.get('/contacts?q=rush')).body.items).to.have.length(1);
  });

  it('goes the way of the channel it names, and keeps its type', async () => {
    const ana = await makeAgent(gateway, 'Ana');
    const form = await makeForm(gateway, { assign: { to: 'specific', users: [ana.id], teams: [] } });
    const { body } = await post({ subject: 'Routed', route: form });
    expect(body).to.include({ channel: form, channelKind: 'form', type: 'email' });
    await eventually('it has an owner', async () => {
      const { owner } = (await gateway.admin.get(`/tickets/${body.id}`)).body;
      return owner === ana.id;
    });
  });

  it('is refused with each wrong field, and nothing is made', async () => {
    const count = async () => (await gateway.admin.get('/tickets?limit=200')).body.items.length;
    const before = await count();
    for (const [body, ...paths] of [
      [{}, 'subject'],
      [{ subject: '  ' }, 'subject'],
      [{ subject: 'x', contact: {} }, 'contact'],
      [{ subject: 'x', contact: { email: 'nope' } }, 'contact.email'],
      [{ subject: 'x', contact: { phone: '12' } }, 'contact.phone'],
      [{ subject: 'x', contact: { email: 'a@b.example', vip: true } }, 'contact.vip'],
      [{ subject: 'x', route: 'no-such-channel' }, 'route'],
      [{ subject: 'x', priority: 'top', type: 'calling' }, 'priority', 'type'],
    ] as const) {
      const answer = await post(body);
      expect(answer.status, JSON.stringify(body)).to.equal(400);
      expect(answer.body.errors.map((e: { path: string }) => e.path)).to.have.members(paths);
    }
    expect(await count()).to.equal(before);
  });

  it('is shown by its id and by its number', async () => {
    const { body } = await post({ subject: 'Both ways' });
    expect((await gateway.admin.get(`/tickets/${body.number}`)).body).to.deep.equal(body);
    expect((await gateway.admin.get(`/tickets/${body.id}`)).body).to.deep.equal(body);
    for (const id of ['99999999', 'no-such-ticket', 'ffffffffffffffffffffffff']) {
      expect((await gateway.admin.get(`/tickets/${id}`)).status).to.equal(404);
    }
  });
});
