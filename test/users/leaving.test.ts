import { expect } from 'chai';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';

describe('a user who leaves', () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await startTestGateway();
  });
  after(() => gateway.stop());

  /** An agent with open tickets of their own. */
  async function withTickets(count: number) {
    const agent = await makeAgent(gateway, 'Leo');
    const form = await makeForm(gateway, { assign: { to: 'specific', users: [agent.id], teams: [] } });
    const numbers = await Promise.all(Array.from({ length: count }, () => submit(gateway, form)));
    for (const number of numbers) expect((await routed(gateway, number)).owner).to.equal(agent.id);
    return { agent, numbers };
  }

  const ticket = async (number: string) => (await gateway.admin.get(`/tickets/${number}`)).body;
  const leave = (id: string, handover: object) =>
    gateway.admin.patch(`/users/${id}`, { active: false, handover });

  it('leaves all open tickets to whom the admin chose, and it stands in the audit log', async () => {
    const { agent, numbers } = await withTickets(5);
    const heir = await makeAgent(gateway, 'Eva');
    expect((await leave(agent.id, { user: heir.id })).status).to.equal(200);
    for (const number of numbers) expect((await ticket(number)).owner).to.equal(heir.id);
    const { body } = await gateway.admin.get(`/audit-log?resource=user&target=${agent.id}`);
    expect(body.items[0].changes).to.deep.include({ path: 'handover', from: null, to: { user: heir.id } });
  });

  it('leaves them to a team', async () => {
    const { agent, numbers } = await withTickets(2);
    const team = (await gateway.admin.post('/teams', { name: 'Returns' })).body.id;
    await leave(agent.id, { team });
    for (const number of numbers) expect(await ticket(number)).to.include({ owner: null, team });
  });

  it('leaves them to nobody who is not there', async () => {
    const { agent, numbers } = await withTickets(1);
    for (const handover of [{ user: agent.id }, { user: 'nobody' }, { team: 'none' }]) {
      const { status, body } = await leave(agent.id, handover);
      expect(status).to.equal(400);
      expect(body.errors[0].path).to.match(/^handover\./);
    }
    expect((await ticket(numbers[0] ?? '')).owner).to.equal(agent.id);
    const stays = await gateway.admin.patch(`/users/${agent.id}`, { handover: { user: agent.id } });
    expect(stays.body.errors[0].path).to.equal('handover');
  });

  it('keeps them while they are the last super admin, who cannot leave', async () => {
    const { body: me } = await gateway.admin.get('/users/me');
    const heir = await makeAgent(gateway, 'Eva');
    const made = (
      await gateway.admin.post('/tickets', { subject: 'x', text: 'x', contact: { email: 'c@x.example' } })
    ).body;
    await gateway.admin.put(`/tickets/${made.id}/owner`, { user: me.id });
    expect((await leave(me.id, { user: heir.id })).status).to.equal(409);
    expect((await ticket(made.number)).owner).to.equal(me.id);
  });
});
