import { expect } from 'chai';
import { channelModel } from '../../src/channels/channel-model.ts';
import { notificationModel } from '../../src/notifications/notification-model.ts';
import { DOWN_FOR_MS } from '../../src/notifications/outage.ts';
import { eventually, PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';

const MINUTE = 60_000;

describe('notifications that time brings', () => {
  let gateway: TestGateway;
  let ana: Awaited<ReturnType<typeof makeAgent>>;
  before(async () => {
    gateway = await startTestGateway();
    ana = await makeAgent(gateway, 'Ana');
    await ana.api.signIn(ana.email, PASSWORD);
    await ana.api.patch('/users/me/notification-settings', {
      unassigned: { scope: 'all' },
      waiting: { minutes: 30 },
    });
  });
  after(() => gateway.stop());

  const tellings = (filter: object) => notificationModel(gateway.db).find(filter).lean();
  const told = (filter: object) => eventually('it is told', async () => (await tellings(filter))[0]);

  it('tell once of a ticket that has waited too long, for an owner or for an answer', async () => {
    const mine = await makeForm(gateway, { assign: { to: 'specific', users: [ana.id], teams: [] } });
    const nobodys = await makeForm(gateway, { assign: { to: 'nobody' } });
    const [owned, ownerless, answered] = await Promise.all(
      [mine, nobodys, mine].map(async (form) => routed(gateway, await submit(gateway, form))),
    );
    await ana.api.post(`/tickets/${answered.id}/replies`, { text: 'Soon.' });
    gateway.clock.moveBy(31 * MINUTE);
    await told({ kind: 'waiting', user: ana.id, 'ticket.id': owned.id });
    await told({ kind: 'waiting', user: ana.id, 'ticket.id': ownerless.id });
    gateway.clock.moveBy(31 * MINUTE);
    const later = await routed(gateway, await submit(gateway, mine));
    gateway.clock.moveBy(31 * MINUTE);
    await told({ kind: 'waiting', 'ticket.id': later.id });
    const all = await tellings({ kind: 'waiting' });
    expect(all.map(({ ticket }) => ticket?.id)).to.have.members([owned.id, ownerless.id, later.id]);
  });

  it('tell admins, and only them, of a channel that stays down', async () => {
    const channel = await makeForm(gateway, { assign: { to: 'nobody' } }, { name: 'Broken form' });
    await eventually('the form is served', async () => {
      const { body } = await gateway.admin.get(`/channels/${channel}`);
      return body.health.state === 'connected';
    });
    const since = new Date(gateway.clock.now());
    const health = { state: 'down', reason: 'No answer', since };
    await channelModel(gateway.db).updateOne({ _id: channel }, { $set: { health } });
    await eventually('the outage is seen', async () =>
      gateway.db.collection('outages').findOne({ 'outage.told': false }),
    );
    expect(await tellings({ kind: 'channelDown' })).to.have.length(0);
    gateway.clock.moveBy(DOWN_FOR_MS);
    const telling = await told({ kind: 'channelDown' });
    expect(telling.channel).to.deep.equal({ id: channel, name: 'Broken form' });
    expect(await tellings({ kind: 'channelDown', user: ana.id })).to.have.length(0);
  });
});
