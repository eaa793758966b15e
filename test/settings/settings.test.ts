import { expect } from 'chai';
import { readRoutingRules } from '../../src/settings/routing-rules.ts';
import { type Browser, startTestApp, type TestApp } from '../http/test-app.ts';

describe('the settings of the workspace', () => {
  let test: TestApp;
  let admin: Browser;
  before(async () => {
    test = await startTestApp();
    admin = await test.as('admin');
  });
  after(() => test.close());

  it('begin with every routing rule off', async () => {
    const none = { calling: null, messaging: null, email: null };
    const { body } = await admin.send('get', '/settings/routing').expect(200);
    expect(body).to.deep.equal({
      capacity: none,
      awayWithoutConsoleMinutes: null,
      weights: null,
      rampPerMinute: null,
      shiftEndMinutes: none,
      onLeave: 'keep',
    });
  });

  it('replace the named routing rules and keep the others', async () => {
    const capacity = { calling: 1, messaging: 3, email: null };
    await admin.send('patch', '/settings/routing', { capacity }).expect(200);
    const { body } = await admin.send('patch', '/settings/routing', { rampPerMinute: 2 }).expect(200);
    expect(body).to.deep.include({ capacity, rampPerMinute: 2 });
    expect(await readRoutingRules(test.db)).to.deep.equal(body);
  });

  it('refuse a rule that cannot work by its path', async () => {
    const weights = { units: { calling: 5, messaging: 2, email: 0 }, capacity: 10 };
    const answer = await admin.send('patch', '/settings/routing', { weights }).expect(400);
    expect(answer.body.errors[0].path).to.equal('weights.units.email');
  });

  it('take effect on availability at once', async () => {
    const hours = { timeZone: 'UTC', weekly: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }] };
    const ben = await test.makeUser({ workingHours: { closed: [], special: [], ...hours } });
    const reason = async () => (await admin.send('get', `/users/${ben._id}`)).body.availability.reason;
    expect(await reason()).to.equal('inside-working-hours');
    await admin.send('patch', '/settings/routing', { awayWithoutConsoleMinutes: 5 }).expect(200);
    expect(await reason()).to.equal('no-console');
  });

  it('include a name that everybody may see', async () => {
    await admin.send('patch', '/settings/workspace', { name: 'Blue Whale' }).expect(200);
    const agent = await test.as('agent');
    const { body } = await agent.send('get', '/settings/workspace').expect(200);
    expect(body).to.deep.equal({ name: 'Blue Whale' });
  });
});
