import { expect } from 'chai';
import { planDelivery } from '../../src/notifications/delivery-plan.ts';
import { BUILT_IN, differences, mergeSettings } from '../../src/notifications/notification-settings.ts';
import { DOWN_FOR_MS, nextOutage, type Outage, WELL, WELL_FOR_MS } from '../../src/notifications/outage.ts';
import { type Browser, startTestApp, type TestApp } from '../http/test-app.ts';

const PATH = '/users/me/notification-settings';
const NIGHT = {
  timeZone: 'Europe/Berlin',
  weekly: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '20:00', to: '07:00' }],
  closed: [],
  special: [],
};

describe('the notification settings', () => {
  let test: TestApp;
  let ana: Browser;
  let root: Browser;
  before(async () => {
    test = await startTestApp();
  });
  after(() => test.close());
  beforeEach(async () => {
    await test.clear();
    [ana, root] = [await test.as('agent'), await test.as('superAdmin')];
  });

  const change = (body: object) => ana.send('patch', PATH, body).expect(200);
  const own = async () => (await ana.send('get', PATH).expect(200)).body;
  const setDefaults = (body: object) =>
    root.send('patch', '/settings/notification-defaults', body).expect(200);

  it('are the built-in ones where nobody set anything', async () => {
    expect(await own()).to.deep.include({
      settings: BUILT_IN,
      defaults: BUILT_IN,
      own: [],
      mutedUntil: null,
    });
  });

  it('follow the default in all but what is one’s own', async () => {
    await change({ assigned: { email: true } });
    await setDefaults({ assigned: { email: false, sound: false }, waiting: { minutes: 5 } });
    const { settings, defaults, own: names } = await own();
    expect(settings.assigned).to.include({ email: true, sound: false });
    expect(settings.waiting.minutes).to.equal(5);
    expect(defaults.assigned).to.include({ email: false, sound: false });
    expect(names).to.deep.equal(['assigned.email']);
  });

  it('go back to the default one by one, or all at once', async () => {
    await change({ assigned: { email: true, push: false }, quietHours: NIGHT });
    const one = await ana.send('delete', `${PATH}/assigned.email`).expect(200);
    expect(one.body.own).to.deep.equal(['assigned.push', 'quietHours']);
    const quiet = await ana.send('delete', `${PATH}/quietHours`).expect(200);
    expect(quiet.body.settings.quietHours).to.equal(null);
    await ana.send('delete', `${PATH}/assigned.colour`).expect(404);
    expect((await ana.send('delete', PATH).expect(200)).body.own).to.deep.equal([]);
  });

  it('are one’s own only while they differ from the default', async () => {
    await change({ assigned: { email: true } });
    await setDefaults({ assigned: { email: true } });
    expect((await own()).own).to.deep.equal([]);
    await change({ assigned: { email: false } });
    expect((await own()).own).to.deep.equal(['assigned.email']);
  });

  it('refuse what they do not know, by its path', async () => {
    const { body } = await ana.send('patch', PATH, { waiting: { minutes: 0 } }).expect(400);
    expect(body.errors[0].path).to.equal('waiting.minutes');
    await ana.send('patch', PATH, { assigned: { smoke: true } }).expect(400);
  });

  it('of the workspace stand in the audit log as a diff', async () => {
    await setDefaults({ mention: { email: false } });
    const { body } = await root.send('get', '/audit-log?resource=notification-defaults').expect(200);
    expect(body.items[0].changes).to.deep.equal([{ path: 'mention.email', from: true, to: false }]);
  });

  it('of one’s own say until when all is silent', async () => {
    await change({ mutedUntil: '2030-01-01T00:00:00Z' });
    expect((await own()).mutedUntil).to.equal('2030-01-01T00:00:00.000Z');
    await change({ mutedUntil: null });
    expect((await own()).mutedUntil).to.equal(null);
  });

  it('name the email channel that sends, which must be one', async () => {
    const { body } = await root.send('patch', '/settings/notifications', { sender: 'x' }).expect(400);
    expect(body.errors[0].path).to.equal('sender');
    const { body: changed } = await root
      .send('patch', '/settings/notifications', { textInMail: false })
      .expect(200);
    expect(changed).to.deep.include({ sender: null, textInMail: false });
    const log = await root.send('get', '/audit-log?resource=notification-sending').expect(200);
    expect(log.body.items).to.have.length(1);
  });
});

describe('settings laid over others', () => {
  it('are found again as their differences', () => {
    const mine = { assigned: { push: false }, unassigned: { channels: ['a'] }, quietHours: NIGHT };
    expect(differences(mergeSettings(BUILT_IN, mine), BUILT_IN)).to.deep.equal(mine);
  });
});

describe('the ways in which somebody is told', () => {
  const settings = mergeSettings(BUILT_IN, { assigned: { email: true }, quietHours: NIGHT });
  const at = (text: string) => Date.parse(text);
  const plan = (now: string, mutedUntil: string | null = null) =>
    planDelivery(
      { settings, mutedUntil: mutedUntil === null ? null : new Date(mutedUntil) },
      'assigned',
      at(now),
    );

  it('are all that were chosen, the mail a little later than the rest', () => {
    const now = '2026-03-02T12:00:00Z';
    expect(plan(now)).to.deep.equal({
      inApp: true,
      sound: true,
      desktop: true,
      pushAt: new Date(now),
      mailAt: new Date('2026-03-02T12:02:00Z'),
    });
  });

  it('are the list alone in quiet hours, and the mail after them', () => {
    const silent = { inApp: true, sound: false, desktop: false, pushAt: null };
    expect(plan('2026-03-02T22:00:00Z')).to.deep.equal({
      ...silent,
      mailAt: new Date('2026-03-03T06:02:00Z'),
    });
    // Muted into the quiet hours: they follow each other.
    expect(plan('2026-03-02T12:00:00Z', '2026-03-02T20:00:00Z')).to.deep.equal({
      ...silent,
      mailAt: new Date('2026-03-03T06:02:00Z'),
    });
  });

  it('are none where nothing was chosen', () => {
    const none = { inApp: false, sound: false, desktop: false, push: false, email: false };
    const off = mergeSettings(BUILT_IN, { assigned: none });
    expect(planDelivery({ settings: off, mutedUntil: null }, 'assigned', 0)).to.equal(null);
  });
});

describe('an outage', () => {
  const outageAfter = (steps: [isDown: boolean, at: number][]) =>
    steps.reduce<Outage>((outage, [isDown, at]) => nextOutage(outage, isDown, at), WELL);

  it('is told once it has lasted, and not before', () => {
    expect(
      outageAfter([
        [true, 0],
        [true, DOWN_FOR_MS - 1],
      ]).told,
    ).to.equal(false);
    expect(
      outageAfter([
        [true, 0],
        [true, DOWN_FOR_MS],
      ]).told,
    ).to.equal(true);
  });

  it('that mended itself in time is nothing', () => {
    expect(
      outageAfter([
        [true, 0],
        [false, 1000],
        [true, DOWN_FOR_MS],
      ]),
    ).to.include({ told: false, downSince: DOWN_FOR_MS });
  });

  it('is the same one while it flaps, and over once all was well for a while', () => {
    const told = outageAfter([
      [true, 0],
      [true, DOWN_FOR_MS],
      [false, DOWN_FOR_MS + 1],
      [true, DOWN_FOR_MS + 2],
    ]);
    expect(told).to.include({ told: true, downSince: 0 });
    const over = [
      [false, DOWN_FOR_MS + 3],
      [false, DOWN_FOR_MS + 3 + WELL_FOR_MS],
    ] as const;
    expect(over.reduce<Outage>((outage, [isDown, at]) => nextOutage(outage, isDown, at), told)).to.equal(
      WELL,
    );
  });
});
