import { expect } from 'chai';
import type { Answer } from '../support/api-client.ts';
import { eventually } from '../support/gateway.ts';
import { type Gateways, startGateways } from './processes.ts';
import { isLong } from './sizes.ts';
import { expectWhole } from './whole.ts';

const CLAIMS = isLong ? 200 : 60;
const AGENTS = 5;

describe('many people who take one ticket at once', function () {
  this.timeout(60_000);
  let gateways: Gateways;
  before(async () => {
    gateways = await startGateways({ processes: 2, agents: AGENTS });
  });
  after(() => gateways[Symbol.asyncDispose]());

  async function makeTicket(): Promise<string> {
    const { status, body } = await gateways.admin.post('/tickets', { subject: 'Mine', text: 'Whose?' });
    expect(status).to.equal(201);
    return body.number;
  }

  const claim = (ticket: string, i: number): Promise<Answer> | undefined =>
    gateways.admins[i % gateways.admins.length]?.put(`/tickets/${ticket}/owner`, {
      user: gateways.agents[i % AGENTS],
      expected: null,
    });

  it(`make one of ${CLAIMS} its owner by two processes, and all others learn who was first`, async () => {
    const ticket = await makeTicket();
    const answers = await Promise.all(Array.from({ length: CLAIMS }, (_, i) => claim(ticket, i)));
    const won = answers.filter((answer) => answer?.status === 200);
    expect(won).to.have.length(1);
    const lost = answers.filter((answer) => answer?.status === 409);
    expect(lost, 'those who were told').to.have.length(CLAIMS - 1);
    const { body } = await gateways.admin.get(`/tickets/${ticket}`);
    expect(body.owner).to.equal(won[0]?.body.owner);
    const { body: events } = await gateways.admin.get(`/tickets/${ticket}/events`);
    expect(events.items.filter((e: { kind: string }) => e.kind === 'owner')).to.have.length(1);
    await expectWhole(gateways);
  });

  it('never give a ticket to somebody who leaves in the instant of being chosen', async () => {
    const rounds = isLong ? 60 : 8;
    const [leaver = '', ...stayers] = gateways.agents;
    for (let round = 0; round < rounds; round += 1) {
      const [first, second] = gateways.admins;
      await first?.put(`/users/${leaver}/availability`, { status: 'available' });
      const body = { email: `l${round}@customer.example`, subject: 'Now', message: 'Help.' };
      const submit = () =>
        second?.post(`//forms/${gateways.form}/submissions`, body, { accept: 'application/json' });
      const during = Promise.all(Array.from({ length: 6 }, submit));
      const left = await first?.put(`/users/${leaver}/availability`, { status: 'away' });
      expect(left?.status).to.equal(200);
      const after = await Promise.all(Array.from({ length: 6 }, submit));
      for (const answer of [...(await during), ...after]) expect(answer?.status).to.equal(201);
      for (const answer of after) expect(stayers).to.include(await ownerOf(answer?.body.reference));
    }
  });

  function ownerOf(number: string): Promise<string> {
    return eventually(`ticket ${number} has an owner`, async () => {
      const ticket = await gateways.db.collection('tickets').findOne({ number: Number(number) });
      return typeof ticket?.owner === 'string' && ticket.owner;
    });
  }
});
