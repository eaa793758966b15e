import { expect } from 'chai';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm } from '../support/workspace.ts';

const WEEKS = 8;
const ALL_WEEK = [1, 2, 3, 4, 5, 6, 7];

function hours(from: string, to: string) {
  return { timeZone: 'UTC', weekly: [{ days: ALL_WEEK, from, to }] };
}

describe('the coverage check through the API', () => {
  let gateway: TestGateway;
  let ana: string;
  before(async () => {
    gateway = await startTestGateway();
    ana = (await makeAgent(gateway, 'Ana', { workingHours: hours('09:00', '16:30') })).id;
    // Away from the bounds of hours, so that eight weeks have eight times seven whole days of them.
    gateway.clock.moveTo(Date.parse('2026-12-07T20:00:30Z'));
  });
  after(() => gateway.stop());

  const specific = (...users: string[]) => ({ assign: { to: 'specific', users, teams: [] } });
  const check = (more: object) => gateway.admin.post('/routing/coverage', { kind: 'form', ...more });

  it('finds the open minutes with nobody of a saved policy', async () => {
    const form = await makeForm(gateway, specific(ana), { operatingHours: hours('09:00', '17:00') });
    const { status, body } = await gateway.admin.get(`/channels/${form}/coverage`);
    expect(status, JSON.stringify(body)).to.equal(200);
    expect(body).to.include({ from: '2026-12-07T20:00:00.000Z', to: '2027-02-01T20:00:00.000Z' });
    expect(body.uncoveredMinutes).to.equal(WEEKS * 7 * 30);
    expect(body.uncovered.intervals).to.equal(WEEKS * 7);
    expect(body.uncovered.items[0]).to.deep.equal({
      from: '2026-12-08T16:30:00.000Z',
      to: '2026-12-08T17:00:00.000Z',
    });
    expect(body.unreachableSteps).to.deep.equal([]);
  });

  it('shows the first two hundred of very many intervals', async () => {
    const hourly = Array.from({ length: 8 }, (_, i) => ({
      days: ALL_WEEK,
      from: `${String(i).padStart(2, '0')}:00`,
      to: `${String(i).padStart(2, '0')}:30`,
    }));
    const operatingHours = { timeZone: 'UTC', weekly: hourly };
    const { body } = await check({ policy: specific(ana), operatingHours });
    expect(body.uncovered.intervals).to.equal(WEEKS * 7 * 8);
    expect(body.uncovered.items).to.have.length(200);
  });

  it('names skills of a single user and steps that no ticket reaches, before a policy is saved', async () => {
    const skill = (await gateway.admin.post('/skills', { name: 'law' })).body.id;
    const unheld = (await gateway.admin.post('/skills', { name: 'rare' })).body.id;
    await gateway.admin.patch(`/users/${ana}`, { skills: [skill] });
    const rules = [{ field: 'subject', contains: 'x', skills: [skill, unheld] }];
    const bare = await check({ policy: { ...specific(ana), skills: { rules } }, operatingHours: null });
    expect(bare.body.scarceSkills).to.deep.equal([
      { skill, name: 'law', user: ana, userName: 'Ana' },
      { skill: unheld, name: 'rare', user: null, userName: null },
    ]);
    const steps = [{ afterMinutes: 24 * 60, do: { assign: { to: 'nobody' } } }];
    const stepping = await check({ policy: { ...specific(ana), whenNoneAvailable: 'queue', steps } });
    expect(stepping.body.unreachableSteps).to.deep.equal([0]);
  });

  it('refuses a policy as saving it does, with its kind of channel', async () => {
    const answer = await check({ kind: 'call', policy: { assign: { to: 'team', team: 'none' } } });
    expect(answer.status).to.equal(400);
    expect(answer.body.errors[0].path).to.equal('policy.assign.to');
    expect((await gateway.admin.get('/channels/none/coverage')).status).to.equal(404);
    const wrong = await check({ policy: specific(ana), operatingHours: { timeZone: 'Mars/Base' } });
    expect(wrong.body.errors[0].path).to.equal('operatingHours.timeZone');
  });
});
