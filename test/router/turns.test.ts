import { expect } from 'chai';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';

describe('whose turn it is', () => {
  let gateway: TestGateway;
  afterEach(() => gateway.stop());

  for (const distribution of ['load-balanced', 'round-robin']) {
    it(`is remembered by the next router, with ${distribution}`, async () => {
      gateway = await startTestGateway({ PROCESS: 'web' });
      const agents = await Promise.all(['Ana', 'Ben', 'Cleo'].map((name) => makeAgent(gateway, name)));
      const users = agents.map((agent) => agent.id).sort();
      const form = await makeForm(gateway, { assign: { to: 'specific', users, teams: [] }, distribution });
      const owners: string[] = [];
      for (let i = 0; i < 7; i += 1) {
        // Each ticket is decided by a router of its own, and closed: only turns tell the users apart.
        const worker = await gateway.another({ PROCESS: 'worker' });
        const { id, owner } = await routed(gateway, await submit(gateway, form));
        owners.push(owner);
        await gateway.admin.patch(`/tickets/${id}`, { status: 'closed' });
        await worker.stop();
      }
      const [a, b, c] = users;
      expect(owners).to.deep.equal([a, b, c, a, b, c, a]);
    });
  }
});
