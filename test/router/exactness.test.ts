import { expect } from 'chai';
import fc from 'fast-check';
import { ticketModel } from '../../src/tickets/ticket-model.ts';
import { eventually, PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';

const specific = (users: { id: string }[]) => ({ to: 'specific', users: users.map((u) => u.id), teams: [] });

describe('the router, with others at work', function () {
  this.timeout(60_000);
  let gateway: TestGateway;
  before(async () => {
    gateway = await startTestGateway();
  });
  after(() => gateway.stop());

  /** Everything that came in is decided. */
  const settled = () =>
    eventually('nothing is left to decide', async () => {
      const pending = await gateway.db.collection('journal').countDocuments({ state: 'pending' });
      return pending + (await ticketModel(gateway.db).countDocuments({ 'routing.state': 'pending' })) === 0;
    });

  const openCount = (owner: string) => ticketModel(gateway.db).countDocuments({ owner, open: true });

  it('pushes nobody over their capacity, however many tickets come at once by two processes', async () => {
    const second = await gateway.another();
    try {
      const capacity = { calling: null, messaging: null, email: 1 };
      const agents = await Promise.all(
        Array.from({ length: 20 }, (_, i) => makeAgent(gateway, `Cap${i}`, { capacity })),
      );
      const form = await makeForm(gateway, { assign: specific(agents), whenNoneAvailable: 'queue' });
      const other: TestGateway = { ...gateway, url: second.url ?? '' };
      const numbers = await Promise.all(
        Array.from({ length: 100 }, (_, i) => submit(i % 2 === 0 ? gateway : other, form)),
      );
      const tickets = await Promise.all(numbers.map((n) => routed(gateway, n)));
      expect(tickets.filter((t) => t.owner !== null)).to.have.length(20);
      for (const { id } of agents) expect(await openCount(id)).to.equal(1);
    } finally {
      await second.stop();
    }
  });

  it('counts loads as a fresh count does, after any history of owners, closings and reopenings', async () => {
    const agents = [
      await makeAgent(gateway, 'Lea'),
      await makeAgent(gateway, 'Max'),
      await makeAgent(gateway, 'Nia'),
    ];
    const form = await makeForm(gateway, { assign: specific(agents) });
    const seeds = await Promise.all(Array.from({ length: 12 }, () => submit(gateway, form)));
    for (const n of seeds) await routed(gateway, n);
    const operation = fc.record({
      ticket: fc.integer({ min: 0, max: seeds.length - 1 }),
      act: fc.constantFrom('assign', 'close', 'open', 'nobody', 'submit'),
      agent: fc.integer({ min: 0, max: agents.length - 1 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 5, maxLength: 15 }), async (operations) => {
        await Promise.all(
          operations.map(({ ticket, act, agent }) => {
            const path = `/tickets/${seeds[ticket]}`;
            if (act === 'assign') return gateway.admin.put(`${path}/owner`, { user: agents[agent]?.id });
            if (act === 'nobody') return gateway.admin.put(`${path}/owner`, { user: null });
            if (act === 'submit') return submit(gateway, form);
            return gateway.admin.patch(path, { status: act === 'close' ? 'closed' : 'open' });
          }),
        );
        await settled();
        const counts = await Promise.all(agents.map((a) => openCount(a.id)));
        const { id } = await routed(gateway, await submit(gateway, form));
        const { body } = await gateway.admin.get(`/tickets/${id}/decisions`);
        const seen = agents.map(
          (a) => body.items[0].candidates.find((c: { user: string }) => c.user === a.id).load,
        );
        expect(seen).to.deep.equal(counts);
      }),
      { numRuns: 8 },
    );
  });

  it('chooses nobody who went away before the choice was written', async () => {
    const [ana, ben] = [await makeAgent(gateway, 'Ana'), await makeAgent(gateway, 'Ben')];
    const form = await makeForm(gateway, { assign: specific([ana, ben]) });
    for (let round = 0; round < 15; round += 1) {
      await gateway.admin.put(`/users/${ana.id}/availability`, { status: 'available' });
      const [number, away] = await Promise.all([
        submit(gateway, form),
        gateway.admin.put(`/users/${ana.id}/availability`, { status: 'away' }),
      ]);
      expect(away.status).to.equal(200);
      const later = await submit(gateway, form);
      await routed(gateway, number);
      expect((await routed(gateway, later)).owner).to.equal(ben.id);
    }
  });

  it('takes turns fairly while users come and go', async () => {
    const agents = await Promise.all(['Rea', 'Sam', 'Tim'].map((name) => makeAgent(gateway, name)));
    const guest = await makeAgent(gateway, 'Uwe', { away: true });
    const form = await makeForm(gateway, {
      assign: specific([...agents, guest]),
      distribution: 'round-robin',
    });
    const owners: string[] = [];
    for (let i = 0; i < 30; i += 1) {
      if (i % 5 === 0) {
        const status = i % 10 === 0 ? 'available' : 'away';
        await gateway.admin.put(`/users/${guest.id}/availability`, { status });
      }
      owners.push((await routed(gateway, await submit(gateway, form))).owner);
    }
    const counts = agents.map((a) => owners.filter((o) => o === a.id).length);
    expect(Math.max(...counts) - Math.min(...counts)).to.be.at.most(1);
  });

  it('makes one owner of many who answer first, and keeps every answer', async () => {
    const agents = await Promise.all(Array.from({ length: 6 }, (_, i) => makeAgent(gateway, `First${i}`)));
    for (const a of agents) await a.api.signIn(a.email, PASSWORD);
    const form = await makeForm(gateway, { assign: { to: 'nobody' } });
    const { id } = await routed(gateway, await submit(gateway, form));
    const answers = await Promise.all(
      agents.map((a) => a.api.post(`/tickets/${id}/replies`, { text: 'Mine.' })),
    );
    expect(answers.map((a) => a.status)).to.deep.equal(agents.map(() => 201));
    const { body: ticket } = await gateway.admin.get(`/tickets/${id}`);
    expect(agents.map((a) => a.id)).to.include(ticket.owner);
    const { body: messages } = await gateway.admin.get(`/tickets/${id}/messages`);
    expect(messages.items.filter((m: { direction: string }) => m.direction === 'out')).to.have.length(6);
    const counts = await Promise.all(agents.map((a) => openCount(a.id)));
    expect(counts.reduce((a, b) => a + b)).to.equal(1);
  });
});
