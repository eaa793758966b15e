import { expect } from 'chai';
import type { ApiClient } from '../support/api-client.ts';
import { PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';

describe('the owner of a ticket', () => {
  let gateway: TestGateway;
  let team: string;
  const agents: { id: string; email: string; api: ApiClient }[] = [];

  before(async () => {
    gateway = await startTestGateway();
    for (const name of ['Ana', 'Ben']) {
      const agent = await makeAgent(gateway, name);
      await agent.api.signIn(agent.email, PASSWORD);
      agents.push(agent);
    }
    team = (await gateway.admin.post('/teams', { name: 'Returns' })).body.id;
  });
  after(() => gateway.stop());

  const person = (i: 0 | 1) => {
    const agent = agents[i];
    if (!agent) throw new Error('The agents were not made.');
    return agent;
  };
  const make = async (): Promise<string> => {
    const made = await gateway.admin.post('/tickets', { subject: 'Help', contact: { email: 'a@b.example' } });
    return made.body.id;
  };
  const put = (id: string, body: unknown) => gateway.admin.put(`/tickets/${id}/owner`, body);
  const show = async (id: string) => (await gateway.admin.get(`/tickets/${id}`)).body;

  /** The loads that the next decision sees are those that a fresh count finds. */
  async function expectRightLoads(): Promise<void> {
    const users = agents.map((a) => a.id);
    const form = await makeForm(gateway, { assign: { to: 'specific', users, teams: [] } });
    const counted = await Promise.all(users.map(openTicketsOf));
    const { id } = await routed(gateway, await submit(gateway, form));
    const [decision] = (await gateway.admin.get(`/tickets/${id}/decisions`)).body.items;
    const seen = new Map(decision.candidates.map((c: { user: string; load: number }) => [c.user, c.load]));
    expect(users.map((user) => seen.get(user))).to.deep.equal(counted);
  }

  const openTicketsOf = async (user: string): Promise<number> =>
    (await gateway.admin.get(`/tickets?view=all-open&limit=200&owner=${user}`)).body.items.length;

  it('is a user, a team, both, or nobody', async () => {
    const [id, ana] = [await make(), person(0).id];
    expect((await put(id, { user: ana })).body).to.include({ owner: ana, team: null });
    expect((await show(id)).assignedAt).to.be.a('string');
    expect((await put(id, { team })).body).to.include({ owner: null, team, assignedAt: null });
    expect((await put(id, { user: ana, team })).body).to.include({ owner: ana, team });
    expect((await put(id, { user: null })).body).to.include({ owner: null, team, assignedAt: null });
    expect((await put(id, { team: null })).body).to.include({ owner: null, team: null });
    expect((await show(id)).routing).to.include({ state: 'settled', reason: 'by-hand' });
  });

  it('is refused with 409 when it is not the expected one any more', async () => {
    const [id, ana, ben] = [await make(), person(0).id, person(1).id];
    expect((await put(id, { user: ana, expected: null })).status).to.equal(200);
    const late = await put(id, { user: ben, expected: null });
    expect(late.status).to.equal(409);
    expect(late.headers.get('content-type')).to.contain('application/problem+json');
    expect(late.body.errors[0].path).to.equal('expected');
    expect((await show(id)).owner).to.equal(ana);
    expect((await put(id, { user: ben, expected: ana })).body.owner).to.equal(ben);
  });

  it('is one of 200 who claim the ticket at once', async () => {
    const [id, ana, ben] = [await make(), person(0).id, person(1).id];
    const claims = Array.from({ length: 200 }, (_, i) =>
      put(id, { user: i % 2 === 0 ? ana : ben, expected: null }),
    );
    const answers = await Promise.all(claims);
    const won = answers.filter((a) => a.status === 200);
    expect(won).to.have.length(1);
    expect(answers.filter((a) => a.status === 409)).to.have.length(199);
    expect((await show(id)).owner).to.equal(won[0]?.body.owner);
    await expectRightLoads();
  });

  it('may be away, at capacity, or without a Service seat', async () => {
    const capacity = { email: 0, messaging: 0, calling: 0 };
    const away = await makeAgent(gateway, 'Cleo', { away: true, capacity });
    const seatless = await makeAgent(gateway, 'Dora', { seat: 'none' });
    for (const { id } of [away, seatless]) {
      expect((await put(await make(), { user: id })).body.owner).to.equal(id);
    }
  });

  it('is refused with the path when unknown or deactivated, and nothing is changed', async () => {
    const [id, ana] = [await make(), person(0).id];
    await put(id, { user: ana });
    const before = await show(id);
    const gone = await makeAgent(gateway, 'Emil');
    await gateway.admin.patch(`/users/${gone.id}`, { active: false });
    for (const [body, paths] of [
      [{ user: 'nobody-we-know' }, ['user']],
      [{ user: gone.id }, ['user']],
      [{ team: 'no-such-team' }, ['team']],
      [{ user: gone.id, team: 'no-such-team' }, ['user', 'team']],
      [{}, ['user']],
      [{ user: 7 }, ['user']],
      [{ user: ana, role: 'admin' }, ['role']],
    ] as const) {
      const answer = await put(id, body);
      expect(answer.status, JSON.stringify(body)).to.equal(400);
      expect(answer.body.errors.map((e: { path: string }) => e.path)).to.deep.equal(paths);
    }
    expect(await show(id)).to.deep.equal(before);
    expect((await put('000000000000000000000000', { user: ana })).status).to.equal(404);
  });

  it('is whoever replies to a ticket without one; of two at once one owns it and both replies stay', async () => {
    const id = await make();
    const reply = (i: 0 | 1) => person(i).api.post(`/tickets/${id}/replies`, { text: `By ${i}` });
    const answers = await Promise.all([reply(0), reply(1)]);
    expect(answers.map((a) => a.status)).to.deep.equal([201, 201]);
    const { owner, routing } = await show(id);
    expect([person(0).id, person(1).id]).to.include(owner);
    expect(routing.reason).to.equal('reply');
    const { items } = (await gateway.admin.get(`/tickets/${id}/messages`)).body;
    expect(items.map((m: { text: string }) => m.text)).to.have.members(['By 0', 'By 1']);
    await expectRightLoads();
  });

  it('stays when somebody else replies, and when somebody adds a note', async () => {
    const [owned, free] = [await make(), await make()];
    await put(owned, { user: person(0).id });
    await person(1).api.post(`/tickets/${owned}/replies`, { text: 'I can help too.' });
    await person(1).api.post(`/tickets/${free}/notes`, { text: 'Looks odd.' });
    expect((await show(owned)).owner).to.equal(person(0).id);
    expect((await show(free)).owner).to.equal(null);
  });

  it('is never somebody deactivated, however close the two come', async () => {
    const leaver = await makeAgent(gateway, 'Frida');
    const ids = await Promise.all(Array.from({ length: 20 }, make));
    const half = ids.slice(0, 10).map((id) => put(id, { user: leaver.id }));
    const left = gateway.admin.patch(`/users/${leaver.id}`, { active: false });
    const rest = ids.slice(10).map((id) => put(id, { user: leaver.id }));
    const answers = await Promise.all([...half, ...rest]);
    expect((await left).status).to.equal(200);
    for (const { status } of answers) expect(status).to.be.oneOf([200, 400]);
    expect(await openTicketsOf(leaver.id)).to.equal(0);
  });

  it('is told on the timeline, with who did it', async () => {
    const id = await make();
    await put(id, { user: person(0).id });
    await put(id, { user: person(1).id, team });
    const { items } = (await gateway.admin.get(`/tickets/${id}/events`)).body;
    expect(items.map((e: { kind: string }) => e.kind)).to.deep.equal(['created', 'owner', 'owner']);
    expect(items[2].changes).to.deep.equal([
      { field: 'owner', from: person(0).id, to: person(1).id },
      { field: 'team', from: null, to: team },
    ]);
    expect(items[2].actor.name).to.be.a('string').and.not.equal('');
    const first = (await gateway.admin.get(`/tickets/${id}/events?limit=2`)).body;
    const second = (await gateway.admin.get(`/tickets/${id}/events?limit=2&cursor=${first.next}`)).body;
    expect([...first.items, ...second.items]).to.deep.equal(items);
    expect(second.next).to.equal(null);
  });
});
