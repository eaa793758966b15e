import { expect } from 'chai';
import { channelModel } from '../../src/channels/channel-model.ts';
import { journalModel } from '../../src/inbound/journal-model.ts';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';

describe('what cannot be processed', () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await startTestGateway();
  });
  after(() => gateway.stop());

  /** A form whose policy breaks whoever decides by it, as only a fault in the gateway could. */
  async function makeBrokenForm(): Promise<string> {
    const form = await makeForm(gateway, { assign: { to: 'nobody' } });
    await channelModel(gateway.db).updateOne({ _id: form }, { $set: { 'policy.assign': null } });
    return form;
  }

  it('is accepted, stands on the replay list, and holds up nobody else', async () => {
    const ana = await makeAgent(gateway, 'Ana');
    const good = await makeForm(gateway, { assign: { to: 'specific', users: [ana.id], teams: [] } });
    const broken = await makeBrokenForm();
    const [bad, ...fine] = await Promise.all([
      submit(gateway, broken),
      ...Array.from({ length: 5 }, () => submit(gateway, good)),
    ]);
    for (const number of fine) expect((await routed(gateway, number)).owner).to.equal(ana.id);
    const item = await eventually('it stands on the replay list', async () => {
      const { body } = await gateway.admin.get('/replay');
      return body.items.find((i: { channel: string }) => i.channel === broken);
    });
    expect(item).to.include({ state: 'failed', attempts: 1 });
    await channelModel(gateway.db).updateOne(
      { _id: broken },
      { $set: { 'policy.assign': { to: 'nobody' } } },
    );
    expect((await gateway.admin.post(`/replay/${item.id}`)).status).to.equal(202);
    expect((await routed(gateway, String(bad))).routing.reason).to.equal('policy-nobody');
    expect(await journalModel(gateway.db).countDocuments({ state: 'failed' })).to.equal(0);
  });

  it('says so on a ticket that is there, and holds up nobody else', async () => {
    const ana = await makeAgent(gateway, 'Ana');
    const good = await makeForm(gateway, { assign: { to: 'specific', users: [ana.id], teams: [] } });
    const broken = await makeBrokenForm();
    const { body: ticket } = await gateway.admin.post('/tickets', { subject: 'By hand', route: broken });
    expect((await routed(gateway, await submit(gateway, good))).owner).to.equal(ana.id);
    expect((await routed(gateway, String(ticket.number))).routing.reason).to.equal('routing-failed');
  });
});
