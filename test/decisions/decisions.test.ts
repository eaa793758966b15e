import { expect } from 'chai';
import { eventually, PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';

interface Shown {
  user: string;
  name: string;
  availability: { status: string; reason: string; until: string | null };
  load: number;
  capacity: number | null;
  missingSkills: string[];
  eligible: boolean;
  passedOver: string | null;
}

describe('the decisions of a ticket', () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await startTestGateway();
  });
  after(() => gateway.stop());

  const read = async (ticket: string, query = '') =>
    (await gateway.admin.get(`/tickets/${ticket}/decisions${query}`)).body;
  const assign = (...users: string[]) => ({ assign: { to: 'specific', users, teams: [] } });

  it('show every candidate as it was seen: availability, load, capacity, skills, and why not', async () => {
    const french = (await gateway.admin.post('/skills', { name: 'French' })).body.id;
    const capacity = (email: number) => ({ email, messaging: null, calling: null });
    const skilled = { skills: [french] };
    const ana = await makeAgent(gateway, 'Ana', { ...skilled, capacity: capacity(5) });
    const ben = await makeAgent(gateway, 'Ben', { ...skilled, away: true });
    const cleo = await makeAgent(gateway, 'Cleo', { ...skilled, capacity: capacity(0) });
    const dora = await makeAgent(gateway, 'Dora');
    const all = [ana, ben, cleo, dora].map((a) => a.id);
    const form = await makeForm(gateway, { ...assign(...all), skills: { required: [french] } });
    const busy = (await gateway.admin.post('/tickets', { subject: 'Busy' })).body.id;
    await gateway.admin.put(`/tickets/${busy}/owner`, { user: ana.id });
    const ticket = await routed(gateway, await submit(gateway, form));
    expect(ticket.owner).to.equal(ana.id);
    const { items } = await read(ticket.id);
    expect(items).to.have.length(1);
    expect(items[0]).to.deep.include({
      outcome: 'assigned',
      owner: ana.id,
      team: null,
      requiredSkills: [french],
      skillsRelaxed: false,
      retry: null,
    });
    expect(items[0].policy).to.include({
      channel: form,
      version: 1,
      distribution: 'load-balanced',
      step: null,
    });
    const candidates: Shown[] = items[0].candidates;
    expect(candidates.map((c) => c.user)).to.have.members(all);
    const of = (user: string) => candidates.find((c) => c.user === user);
    expect(of(ana.id)).to.deep.include({
      name: 'Ana',
      load: 1,
      capacity: 5,
      eligible: true,
      passedOver: null,
    });
    expect(of(ana.id)?.availability).to.include({ status: 'available', reason: 'set-by-hand' });
    expect(of(ben.id)).to.deep.include({ eligible: false, passedOver: 'away' });
    expect(of(cleo.id)).to.deep.include({ capacity: 0, eligible: false, passedOver: 'at-capacity' });
    expect(of(dora.id)).to.deep.include({ missingSkills: [french], passedOver: 'missing-skill' });
  });

  it('are told in words, in English and in German', async () => {
    const emil = await makeAgent(gateway, 'Emil');
    const frida = await makeAgent(gateway, 'Frida', { away: true });
    const form = await makeForm(gateway, assign(emil.id, frida.id));
    const { id } = await routed(gateway, await submit(gateway, form));
    const english = (await read(id)).items[0].explanation;
    const german = (await read(id, '?language=de')).items[0].explanation;
    expect((await read(id, '?language=en')).items[0].explanation).to.equal(english);
    for (const text of [english, german]) expect(text).to.contain('Emil').and.contain('Frida');
    expect(english).to.contain('away');
    expect(german).not.to.equal(english).and.not.to.contain('away');
    const { status, body } = await gateway.admin.get(`/tickets/${id}/decisions?language=fr`);
    expect(status).to.equal(400);
    expect(body.errors[0].path).to.equal('language');
  });

  it('come latest first, page by page, each once', async () => {
    const gus = await makeAgent(gateway, 'Gus', { away: true });
    const form = await makeForm(gateway, { ...assign(gus.id), whenNoneAvailable: 'queue' });
    const number = await submit(gateway, form);
    const { id } = await routed(gateway, number);
    await gateway.admin.put(`/users/${gus.id}/availability`, { status: 'available' });
    await eventually('Gus has it', async () => {
      const { body } = await gateway.admin.get(`/tickets/${id}`);
      return body.owner === gus.id;
    });
    const { items, next } = await read(id);
    expect(next).to.equal(null);
    expect(items.map((d: { outcome: string }) => d.outcome)).to.deep.equal(['assigned', 'queued']);
    expect(items[1].retry.on).to.include('user-available');
    const first = await read(id, '?limit=1');
    const second = await read(id, `?limit=1&cursor=${first.next}`);
    expect([...first.items, ...second.items]).to.deep.equal(items);
    expect(second.next).to.equal(null);
  });

  it('are none for a ticket that no policy saw, and there for every agent to read', async () => {
    const { id } = (await gateway.admin.post('/tickets', { subject: 'By hand' })).body;
    const agent = await makeAgent(gateway, 'Hal');
    await agent.api.signIn(agent.email, PASSWORD);
    const answer = await agent.api.get(`/tickets/${id}/decisions`);
    expect(answer.status).to.equal(200);
    expect(answer.body).to.deep.equal({ items: [], next: null });
    expect((await agent.api.get('/tickets/none/decisions')).status).to.equal(404);
  });
});
