import { expect } from 'chai';
import { Secret, TOTP, URI } from 'otpauth';
import request from 'supertest';
import { secondFactorModel } from '../../src/two-factor/second-factor-model.ts';
import type { UserRecord } from '../../src/users/user-model.ts';
import { type Browser, PASSWORD, startTestApp, type TestApp } from '../http/test-app.ts';

const OWN = '/users/me/two-factor';

describe('two-factor sign-in', () => {
  let test: TestApp;
  before(async () => {
    test = await startTestApp();
  });
  after(() => test.close());
  beforeEach(() => test.clear());

  const codeOf = (secret: string) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: test.clock.now() });
  const signIn = (user: UserRecord, code?: string, password = PASSWORD) =>
    request(test.app)
      .post('/api/v1/session')
      .send({ email: user.email, password, ...(code && { code }) });

  /** Somebody with it on, by an app that holds the secret; the next code is one that was not used. */
  async function withTwoFactor(role: 'agent' | 'admin' = 'agent') {
    const browser = await test.as(role);
    const secret = await begin(browser);
    const { body } = await browser.send('post', `${OWN}/confirmation`, { code: codeOf(secret) }).expect(200);
    test.clock.advance(30_000);
    const recoveryCodes: string[] = body.recoveryCodes;
    return { ...browser, secret, recoveryCodes, code: () => codeOf(secret) };
  }

  async function begin(browser: Browser): Promise<string> {
    const { body } = await browser.send('post', OWN, { currentPassword: PASSWORD }).expect(201);
    return body.secret;
  }

  it('is begun with the password, and on once a code proves the app', async () => {
    const ana = await test.as('agent');
    await ana.send('post', OWN, { currentPassword: 'wrong' }).expect(400);
    const { body } = await ana.send('post', OWN, { currentPassword: PASSWORD }).expect(201);
    expect(URI.parse(body.uri)).to.include({ issuer: 'Deskroute', label: ana.user.email });
    expect((await ana.send('get', OWN).expect(200)).body.state).to.equal('pending');
    await signIn(ana.user).expect(200);
    await ana.send('post', `${OWN}/confirmation`, { code: '000000' }).expect(401);
    await ana.send('post', `${OWN}/confirmation`, { code: codeOf(body.secret) }).expect(200);
    const state = (await ana.send('get', OWN).expect(200)).body;
    expect(state).to.deep.include({ state: 'on', recoveryCodesLeft: 10, required: false });
    await ana.send('post', OWN, { currentPassword: PASSWORD }).expect(409);
    const stored = await secondFactorModel(test.db).findById(ana.user._id).lean();
    expect(JSON.stringify(stored)).not.to.contain(body.secret);
  });

  it('asks for a code after the right password alone, and says so', async () => {
    const ana = await withTwoFactor();
    const asked = await signIn(ana.user).expect(401);
    expect(asked.body.type).to.equal('urn:deskroute:problem:second-factor-needed');
    expect(asked.body.errors[0].path).to.equal('code');
    const wrong = await signIn(ana.user, undefined, 'not it').expect(401);
    expect(wrong.body.type).to.contain('not-signed-in');
    const { body } = await signIn(ana.user, ana.code()).expect(200);
    expect(body).to.have.all.keys('user', 'csrfToken');
  });

  it('takes no code twice, of two at once one, and none of long ago', async () => {
    const ana = await withTwoFactor();
    const code = ana.code();
    const answers = await Promise.all([signIn(ana.user, code), signIn(ana.user, code)]);
    expect(answers.map(({ status }) => status).toSorted()).to.deep.equal([200, 401]);
    const { body } = await signIn(ana.user, code).expect(401);
    expect(body.type).to.equal('urn:deskroute:problem:second-factor-wrong');
    const old = ana.code();
    test.clock.advance(120_000);
    await signIn(ana.user, old).expect(401);
    await signIn(ana.user, ana.code()).expect(200);
  });

  it('takes each recovery code once, however it is typed', async () => {
    const ana = await withTwoFactor();
    const [first = '', second = ''] = ana.recoveryCodes;
    await signIn(ana.user, first.toUpperCase()).expect(200);
    await signIn(ana.user, first).expect(401);
    await signIn(ana.user, second.replace('-', ' ')).expect(200);
    const { body } = await ana.send('post', `${OWN}/recovery-codes`, { code: ana.code() }).expect(200);
    expect(body.recoveryCodes).to.have.length(10);
    await signIn(ana.user, ana.recoveryCodes[2]).expect(401);
    await signIn(ana.user, body.recoveryCodes[0]).expect(200);
  });

  it('lets nobody guess', async () => {
    const ana = await withTwoFactor();
    for (let guess = 0; guess < 10; guess += 1) await signIn(ana.user, '123456').expect(401);
    const { headers } = await signIn(ana.user, ana.code()).expect(429);
    expect(Number(headers['retry-after'])).to.be.greaterThan(0);
  });

  it('is turned off by a code, not by an open console', async () => {
    const ana = await withTwoFactor();
    await ana.send('post', `${OWN}/removal`, { code: '000000' }).expect(401);
    await ana.send('post', `${OWN}/removal`, { code: ana.code() }).expect(204);
    await signIn(ana.user).expect(200);
  });

  it('is reset by an admin for those below, and that stands in the audit log', async () => {
    const [ana, boss, admin] = [await withTwoFactor(), await withTwoFactor('admin'), await test.as('admin')];
    await admin.send('delete', `/users/${boss.user._id}/two-factor`).expect(403);
    expect((await admin.send('get', `/users/${ana.user._id}/two-factor`)).body.state).to.equal('on');
    await admin.send('delete', `/users/${ana.user._id}/two-factor`).expect(204);
    await signIn(ana.user).expect(200);
    const { body } = await admin.send('get', `/audit-log?resource=user&target=${ana.user._id}`).expect(200);
    expect(body.items[0]).to.deep.include({ changes: [{ path: 'twoFactor', from: 'on', to: 'off' }] });
    expect(body.items[0].actor.id).to.equal(admin.user._id);
  });

  it('cannot be gone round by a link that sets a new password', async () => {
    const [ana, admin] = [await withTwoFactor(), await test.as('admin')];
    const made = await admin.send('post', `/users/${ana.user._id}/invitations`).expect(201);
    const token = new URL(made.body.url).searchParams.get('token');
    const accept = (more: object) =>
      request(test.app)
        .post('/api/v1/invitations/accept')
        .send({ token, password: 'another long one', ...more });
    const { body } = await accept({}).expect(401);
    expect(body.type).to.contain('second-factor-needed');
    await accept({ code: ana.code() }).expect(201);
  });

  describe('that the workspace asks for', () => {
    const ask = async (secondFactor: string) => {
      const root = await test.as('superAdmin');
      await root.send('patch', '/settings/security', { secondFactor }).expect(200);
    };

    it('is the only thing that can be done by those who have none', async () => {
      const [ana, admin] = [await test.as('agent'), await test.as('admin')];
      await ask('admins');
      await ana.send('get', '/users').expect(200);
      const { body } = await admin.send('get', '/users').expect(403);
      expect(body.type).to.equal('urn:deskroute:problem:second-factor-missing');
      const session = (await admin.send('get', '/session').expect(200)).body;
      expect(session.mustSetUpTwoFactor).to.equal(true);
      const secret = await begin(admin);
      await admin.send('post', `${OWN}/confirmation`, { code: codeOf(secret) }).expect(200);
      await admin.send('get', '/users').expect(200);
      expect((await admin.send('get', '/session')).body).not.to.have.property('mustSetUpTwoFactor');
    });

    it('is not turned off', async () => {
      const ana = await withTwoFactor();
      await ask('all');
      await ana.send('post', `${OWN}/removal`, { code: ana.code() }).expect(409);
    });

    it('is asked for by super admins only, and at once', async () => {
      const [admin, root] = [await test.as('admin'), await test.as('superAdmin')];
      await admin.send('patch', '/settings/security', { secondFactor: 'all' }).expect(403);
      await root.send('patch', '/settings/security', { secondFactor: 'optional' }).expect(200);
      await root.send('patch', '/settings/security', { secondFactor: 'all' }).expect(200);
      await root.send('get', '/audit-log').expect(403);
      const { body } = await test.as('agent').then((agent) => agent.send('get', '/session'));
      expect(body.mustSetUpTwoFactor).to.equal(true);
    });
  });
});
