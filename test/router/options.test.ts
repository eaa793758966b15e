import { expect } from 'chai';
import { userModel } from '../../src/users/user-model.ts';
import { eventually, PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { startSmtpSink } from '../support/smtp.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';

const MINUTE = 60_000;

describe('the options of routing', () => {
  let gateway: TestGateway;
  beforeEach(async () => {
    gateway = await startTestGateway();
  });
  afterEach(() => gateway.stop());

  const specific = (users: { id: string }[]) => ({
    to: 'specific',
    users: users.map((u) => u.id),
    teams: [],
  });
  const ticketOf = async (number: string) => (await gateway.admin.get(`/tickets/${number}`)).body;
  const ownedBy = (number: string, owner: string | null) =>
    eventually(`ticket ${number} belongs to ${owner}`, async () => {
      const ticket = await ticketOf(number);
      return ticket.owner === owner && ticket.routing.state !== 'pending' && ticket;
    });

  it('gives a ticket that is not answered in time to somebody else, and not back in the same round', async () => {
    const [ana, ben] = [await makeAgent(gateway, 'Ana'), await makeAgent(gateway, 'Ben')];
    const form = await makeForm(gateway, { assign: specific([ana, ben]), unansweredMinutes: 5 });
    const number = await submit(gateway, form);
    await ownedBy(number, ana.id);
    gateway.clock.moveBy(6 * MINUTE);
    await ownedBy(number, ben.id);
    gateway.clock.moveBy(6 * MINUTE);
    expect((await ownedBy(number, null)).routing.reason).to.equal('none-eligible');
  });

  it('leaves an answered ticket with its owner', async () => {
    const ana = await makeAgent(gateway, 'Ana');
    const form = await makeForm(gateway, { assign: specific([ana]), unansweredMinutes: 5 });
    const number = await submit(gateway, form);
    await ownedBy(number, ana.id);
    await ana.api.signIn(ana.email, PASSWORD);
    await ana.api.post(`/tickets/${number}/replies`, { text: 'I am on it.' });
    const other = await submit(gateway, form);
    await ownedBy(other, ana.id);
    gateway.clock.moveBy(6 * MINUTE);
    await ownedBy(other, null);
    expect((await ticketOf(number)).owner).to.equal(ana.id);
  });

  it('gives the tickets of somebody whose leave begins to others', async () => {
    const [ana, ben] = [await makeAgent(gateway, 'Ana'), await makeAgent(gateway, 'Ben', { away: true })];
    await gateway.admin.patch('/settings/routing', { onLeave: 'reroute' });
    const form = await makeForm(gateway, { assign: specific([ana, ben]) });
    const number = await submit(gateway, form);
    await ownedBy(number, ana.id);
    await gateway.admin.put(`/users/${ben.id}/availability`, { status: 'available' });
    const from = new Date(gateway.clock.now() + 10 * MINUTE).toISOString();
    const to = new Date(gateway.clock.now() + 100 * MINUTE).toISOString();
    await gateway.admin.patch(`/users/${ana.id}`, { outOfOffice: [{ from, to, note: 'Holiday' }] });
    gateway.clock.moveBy(11 * MINUTE);
    await ownedBy(number, ben.id);
  });

  it('tries the steps of a policy while nobody owns the ticket', async () => {
    const [ana, ben] = [await makeAgent(gateway, 'Ana', { away: true }), await makeAgent(gateway, 'Ben')];
    const form = await makeForm(gateway, {
      assign: specific([ana]),
      steps: [{ afterMinutes: 10, do: { assign: specific([ben]) } }],
    });
    const number = await submit(gateway, form);
    const waiting = await routed(gateway, number);
    expect(waiting.routing).to.deep.include({ state: 'waiting', reason: 'none-available' });
    expect(waiting.routing.retry.on).to.include('step-due');
    gateway.clock.moveBy(11 * MINUTE);
    await ownedBy(number, ben.id);
  });

  it('moves a queued ticket when working hours begin', async () => {
    const workingHours = {
      timeZone: 'Europe/Berlin',
      weekly: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '09:00', to: '17:00' }],
      closed: [],
      special: [],
    };
    gateway.clock.moveTo(Date.parse('2026-03-29T05:00:00Z'));
    const form = await (async () => {
      const { body: user } = await gateway.admin.post('/users', {
        email: 'hours@example.com',
        name: 'Hours',
        password: PASSWORD,
        workingHours,
      });
      return { user, id: await makeForm(gateway, { assign: specific([user]), whenNoneAvailable: 'queue' }) };
    })();
    const number = await submit(gateway, form.id);
    const waiting = await routed(gateway, number);
    // Clocks went forward that night: nine o'clock in Berlin is seven by UTC.
    expect(waiting.routing.retry.at).to.equal('2026-03-29T07:00:00.000Z');
    gateway.clock.moveTo(Date.parse('2026-03-29T07:00:00Z'));
    await ownedBy(number, form.user.id);
  });

  it('moves a queued ticket when a slot frees up, the most urgent first', async () => {
    const ana = await makeAgent(gateway, 'Ana', { capacity: { calling: null, messaging: null, email: 1 } });
    const form = await makeForm(gateway, { assign: specific([ana]), whenNoneAvailable: 'queue' });
    const first = await submit(gateway, form);
    await ownedBy(first, ana.id);
    const second = await submit(gateway, form);
    expect((await routed(gateway, second)).routing.reason).to.equal('all-at-capacity');
    const urgent = await submit(gateway, form);
    await routed(gateway, urgent);
    await gateway.admin.patch(`/tickets/${urgent}`, { priority: 'urgent' });
    await gateway.admin.patch(`/tickets/${first}`, { status: 'closed' });
    await ownedBy(urgent, ana.id);
    expect((await ticketOf(second)).owner).to.equal(null);
    await gateway.admin.patch(`/tickets/${urgent}`, { status: 'closed' });
    await ownedBy(second, ana.id);
  });

  it('moves a queued ticket when somebody joins the policy', async () => {
    const ana = await makeAgent(gateway, 'Ana', { away: true });
    const { body: team } = await gateway.admin.post('/teams', { name: 'Support', members: [ana.id] });
    const assign = { to: 'specific', users: [], teams: [team.id] };
    const form = await makeForm(gateway, { assign, whenNoneAvailable: 'queue' });
    const number = await submit(gateway, form);
    await routed(gateway, number);
    const ben = await makeAgent(gateway, 'Ben');
    await gateway.admin.patch(`/teams/${team.id}`, { members: [ana.id, ben.id] });
    await ownedBy(number, ben.id);
  });

  it('hands over the tickets of a deactivated user even when the deactivation broke off half way', async () => {
    const [ana, ben] = [await makeAgent(gateway, 'Ana'), await makeAgent(gateway, 'Ben', { away: true })];
    const form = await makeForm(gateway, { assign: specific([ana, ben]) });
    const number = await submit(gateway, form);
    await ownedBy(number, ana.id);
    await gateway.admin.put(`/users/${ben.id}/availability`, { status: 'available' });
    await userModel(gateway.db).updateOne({ _id: ana.id }, { $set: { active: false } });
    await ownedBy(number, ben.id);
  });

  it('alerts the admins by email, once, at the step that says so', async () => {
    await using smtp = await startSmtpSink();
    const server = { host: smtp.host, port: smtp.port, security: 'none', user: 'desk', password: 'secret' };
    const settings = {
      address: 'help@shop.example',
      name: 'Shop',
      imap: { ...server, port: 9 },
      smtp: server,
    };
    await gateway.admin.post('/channels', { kind: 'email', name: 'Mail', settings });
    const ana = await makeAgent(gateway, 'Ana', { away: true });
    const steps = [{ afterMinutes: 10, do: { alertAdmins: true } }];
    const form = await makeForm(gateway, { assign: specific([ana]), steps });
    const number = await submit(gateway, form);
    await routed(gateway, number);
    gateway.clock.moveBy(11 * MINUTE);
    const alert = await smtp.nextMessage();
    expect(alert.envelope.to).to.deep.equal(['root@example.com']);
    expect(alert.parsed.subject).to.contain(number);
    gateway.clock.moveBy(30 * MINUTE);
    await gateway.admin.put(`/users/${ana.id}/availability`, { status: 'away' });
    await ownedBy(number, null);
    expect(smtp.mails).to.have.length(1);
  });
});
