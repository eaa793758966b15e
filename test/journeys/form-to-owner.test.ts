import { expect } from 'chai';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';

describe('a form submission', () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await startTestGateway();
  });
  after(() => gateway.stop());

  it('becomes a typed ticket of a contact and reaches the chosen user, with the decision explained', async () => {
    const ana = await makeAgent(gateway, 'Ana');
    const form = await makeForm(gateway, { assign: { to: 'specific', users: [ana.id], teams: [] } });
    const number = await submit(gateway, form, { subject: 'Broken printer' });
    const ticket = await routed(gateway, number);
    expect(ticket).to.include({ type: 'email', owner: ana.id, subject: 'Broken printer', status: 'open' });
    const { body: decisions } = await gateway.admin.get(`/tickets/${ticket.id}/decisions`);
    expect(decisions.items[0]).to.include({ outcome: 'assigned', owner: ana.id });
    expect(decisions.items[0].explanation).to.contain('Ana');
    const { body: contact } = await gateway.admin.get(`/contacts/${ticket.contact}`);
    expect(contact.emails).to.deep.equal(['carl@customer.example']);
  });

  it('stays unassigned with the reason while nobody is available, and is given out when somebody comes', async () => {
    const ben = await makeAgent(gateway, 'Ben', { away: true });
    const form = await makeForm(gateway, {
      assign: { to: 'specific', users: [ben.id], teams: [] },
      whenNoneAvailable: 'queue',
    });
    const number = await submit(gateway, form);
    const waiting = await routed(gateway, number);
    expect(waiting.owner).to.equal(null);
    expect(waiting.routing).to.include({ state: 'waiting', reason: 'none-available' });
    const back = Date.now();
    await gateway.admin.put(`/users/${ben.id}/availability`, { status: 'available' });
    while ((await gateway.admin.get(`/tickets/${number}`)).body.owner !== ben.id) {
      expect(Date.now() - back, 'waited too long').to.be.lessThan(9000);
    }
  });

  it('evens out the load between the available users', async () => {
    const agents = await Promise.all(['Cleo', 'Dora', 'Emil'].map((name) => makeAgent(gateway, name)));
    const form = await makeForm(gateway, {
      assign: { to: 'specific', users: agents.map((a) => a.id), teams: [] },
    });
    const numbers = await Promise.all(Array.from({ length: 30 }, () => submit(gateway, form)));
    const tickets = await Promise.all(numbers.map((n) => routed(gateway, n)));
    const counts = agents.map((a) => tickets.filter((t) => t.owner === a.id).length);
    expect(counts).to.deep.equal([10, 10, 10]);
    expect(new Set(numbers).size).to.equal(30);
  });
});
