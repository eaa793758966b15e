import { expect } from 'chai';
import type { TestGateway } from '../support/gateway.ts';
import { makeForm, routed, submit } from '../support/workspace.ts';
import { specific, startWithTwoAgents } from './two-agents.ts';

const MINUTE = 60_000;
const ONE_EMAIL = { capacity: { calling: null, messaging: null, email: 1 } };

describe('a simulation through the API', () => {
  let gateway: TestGateway;
  let ana: string;
  let ben: string;
  beforeEach(async () => {
    ({ gateway, ana, ben } = await startWithTwoAgents());
  });
  afterEach(() => gateway.stop());

  const simulate = (body: object, language = 'en') =>
    gateway.admin.post(`/routing/simulations?language=${language}`, {
      from: new Date(gateway.clock.now() - 86_400_000).toISOString(),
      to: new Date(gateway.clock.now()).toISOString(),
      ...body,
    });
  const sharesOf = ({ shares }: { shares: { user: string; tickets: number }[] }) =>
    Object.fromEntries(shares.map(({ user, tickets }) => [user, tickets]));

  /** Submissions one minute apart, each routed before the next; answers the tickets. */
  async function arrive(form: string, count: number, values: Record<string, string> = {}) {
    const tickets = [];
    for (let i = 0; i < count; i += 1) {
      tickets.push(await routed(gateway, await submit(gateway, form, values)));
      gateway.clock.moveBy(MINUTE);
    }
    return tickets;
  }

  it('shows beside what happened what another policy would have done, and where they differ', async () => {
    const form = await makeForm(gateway, specific(ana));
    const [, second] = await arrive(form, 4, { subject: 'Printer' });
    const { status, body } = await simulate({ channel: form, policy: specific(ana, ben) });
    expect(status, JSON.stringify(body)).to.equal(200);
    expect(body).to.include({ channel: form, tickets: 4 });
    expect(sharesOf(body.actual)).to.deep.equal({ [ana]: 4 });
    expect(sharesOf(body.simulated)).to.deep.equal({ [ana]: 2, [ben]: 2 });
    expect(body.simulated.shares[0]).to.include({ name: 'Ana', share: 0.5 });
    expect(body.different.tickets).to.equal(2);
    const [first] = body.different.items;
    expect(first).to.include({ ticket: second.id, number: second.number, subject: 'Printer' });
    expect(first.simulated).to.include({ owner: ben, reason: 'least-load' });
    expect(first.simulated.explanation).to.equal('Ben: 0 open email tickets, the fewest of 2 available');
    expect(first.actual).to.include({ owner: ana });
  });

  it('says as of when people are taken and what it rests on, in the language that was asked for', async () => {
    const form = await makeForm(gateway, specific(ana));
    await arrive(form, 1);
    const { body } = await simulate({ channel: form, policy: specific(ben) }, 'de');
    expect(Date.parse(body.asOf)).to.be.closeTo(gateway.clock.now(), MINUTE);
    expect(body.assumptions.join()).to.contain('Personen');
    expect(body.different.items[0].simulated.explanation).to.contain('als einzige Person verfügbar');
  });

  it('compares waits, and what came while everyone was full', async () => {
    await gateway.admin.patch(`/users/${ana}`, ONE_EMAIL);
    const form = await makeForm(gateway, { ...specific(ana), whenNoneAvailable: 'queue' });
    const [first, second] = await arrive(form, 2);
    gateway.clock.moveBy(8 * MINUTE);
    await gateway.admin.patch(`/tickets/${first.id}`, { status: 'closed' });
    while ((await gateway.admin.get(`/tickets/${second.id}`)).body.owner === null);
    const { body } = await simulate({ channel: form, policy: specific(ana, ben) });
    expect(body.actual).to.include({ assigned: 2, unassigned: 0, overflow: 1, atCapacity: 1 });
    expect(body.actual.waits.median).to.be.lessThan(10);
    expect(body.actual.waits.p95).to.be.closeTo(9 * 60, 10);
    expect(body.simulated).to.include({ assigned: 2, overflow: 0, atCapacity: 0 });
    expect(body.simulated.waits).to.deep.equal({ median: 0, p95: 0, mean: 0, longest: 0 });
    const same = await simulate({
      channel: form,
      policy: { ...specific(ana), whenNoneAvailable: 'queue' },
    });
    expect(same.body.different).to.deep.equal({ tickets: 0, items: [] });
    expect(same.body.simulated.waits.p95).to.be.closeTo(9 * 60, 10);
    expect(same.body.simulated).to.include({ overflow: 1, atCapacity: 1 });
  });

  it('counts who stays without an owner, by reason, and what is left to a team', async () => {
    const team = (await gateway.admin.post('/teams', { name: 'Sales', members: [ana] })).body.id;
    const form = await makeForm(gateway, { assign: { to: 'nobody' } });
    await arrive(form, 2);
    const { body } = await simulate({ channel: form, policy: { assign: { to: 'team', team } } });
    expect(body.actual).to.include({ assigned: 0, unassigned: 2, waits: null });
    expect(body.actual.reasons).to.deep.equal([{ reason: 'policy-nobody', tickets: 2 }]);
    expect(body.simulated).to.include({ leftToTeam: 2, unassigned: 0 });
    expect(body.different.items[1].simulated).to.include({ owner: null, team, reason: 'policy-team' });
  });

  it('takes an owner by hand for one, from when they got it', async () => {
    const form = await makeForm(gateway, { assign: { to: 'nobody' } });
    const [ticket] = await arrive(form, 1);
    await gateway.admin.put(`/tickets/${ticket.id}/owner`, { user: ben });
    gateway.clock.moveBy(MINUTE);
    await gateway.admin.put(`/tickets/${ticket.id}/owner`, { user: ana });
    const { body } = await simulate({ channel: form, policy: specific(ben) });
    expect(sharesOf(body.actual)).to.deep.equal({ [ben]: 1 });
    expect(body.actual.waits.median).to.be.closeTo(60, 10);
    const before = await simulate({ channel: form, policy: specific(ben), to: ticket.routing.waitingSince });
    expect(before.body.tickets).to.equal(0);
    const then = new Date(Date.parse(ticket.createdAt) + MINUTE / 2).toISOString();
    const early = await simulate({ channel: form, policy: specific(ben), to: then });
    expect(early.body.actual).to.deep.include({
      unassigned: 1,
      reasons: [{ reason: 'policy-nobody', tickets: 1 }],
    });
  });

  it('finds the skills that a text, a subject or a field asks for', async () => {
    const skill = (await gateway.admin.post('/skills', { name: 'law' })).body.id;
    await gateway.admin.patch(`/users/${ben}`, { skills: [skill] });
    const form = await makeForm(gateway, specific(ana));
    await arrive(form, 1, { message: 'About my CONTRACT of last year' });
    await arrive(form, 1, { subject: 'Contract' });
    await arrive(form, 1, { message: 'Something else' });
    const rule = (field: string) => ({ field, contains: 'contract', skills: [skill] });
    const ask = async (...fields: string[]) => {
      const skills = { rules: fields.map(rule) };
      const { body } = await simulate({ channel: form, policy: { ...specific(ana, ben), skills } });
      return body.different.items.map(({ number }: { number: number }) => number);
    };
    const byText = await ask('text');
    const bySubject = await ask('subject');
    expect(byText[0]).to.equal(1);
    expect(bySubject).to.include(2);
    expect((await ask('text', 'subject')).slice(0, 2)).to.deep.equal([1, 2]);
  });

  it('weighs what users had from other channels', async () => {
    const busy = await makeForm(gateway, specific(ana));
    await arrive(busy, 3);
    const form = await makeForm(gateway, specific(ana));
    await arrive(form, 2);
    const { body } = await simulate({ channel: form, policy: specific(ana, ben) });
    expect(body.tickets).to.equal(2);
    expect(sharesOf(body.simulated)).to.deep.equal({ [ben]: 2 });
  });

  it('draws the same lots each time', async () => {
    const form = await makeForm(gateway, specific(ana));
    await arrive(form, 6);
    const question = { channel: form, policy: { ...specific(ana, ben), distribution: 'random' } };
    const period = { from: new Date(gateway.clock.now() - 86_400_000), to: new Date(gateway.clock.now()) };
    const { asOf: _, ...first } = (await simulate({ ...question, ...period })).body;
    const { asOf: __, ...second } = (await simulate({ ...question, ...period })).body;
    expect(second).to.deep.equal(first);
  });

  it('leaves everything that is stored as it is', async () => {
    const form = await makeForm(gateway, { ...specific(ana), distribution: 'round-robin' });
    await arrive(form, 2);
    const stored = () =>
      Promise.all(
        ['tickets', 'decisions', 'loads', 'roundRobins', 'channels', 'auditLog', 'outbox'].map((name) =>
          gateway.db.collection(name).find().sort({ _id: 1 }).toArray(),
        ),
      );
    const before = await stored();
    await simulate({ channel: form, policy: { ...specific(ana, ben), distribution: 'round-robin' } });
    expect(await stored()).to.deep.equal(before);
  });
});
