import { expect } from 'chai';
import { eventually } from '../support/gateway.ts';
import { doMany, type Gateways, startGateways } from './processes.ts';
import { isLong } from './sizes.ts';

const USERS = 50;
const TICKETS = isLong ? 5000 : 400;

describe('fifty agents with room for one ticket each', function () {
  this.timeout(isLong ? 600_000 : 60_000);
  let gateways: Gateways;
  before(async () => {
    const agent = { capacity: { calling: null, messaging: null, email: 1 } };
    const policy = { whenNoneAvailable: 'queue' };
    gateways = await startGateways({ processes: 4, agents: USERS, agent, policy });
  });
  after(() => gateways[Symbol.asyncDispose]());

  const owned = () =>
    gateways.db
      .collection('tickets')
      .aggregate<{ _id: string; open: number }>([
        { $match: { owner: { $ne: null }, open: true } },
        { $group: { _id: '$owner', open: { $sum: 1 } } },
      ])
      .toArray();
  const waiting = () => gateways.db.collection('tickets').countDocuments({ 'routing.state': 'waiting' });

  async function submit(index: number): Promise<void> {
    const admin = gateways.admins[index % gateways.admins.length];
    const body = { email: `c${index}@customer.example`, subject: `T${index}`, message: 'Help.' };
    const answer = await admin?.post(`//forms/${gateways.form}/submissions`, body, {
      accept: 'application/json',
    });
    expect(answer?.status).to.equal(201);
  }

  it('get one each of many that come at once by four processes, and the others visibly wait', async () => {
    await doMany(TICKETS, 64, submit);
    await eventually('the rest waits', async () => (await waiting()) === TICKETS - USERS);
    const loads = await owned();
    expect(loads).to.have.length(USERS);
    expect(Math.max(...loads.map((l) => l.open))).to.equal(1);
  });

  it('get the next one each, and never two, when all close theirs at once', async () => {
    const closing = await gateways.db
      .collection('tickets')
      .find({ owner: { $ne: null }, open: true })
      .toArray();
    await doMany(closing.length, 16, async (i) => {
      const admin = gateways.admins[i % gateways.admins.length];
      const answer = await admin?.patch(`/tickets/${closing[i]?.number}`, { status: 'closed' });
      expect(answer?.status).to.equal(200);
    });
    await eventually('everyone has the next', async () => (await waiting()) === TICKETS - 2 * USERS);
    const loads = await owned();
    expect(loads).to.have.length(USERS);
    expect(Math.max(...loads.map((l) => l.open))).to.equal(1);
  });
});
