import { expect } from 'chai';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ONE = { calling: null, messaging: null, email: 1 };

describe('time that passes while tickets wait', function () {
  this.timeout(30_000);
  let gateway: TestGateway;
  beforeEach(async () => {
    gateway = await startTestGateway();
  });
  afterEach(() => gateway.stop());

  const ownerOf = async (number: string) =>
    (await gateway.db.collection('tickets').findOne({ number: Number(number) }))?.owner;
  const goesTo = (number: string, owner: string) =>
    eventually(`ticket ${number} moves`, async () => (await ownerOf(number)) === owner);

  /** An agent with room for one ticket who has one, and a second ticket that waits for them. */
  async function waitFor(agent: { id: string }): Promise<string> {
    const assign = { to: 'specific', users: [agent.id], teams: [] };
    const form = await makeForm(gateway, { assign, whenNoneAvailable: 'queue' });
    expect((await routed(gateway, await submit(gateway, form))).owner).to.equal(agent.id);
    const second = await submit(gateway, form);
    expect((await routed(gateway, second)).owner).to.equal(null);
    return second;
  }

  it('frees a slot in the instant that an assignment turns thirty days old, and not before', async () => {
    const ana = await makeAgent(gateway, 'Ana', { capacity: ONE });
    const second = await waitFor(ana);
    gateway.clock.moveBy(30 * DAY - MINUTE);
    const probe = await makeForm(gateway, { assign: { to: 'specific', users: [ana.id], teams: [] } });
    const third = await submit(gateway, probe);
    await eventually('a decision was made a minute too early', async () => {
      const found = await gateway.db.collection('tickets').findOne({ number: Number(third) });
      return found?.routing.state === 'settled' || found?.routing.state === 'waiting';
    });
    expect([await ownerOf(second), await ownerOf(third)]).to.deep.equal([null, null]);
    gateway.clock.moveBy(MINUTE);
    await goesTo(second, ana.id);
    expect(await ownerOf(third), 'the slot is taken again').to.equal(null);
  });

  it('gives nothing at the end of working hours and everything that fits at their next beginning', async () => {
    const weekly = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '09:00', to: '17:00' }];
    const workingHours = { timeZone: 'Europe/Berlin', weekly, closed: [], special: [] };
    const ben = await makeAgent(gateway, 'Ben', { capacity: ONE, workingHours });
    gateway.clock.moveTo(Date.parse('2027-03-27T15:30:00Z'));
    const second = await waitFor(ben);
    gateway.clock.moveTo(Date.parse('2027-03-27T16:00:00Z'));
    const [first] = await gateway.db.collection('tickets').find({ owner: ben.id }).toArray();
    const closed = await gateway.admin.patch(`/tickets/${first?.number}`, { status: 'closed' });
    expect(closed.status).to.equal(200);
    const late = await submit(gateway, await makeForm(gateway, { assign: { to: 'nobody' } }));
    await routed(gateway, late);
    expect(await ownerOf(second), 'after hours').to.equal(null);
    // Daylight saving begins in the night between: nine o'clock is an hour earlier.
    gateway.clock.moveTo(Date.parse('2027-03-28T06:59:58Z'));
    await goesTo(second, ben.id);
    const moved = await gateway.db.collection('tickets').findOne({ number: Number(second) });
    expect(moved?.assignedAt.getTime()).to.be.at.least(Date.parse('2027-03-28T07:00:00Z'));
  });
});
