import { expect } from 'chai';
import { notificationModel } from '../../src/notifications/notification-model.ts';
import { eventually, PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';

type Agent = Awaited<ReturnType<typeof makeAgent>>;

describe('notifications', () => {
  let gateway: TestGateway;
  let ana: Agent;
  let ben: Agent;
  let form: string;
  let open: string;
  before(async () => {
    gateway = await startTestGateway();
    [ana, ben] = [await makeAgent(gateway, 'Ana'), await makeAgent(gateway, 'Ben')];
    await ana.api.signIn(ana.email, PASSWORD);
    await ben.api.signIn(ben.email, PASSWORD);
    form = await makeForm(gateway, { assign: { to: 'specific', users: [ana.id], teams: [] } });
    open = await makeForm(gateway, { assign: { to: 'nobody' } });
  });
  after(() => gateway.stop());

  const listOf = async (agent: Agent) => (await agent.api.get('/notifications')).body.items;
  const told = (agent: Agent, kind: string, ticket: string) =>
    eventually(`${kind} on ${ticket} is told`, async () =>
      // biome-ignore lint/suspicious/noExplicitAny: tests look into answers that the schemas of the gateway hold
      (await listOf(agent)).find((n: any) => n.kind === kind && n.ticket?.id === ticket),
    );
  const countOf = (user: string, ticket: string) =>
    notificationModel(gateway.db).countDocuments({ user, 'ticket.id': ticket });
  /** Everything that happened before was told once this is: the notifier keeps the order. */
  async function settled(): Promise<void> {
    const { id } = await routed(gateway, await submit(gateway, form));
    await told(ana, 'assigned', id);
  }

  it('tell the new owner of a ticket, once, and nobody else', async () => {
    const { id, number } = await routed(gateway, await submit(gateway, form, { subject: 'Broken chair' }));
    const notification = await told(ana, 'assigned', id);
    expect(notification).to.deep.include({
      ticket: { id, number, subject: 'Broken chair' },
      actor: null,
      sound: true,
      desktop: true,
      readAt: null,
    });
    await settled();
    expect(await countOf(ana.id, id)).to.equal(1);
    expect(await countOf(ben.id, id)).to.equal(0);
  });

  it('name the colleague who gave a ticket away, and tell nobody of their own acts', async () => {
    const { id } = await routed(gateway, await submit(gateway, open));
    await ana.api.put(`/tickets/${id}/owner`, { user: ben.id });
    expect(await told(ben, 'assigned', id)).to.deep.include({
      actor: { kind: 'user', id: ana.id, name: 'Ana' },
    });
    await ben.api.put(`/tickets/${id}/owner`, { user: null });
    await ana.api.put(`/tickets/${id}/owner`, { user: ana.id });
    await settled();
    expect(await countOf(ana.id, id)).to.equal(0);
  });

  it('do not tell whoever takes a ticket by answering it', async () => {
    const { id } = await routed(gateway, await submit(gateway, open));
    expect((await ana.api.post(`/tickets/${id}/replies`, { text: 'Hello.' })).status).to.equal(201);
    await settled();
    expect(await countOf(ana.id, id)).to.equal(0);
  });

  it('tell of tickets without owner by everyone’s own choice: all, their teams’, or chosen channels', async () => {
    const team = (await gateway.admin.post('/teams', { name: 'Returns', members: [ben.id] })).body.id;
    const teamForm = await makeForm(gateway, { assign: { to: 'team', team }, whenNoneAvailable: 'leave' });
    await gateway.admin.put(`/users/${ben.id}/availability`, { status: 'away' });
    await ana.api.patch('/users/me/notification-settings', {
      unassigned: { scope: 'channels', channels: [open] },
    });
    const [mine, teams] = [
      await routed(gateway, await submit(gateway, open)),
      await routed(gateway, await submit(gateway, teamForm)),
    ];
    await told(ana, 'unassigned', mine.id);
    await told(ben, 'unassigned', teams.id);
    await settled();
    expect(await countOf(ana.id, teams.id)).to.equal(0);
    expect(await countOf(ben.id, mine.id)).to.equal(0);
    await ana.api.delete('/users/me/notification-settings/unassigned.scope');
    await gateway.admin.put(`/users/${ben.id}/availability`, { status: 'available' });
  });

  it('are read in every console once they are read in one', async () => {
    const { id } = await routed(gateway, await submit(gateway, form));
    const { id: notification } = await told(ana, 'assigned', id);
    const other = gateway.client();
    await other.signIn(ana.email, PASSWORD);
    const before = (await other.get('/notifications')).body.unread;
    await ana.api.patch(`/notifications/${notification}`, { read: true });
    expect((await other.get('/notifications')).body.unread).to.equal(before - 1);
    await ana.api.patch(`/notifications/${notification}`, { read: false });
    await other.post('/notifications/read', { ticket: id });
    const { body } = await ana.api.get('/notifications?unread=true');
    expect(body.items.map((n: { id: string }) => n.id)).not.to.include(notification);
    expect((await other.post('/notifications/read', {})).body).to.deep.equal({ unread: 0 });
  });

  it('belong to one person: nobody else sees or marks them', async () => {
    const { id } = await routed(gateway, await submit(gateway, form));
    const { id: notification } = await told(ana, 'assigned', id);
    const answer = await ben.api.patch(`/notifications/${notification}`, { read: true });
    expect(answer.status).to.equal(404);
  });

  it('come in pages, newest first', async () => {
    await settled();
    await settled();
    const first = (await ana.api.get('/notifications?limit=1')).body;
    const second = (await ana.api.get(`/notifications?limit=1&cursor=${first.next}`)).body;
    expect(first.items[0].at >= second.items[0].at).to.equal(true);
    expect(first.items[0].id).not.to.equal(second.items[0].id);
  });

  it('are not made for what somebody does not want to hear of', async () => {
    await ana.api.patch('/users/me/notification-settings', {
      assigned: { inApp: false, sound: false, desktop: false, push: false },
    });
    const { id } = await routed(gateway, await submit(gateway, form));
    const later = await routed(gateway, await submit(gateway, open));
    await gateway.admin.put(`/tickets/${later.id}/owner`, { user: ben.id });
    // What is told of later changes comes after what is told of earlier ones.
    await told(ben, 'assigned', later.id);
    expect(await countOf(ana.id, id)).to.equal(0);
    await ana.api.delete('/users/me/notification-settings');
  });
});
