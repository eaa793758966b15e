import { expect } from 'chai';
import { notificationModel } from '../../src/notifications/notification-model.ts';
import { eventually, PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';

describe('notifications of what is written', () => {
  let gateway: TestGateway;
  let ana: Awaited<ReturnType<typeof makeAgent>>;
  let ben: Awaited<ReturnType<typeof makeAgent>>;
  let form: string;
  before(async () => {
    gateway = await startTestGateway();
    [ana, ben] = [await makeAgent(gateway, 'Ana'), await makeAgent(gateway, 'Ben')];
    await ana.api.signIn(ana.email, PASSWORD);
    await ben.api.signIn(ben.email, PASSWORD);
    form = await makeForm(gateway, { assign: { to: 'specific', users: [ana.id], teams: [] } });
  });
  after(() => gateway.stop());

  const told = (filter: object) =>
    eventually('it is told', async () => notificationModel(gateway.db).findOne(filter).lean());
  const countOf = (filter: object) => notificationModel(gateway.db).countDocuments(filter);

  it('tell whom a note calls, but nobody who calls themselves', async () => {
    const { id } = await routed(gateway, await submit(gateway, form));
    const note = { text: '@Ana @Ben look', mentions: [ana.id, ben.id] };
    const { body } = await ana.api.post(`/tickets/${id}/notes`, note);
    const telling = await told({ kind: 'mention', user: ben.id });
    expect(telling).to.deep.include({
      message: body.id,
      actor: { kind: 'user', id: ana.id, name: 'Ana' },
    });
    expect(await countOf({ kind: 'mention', user: ana.id })).to.equal(0);
    expect(JSON.stringify(telling)).not.to.contain('look');
  });

  it('tell the owner when the customer writes again, and not of the first message', async () => {
    const { id } = await routed(gateway, await submit(gateway, form));
    await told({ kind: 'assigned', user: ana.id, 'ticket.id': id });
    const at = new Date();
    const message = {
      _id: `again-${id}`,
      ticket: id,
      channel: form,
      direction: 'in',
      author: { kind: 'contact', id: null, name: 'Carl' },
      text: 'Are you there?',
      automatic: null,
      at,
      storedAt: at,
    };
    await gateway.db.collection('messages').insertOne(message as never);
    const telling = await told({ kind: 'message', 'ticket.id': id });
    expect(telling).to.deep.include({ user: ana.id, message: `again-${id}` });
    expect(await countOf({ kind: 'message', 'ticket.id': id })).to.equal(1);
  });
});

describe('the queries of the notifier and of the list', () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await startTestGateway();
  });
  after(() => gateway.stop());

  const NOW = new Date();
  const DUE = { $gt: new Date(0), $lte: NOW };

  for (const [what, filter, sort] of [
    ['a person’s list', { user: 'u', inApp: true }, { at: -1, _id: -1 }],
    ['a person’s unread list', { user: 'u', inApp: true, readAt: null }, { at: -1, _id: -1 }],
    ['what is to be pushed', { pushAt: DUE }, { pushAt: 1 }],
    ['what is to be mailed', { mailAt: DUE }, { mailAt: 1 }],
    ['what is to be mailed to one', { user: 'u', mailAt: DUE }, {}],
  ] as const) {
    it(`find ${what} by an index, without sorting`, async () => {
      const { queryPlanner } = await gateway.db.collection('notifications').find(filter).sort(sort).explain();
      expect(JSON.stringify(queryPlanner.winningPlan)).to.contain('IXSCAN').and.not.contain('"SORT"');
    });
  }
});
