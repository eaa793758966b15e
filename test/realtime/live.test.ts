import { expect } from 'chai';
import { channelModel } from '../../src/channels/channel-model.ts';
import { PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';
import { type ConsoleClient, enterConsole } from './console-client.ts';

describe('a console', () => {
  let gateway: TestGateway;
  let ana: Awaited<ReturnType<typeof makeAgent>>;
  let form: string;
  let client: ConsoleClient;
  before(async () => {
    gateway = await startTestGateway();
    ana = await makeAgent(gateway, 'Ana');
    await ana.api.signIn(ana.email, PASSWORD);
    form = await makeForm(gateway, {
      assign: { to: 'specific', users: [ana.id], teams: [] },
      distribution: 'round-robin',
    });
  });
  beforeEach(async () => {
    client = await enterConsole(gateway.url, ana.api);
  });
  afterEach(() => client.close());
  after(() => gateway.stop());

  it('is told of a new ticket and its message as the lists of the API show them', async () => {
    const number = await submit(gateway, form);
    const { ticket } = await client.hear('ticket', (p) => String(p.ticket.number) === number);
    const { message, ticket: of, complete } = await client.hear('message', (p) => p.ticket.id === ticket.id);
    const shown = await routed(gateway, number);
    expect(ticket).to.deep.equal(shown);
    expect(of).to.deep.equal({ id: ticket.id, number: Number(number) });
    const { body } = await gateway.admin.get(`/tickets/${number}/messages`);
    expect(message).to.deep.equal(body.items[0]);
    expect(complete).to.equal(true);
  });

  it('is told of owners, statuses and what people did, with the views that a ticket is in', async () => {
    const number = await submit(gateway, form);
    const { id } = await routed(gateway, number);
    await gateway.admin.put(`/tickets/${number}/owner`, { user: null });
    await client.hear('ticket', (p) => p.ticket.id === id && p.views.includes('unassigned'));
    await gateway.admin.patch(`/tickets/${number}`, { status: 'closed' });
    const { ticket, views } = await client.hear('ticket', (p) => p.ticket.status === 'closed');
    expect(ticket.id).to.equal(id);
    expect(views).to.deep.equal(['closed']);
    await client.hear('timeline', ({ event }) =>
      event.changes.some(
        ({ field, to }: { field: string; to: string }) => field === 'status' && to === 'closed',
      ),
    );
    const { body } = await gateway.admin.get(`/tickets/${number}/events`);
    expect(client.of('timeline').map(({ event }) => event)).to.deep.include.members(
      body.items.filter(({ kind }: { kind: string }) => kind !== 'decision'),
    );
  });

  it('is told of notes, and of a message too large to send without its text', async () => {
    const number = await submit(gateway, form);
    const { id } = await routed(gateway, number);
    await ana.api.post(`/tickets/${number}/notes`, { text: 'Look at this.' });
    const note = await client.hear('message', ({ message }) => message.direction === 'note');
    expect(note.message.text).to.equal('Look at this.');
    const { body } = await ana.api.post(`/tickets/${number}/notes`, { text: 'x'.repeat(100_000) });
    const large = await client.hear('message', ({ message }) => message.id === body.id);
    expect(large).to.include({ complete: false });
    expect(large.message.text).to.equal('');
    expect(large.ticket.id).to.equal(id);
  });

  it('is told of its own notifications, and never of those of others', async () => {
    const eve = await makeAgent(gateway, 'Eve');
    await eve.api.signIn(eve.email, PASSWORD);
    const hers = await enterConsole(gateway.url, eve.api);
    const number = await submit(gateway, form);
    const { notification } = await client.hear(
      'notification',
      (p) => String(p.notification.ticket?.number) === number,
    );
    await ana.api.put(`/tickets/${number}/owner`, { user: eve.id });
    const own = await hers.hear('notification', (p) => String(p.notification.ticket?.number) === number);
    expect(own.notification.id).not.to.equal(notification.id);
    expect(hers.of('notification').map((p) => p.notification.id)).not.to.include(notification.id);
    expect(client.of('notification').map((p) => p.notification.id)).not.to.include(own.notification.id);
    hers.close();
  });

  it('is told which settings changed, and how channels are', async () => {
    const { body: team } = await gateway.admin.post('/teams', { name: 'Billing' });
    await client.hear('settings', ({ kind, id }) => kind === 'team' && id === team.id);
    await gateway.admin.patch(`/channels/${form}`, { name: 'Questions' });
    await client.hear('settings', ({ kind, id }) => kind === 'channel' && id === form);
    await gateway.admin.patch(`/users/${ana.id}`, { name: 'Ana B.' });
    await client.hear('settings', ({ kind, id }) => kind === 'user' && id === ana.id);
    const health = { state: 'down', reason: 'No answer.', since: new Date() } as const;
    await channelModel(gateway.db).updateOne({ _id: form }, { $set: { health } });
    const { channel } = await client.hear('channel', (p) => p.channel.health.state === 'down');
    const { body } = await ana.api.get('/channels/names');
    expect(body.items.find(({ id }: { id: string }) => id === form)).to.deep.equal(channel);
    expect(channel).to.include({ id: form, name: 'Questions', kind: 'form', type: 'email', enabled: true });
    expect(channel).not.to.have.any.keys('settings', 'policy', 'operatingHours');
  });

  it('is told that a person and their tickets were erased', async () => {
    const number = await submit(gateway, form, { email: 'gone@customer.example' });
    const { id, contact } = await routed(gateway, number);
    const { message } = await client.hear('message', (p) => p.ticket.id === id);
    await gateway.admin.delete(`/contacts/${contact}`);
    await client.hear('gone', (p) => p.kind === 'message' && p.id === message.id);
  });
});
