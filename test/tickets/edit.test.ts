import { expect } from 'chai';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';

describe('a ticket changed by hand', () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await startTestGateway();
  });
  after(() => gateway.stop());

  const show = async (id: string) => (await gateway.admin.get(`/tickets/${id}`)).body;
  const patch = (id: string, body: unknown) => gateway.admin.patch(`/tickets/${id}`, body);
  const make = async (more: object = {}): Promise<string> => {
    const made = await gateway.admin.post('/tickets', { subject: 'Help', ...more });
    expect(made.status, JSON.stringify(made.body)).to.equal(201);
    return made.body.id;
  };
  const assignTo = (...users: string[]) => ({ assign: { to: 'specific', users, teams: [] } });

  it('takes subject, status, priority and tags, and keeps what is not named', async () => {
    const id = await make({ priority: 'low' });
    const { body } = await patch(id, { subject: ' Rain ', priority: 'urgent', tags: ['wet'] });
    expect(body).to.deep.include({ subject: 'Rain', priority: 'urgent', tags: ['wet'], status: 'open' });
    expect((await patch(id, { status: 'pending' })).body).to.deep.include({ tags: ['wet'], closedAt: null });
    const before = await show(id);
    expect((await patch(id, {})).body).to.deep.equal(before);
  });

  it('is not touched by a change with one wrong field', async () => {
    const id = await make();
    const before = await show(id);
    for (const [body, path] of [
      [{ subject: 'Fine', status: 'solved' }, 'status'],
      [{ subject: '' }, 'subject'],
      [{ priority: 'high', owner: 'me' }, 'owner'],
      [{ tags: ['fine', ''] }, 'tags.1'],
      [{ suspicion: 'spam' }, 'suspicion'],
      [{ number: 1 }, 'number'],
    ] as const) {
      const answer = await patch(id, body);
      expect(answer.status, path).to.equal(400);
      expect(answer.body.errors.map((e: { path: string }) => e.path)).to.deep.equal([path]);
    }
    expect(await show(id)).to.deep.equal(before);
  });

  it('loses nothing when two people change different fields at once', async () => {
    const id = await make();
    const changes = [{ subject: 'New' }, { priority: 'high' }, { tags: ['a'] }, { status: 'pending' }];
    const answers = await Promise.all(changes.map((body) => patch(id, body)));
    expect(answers.map((a) => a.status)).to.deep.equal([200, 200, 200, 200]);
    expect(await show(id)).to.deep.include(Object.assign({}, ...changes));
  });

  it('keeps owner and assignment when it is closed and reopened', async () => {
    const ana = await makeAgent(gateway, 'Ana');
    const id = await make();
    await gateway.admin.put(`/tickets/${id}/owner`, { user: ana.id });
    const { assignedAt } = await show(id);
    const { body: closed } = await patch(id, { status: 'closed' });
    expect(closed).to.include({ status: 'closed', owner: ana.id, assignedAt });
    expect(closed.closedAt).to.be.a('string');
    const { body: opened } = await patch(id, { status: 'open' });
    expect(opened).to.include({ status: 'open', owner: ana.id, assignedAt, closedAt: null });
  });

  it('waits no longer once it is closed, and is routed again when it is reopened', async () => {
    const ben = await makeAgent(gateway, 'Ben', { away: true });
    const form = await makeForm(gateway, { ...assignTo(ben.id), whenNoneAvailable: 'queue' });
    const { id } = await routed(gateway, await submit(gateway, form));
    expect((await show(id)).routing).to.include({ state: 'waiting', reason: 'none-available' });
    const { body } = await patch(id, { status: 'closed' });
    expect(body.routing).to.deep.include({ state: 'settled', waitingSince: null, retry: null });
    await gateway.admin.put(`/users/${ben.id}/availability`, { status: 'available' });
    await patch(id, { status: 'open' });
    await eventually('it has an owner', async () => (await show(id)).owner === ben.id);
  });

  it('goes to somebody else when it is reopened after its owner left', async () => {
    const [cleo, dora] = [await makeAgent(gateway, 'Cleo'), await makeAgent(gateway, 'Dora', { away: true })];
    const form = await makeForm(gateway, assignTo(cleo.id, dora.id));
    const { id } = await routed(gateway, await submit(gateway, form));
    const byHand = await make();
    await gateway.admin.put(`/tickets/${byHand}/owner`, { user: cleo.id });
    for (const ticket of [id, byHand]) await patch(ticket, { status: 'closed' });
    await gateway.admin.patch(`/users/${cleo.id}`, { active: false });
    expect((await show(id)).owner).to.equal(cleo.id);
    await gateway.admin.put(`/users/${dora.id}/availability`, { status: 'available' });
    for (const ticket of [id, byHand]) await patch(ticket, { status: 'open' });
    await eventually('it has another owner', async () => (await show(id)).owner === dora.id);
    expect(await show(byHand)).to.include({ owner: null, assignedAt: null });
    expect((await show(byHand)).routing.reason).to.equal('owner-left');
  });

  it('goes to others when its owner is deactivated, a closed one stays', async () => {
    const [emil, frida] = [await makeAgent(gateway, 'Emil'), await makeAgent(gateway, 'Frida')];
    const form = await makeForm(gateway, assignTo(emil.id, frida.id));
    const [open, closed] = [await submit(gateway, form), await submit(gateway, form)];
    const tickets = [await routed(gateway, open), await routed(gateway, closed)];
    for (const { id } of tickets) await gateway.admin.put(`/tickets/${id}/owner`, { user: emil.id });
    const [first, second] = tickets.map((t) => t.id);
    await patch(second, { status: 'closed' });
    expect((await gateway.admin.patch(`/users/${emil.id}`, { active: false })).status).to.equal(200);
    await eventually('Frida has it', async () => (await show(first)).owner === frida.id);
    expect((await show(second)).owner).to.equal(emil.id);
  });

  describe('that is suspected to be spam', () => {
    const trapped = async (form: string) => {
      const number = await submit(gateway, form, { _website: 'http://spam.example' });
      return routed(gateway, number);
    };

    it('is kept apart, and routed once somebody says that it is none', async () => {
      const gus = await makeAgent(gateway, 'Gus');
      const form = await makeForm(gateway, assignTo(gus.id));
      const ticket = await trapped(form);
      expect(ticket.suspicion).to.be.a('string');
      expect(ticket.owner).to.equal(null);
      const views = async (view: string) =>
        (await gateway.admin.get(`/tickets?view=${view}&channel=${form}`)).body.items.length;
      expect([await views('suspected'), await views('all-open'), await views('unassigned')]).to.deep.equal([
        1, 0, 0,
      ]);
      expect((await patch(ticket.id, { suspicion: null })).body.suspicion).to.equal(null);
      await eventually('it is assigned', async () => (await show(ticket.id)).owner === gus.id);
      expect([await views('suspected'), await views('all-open')]).to.deep.equal([0, 1]);
    });

    it('is not routed by being closed and reopened', async () => {
      const form = await makeForm(gateway, assignTo((await makeAgent(gateway, 'Hal')).id));
      const { id } = await trapped(form);
      await patch(id, { status: 'closed' });
      const { body } = await patch(id, { status: 'open' });
      expect(body).to.include({ owner: null, status: 'open' });
      expect(body.routing.state).to.equal('settled');
    });

    it('is suspected no longer once somebody takes it', async () => {
      const ida = await makeAgent(gateway, 'Ida');
      const { id } = await trapped(await makeForm(gateway, { assign: { to: 'nobody' } }));
      const { body } = await gateway.admin.put(`/tickets/${id}/owner`, { user: ida.id });
      expect(body).to.include({ owner: ida.id, suspicion: null });
    });
  });
});
