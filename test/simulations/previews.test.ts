import { expect } from 'chai';
import type { Answer } from '../support/api-client.ts';
import type { TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';
import { specific, startWithTwoAgents } from './two-agents.ts';

const MINUTE = 60_000;

describe('a preview', () => {
  let gateway: TestGateway;
  let ana: string;
  let ben: string;
  beforeEach(async () => {
    ({ gateway, ana, ben } = await startWithTwoAgents());
  });
  afterEach(() => gateway.stop());

  const preview = (body: object, language = 'en') =>
    gateway.admin.post(`/routing/previews?language=${language}`, body);
  const pathsOf = ({ body }: Answer) => body.errors?.map(({ path }: { path: string }) => path);
  const wordsOf = (list: { user: string; explanation: string }[]) =>
    Object.fromEntries(list.map(({ user, explanation }) => [user, explanation]));

  it('says who would get a ticket now, and of everybody else why not', async () => {
    const cem = (await makeAgent(gateway, 'Cem', { away: true })).id;
    const dee = (await makeAgent(gateway, 'Dee')).id;
    const form = await makeForm(gateway, specific(ana, ben, cem));
    await routed(gateway, await submit(gateway, form));
    const { status, body } = await preview({ channel: form });
    expect(status, JSON.stringify(body)).to.equal(200);
    expect(body).to.include({ outcome: 'assigned', owner: ben, reason: 'least-load' });
    expect(body.policy).to.include({ channel: form, version: 1, step: null });
    expect(body.explanation).to.contain('Ben: 0 open email tickets, the fewest of 2 available');
    const words = wordsOf(body.candidates);
    expect(words[ana]).to.equal('Ana: eligible with 1 open email ticket, but Ben came first');
    expect(words[cem]).to.contain('Cem away');
    expect(wordsOf(body.others)).to.deep.include({ [dee]: 'Dee is not among the users of the policy' });
  });

  it('counts loads anew, and foretells what the router then does', async () => {
    const form = await makeForm(gateway, { ...specific(ana, ben), distribution: 'round-robin' });
    for (let i = 0; i < 4; i += 1) {
      const foretold = (await preview({ channel: form })).body;
      expect(foretold.candidates.map(({ load }: { load: number }) => load).sort()).to.deep.equal([
        Math.floor(i / 2),
        Math.ceil(i / 2),
      ]);
      const { owner } = await routed(gateway, await submit(gateway, form));
      expect(foretold.owner).to.equal(owner);
    }
  });

  it('looks at another policy, at what the ticket says and from whom it comes, in German too', async () => {
    const skill = (await gateway.admin.post('/skills', { name: 'Recht' })).body.id;
    await gateway.admin.patch(`/users/${ben}`, { skills: [skill] });
    const contact = (await gateway.admin.post('/contacts', { name: 'Carl', owner: ana })).body;
    const form = await makeForm(gateway, { assign: { to: 'nobody' } });
    const skills = { rules: [{ field: 'topic', contains: 'vertrag', skills: [skill] }] };
    const policy = { ...specific(ana, ben), skills };
    const fields = { topic: 'Vertrag' };
    const { body } = await preview({ channel: form, policy, fields, priority: 'high' }, 'de');
    expect(body).to.include({ owner: ben });
    expect(body.policy.version).to.equal(0);
    expect(wordsOf(body.candidates)[ana]).to.equal('Ana ohne Recht');
    const byOwner = { assign: { to: 'contactOwner' } };
    const owned = await preview({ channel: form, policy: byOwner, contact: contact.id });
    expect(owned.body).to.include({ owner: null, reason: 'contact-not-tracked' });
    await gateway.db.collection('contacts').updateOne({ name: 'Carl' }, { $set: { tracked: true } });
    const tracked = await preview({ channel: form, policy: byOwner, contact: contact.id });
    expect(tracked.body).to.include({ owner: ana, reason: 'contact-owner' });
    expect((await preview({ channel: form })).body).to.include({ owner: null, reason: 'policy-nobody' });
  });

  it('tells of a later instant: hours, leave, and loads that are too old by then', async () => {
    const workingHours = {
      timeZone: 'UTC',
      weekly: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '09:00', to: '17:00' }],
    };
    const tomorrow = new Date(gateway.clock.now() + 86_400_000).toISOString().slice(0, 10);
    const outOfOffice = [{ from: `${tomorrow}T00:00:00Z`, to: `${tomorrow}T12:00:00Z`, note: '' }];
    await gateway.admin.patch(`/users/${ana}`, { workingHours });
    await gateway.admin.patch(`/users/${ben}`, { workingHours, outOfOffice });
    const form = await makeForm(gateway, specific(ana, ben));
    const at = async (time: string) => (await preview({ channel: form, at: `${tomorrow}T${time}:00Z` })).body;
    expect(await at('10:00')).to.include({ owner: ana, at: `${tomorrow}T10:00:00.000Z` });
    expect(await at('20:00')).to.include({ owner: null, reason: 'none-available' });
    await routed(gateway, await submit(gateway, form));
    const inAMonth = new Date(gateway.clock.now() + 31 * 86_400_000).toISOString();
    const later = (await preview({ channel: form, at: `${inAMonth.slice(0, 10)}T10:00:00Z` })).body;
    expect(later.candidates.map(({ load }: { load: number }) => load)).to.deep.equal([0, 0]);
  });

  it('heeds the ramp, by the automatic assignments of the last minute', async () => {
    await gateway.admin.patch('/settings/routing', { rampPerMinute: 1 });
    const form = await makeForm(gateway, specific(ana));
    await routed(gateway, await submit(gateway, form));
    const now = await preview({ channel: form });
    expect(now.body.candidates[0]).to.include({ passedOver: 'ramp' });
    gateway.clock.moveBy(MINUTE);
    expect((await preview({ channel: form })).body).to.include({ owner: ana });
  });

  it('is refused with the field: unknown channel or contact, a policy that cannot work, what is past', async () => {
    const form = await makeForm(gateway, specific(ana));
    const past = new Date(gateway.clock.now() - 3_600_000).toISOString();
    expect(pathsOf(await preview({ channel: 'none' }))).to.deep.equal(['channel']);
    expect(pathsOf(await preview({ channel: form, contact: 'none' }))).to.deep.equal(['contact']);
    expect(pathsOf(await preview({ channel: form, at: past }))).to.deep.equal(['at']);
    const policy = specific('stranger');
    expect(pathsOf(await preview({ channel: form, policy }))).to.deep.equal(['policy.assign.users.0']);
  });
});
