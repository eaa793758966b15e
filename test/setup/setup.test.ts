import { expect } from 'chai';
import request from 'supertest';
import { userModel } from '../../src/users/user-model.ts';
import { browserOf, PASSWORD, startTestApp, type TestApp } from '../http/test-app.ts';

const DAY = 24 * 60 * 60_000;

describe('the set-up', () => {
  let test: TestApp;
  before(async () => {
    test = await startTestApp();
  });
  after(() => test.close());
  beforeEach(() => test.clear());

  const post = (path: string, body: object) => request(test.app).post(`/api/v1${path}`).send(body);
  const tokenOf = (url: string | null) => new URL(url ?? '').searchParams.get('token') ?? '';
  const me = { name: 'Ana', email: 'Ana@example.com', password: PASSWORD };

  describe('of the first admin', () => {
    it('makes the configured one, who may sign in', async () => {
      expect(
        await test.accounts.firstAdmin.prepare({ email: 'Ana@Example.com', password: PASSWORD }),
      ).to.equal(null);
      const answer = await post('/session', { email: 'ana@example.com', password: PASSWORD }).expect(200);
      expect(answer.body.user).to.include({ role: 'superAdmin', seat: 'service', email: 'ana@example.com' });
    });

    it('makes one only, however many processes start at once', async () => {
      const configured = { email: 'ana@example.com', password: PASSWORD };
      await Promise.all([1, 2, 3].map(() => test.accounts.firstAdmin.prepare(configured)));
      expect(await userModel(test.db).countDocuments()).to.equal(1);
    });

    it('leaves an existing one as they are', async () => {
      await test.as('superAdmin');
      expect(await test.accounts.firstAdmin.prepare({ email: 'b@example.com', password: PASSWORD })).to.equal(
        null,
      );
      expect(await test.accounts.firstAdmin.prepare(null)).to.equal(null);
      expect(await userModel(test.db).countDocuments()).to.equal(1);
    });

    it('gives a link that works once and signs in', async () => {
      const link = await test.accounts.firstAdmin.prepare(null);
      expect(link).to.match(/^http:\/\/localhost:3000\/setup\?token=/);
      const answer = await post('/setup', { token: tokenOf(link), ...me }).expect(201);
      expect(answer.body).to.have.keys('user', 'csrfToken');
      expect(answer.body.user).to.include({ role: 'superAdmin', email: 'ana@example.com' });
      const user = await test.accounts.users.find(answer.body.user.id);
      await browserOf(test.app, user, answer).send('get', '/session').expect(200);
      const again = await post('/setup', { token: tokenOf(link), ...me }).expect(400);
      expect(again.body.errors[0].path).to.equal('token');
    });

    it('forgets the link at the next start, and after a day', async () => {
      const first = await test.accounts.firstAdmin.prepare(null);
      const second = await test.accounts.firstAdmin.prepare(null);
      await post('/setup', { token: tokenOf(first), ...me }).expect(400);
      test.clock.advance(DAY);
      await post('/setup', { token: tokenOf(second), ...me }).expect(400);
    });

    it('keeps the link good when the form had a mistake', async () => {
      const link = await test.accounts.firstAdmin.prepare(null);
      const answer = await post('/setup', { token: tokenOf(link), ...me, password: 'short' }).expect(400);
      expect(answer.body.errors[0].path).to.equal('password');
      await post('/setup', { token: tokenOf(link), ...me }).expect(201);
    });

    it('lets one of two visitors with the link in', async () => {
      const token = tokenOf(await test.accounts.firstAdmin.prepare(null));
      const other = { ...me, email: 'ben@example.com' };
      const answers = await Promise.all([
        post('/setup', { token, ...me }),
        post('/setup', { token, ...other }),
      ]);
      expect(answers.map((answer) => answer.status)).to.have.members([201, 400]);
      expect(await userModel(test.db).countDocuments()).to.equal(1);
    });
  });

  describe('of an invited user', () => {
    const invite = async () => {
      const admin = await test.as('admin');
      const { body } = await admin
        .send('post', '/users', { name: 'Ben', email: 'ben@example.com' })
        .expect(201);
      return { admin, id: String(body.id), token: tokenOf(body.invitation.url) };
    };

    it('sets the password once and signs in', async () => {
      const { token } = await invite();
      const answer = await post('/invitations/accept', {
        token,
        name: 'Benjamin',
        password: PASSWORD,
      }).expect(201);
      expect(answer.body.user).to.include({ name: 'Benjamin', role: 'agent', invited: false });
      await post('/invitations/accept', { token, password: PASSWORD }).expect(400);
      await post('/session', { email: 'ben@example.com', password: PASSWORD }).expect(200);
    });

    it('is over after seven days, and can be begun anew', async () => {
      const { admin, id, token } = await invite();
      test.clock.advance(7 * DAY);
      await post('/invitations/accept', { token, password: PASSWORD }).expect(400);
      const { body } = await admin.send('post', `/users/${id}/invitations`).expect(201);
      await post('/invitations/accept', { token: tokenOf(body.url), password: PASSWORD }).expect(201);
    });

    it('takes only the newest link', async () => {
      const { admin, id, token } = await invite();
      await admin.send('post', `/users/${id}/invitations`).expect(201);
      await post('/invitations/accept', { token, password: PASSWORD }).expect(400);
    });

    it('is refused to the deactivated', async () => {
      const { admin, id, token } = await invite();
      await admin.send('patch', `/users/${id}`, { active: false }).expect(200);
      await post('/invitations/accept', { token, password: PASSWORD }).expect(400);
      await admin.send('post', `/users/${id}/invitations`).expect(409);
    });
  });
});
