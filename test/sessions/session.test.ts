import { expect } from 'chai';
import { pino } from 'pino';
import request from 'supertest';
import { z } from 'zod';
import { type Route, route } from '../../src/http/route.ts';
import { sessionModel } from '../../src/sessions/session-model.ts';
import { userModel } from '../../src/users/user-model.ts';
import { cookieOf, PASSWORD, setCookieOf, startTestApp, type TestApp } from '../http/test-app.ts';

let duringWait: () => Promise<void> = async () => {};

const wait: Route = route({
  method: 'get',
  path: '/wait',
  summary: 'Takes a while',
  access: 'agent',
  area: 'tests',
  response: z.strictObject({ done: z.boolean() }),
  async handle() {
    await duringWait();
    return { done: true };
  },
});

describe('the session', () => {
  let test: TestApp;
  const failures: string[] = [];
  before(async () => {
    const log = pino({ level: 'error' }, { write: (line: string) => failures.push(line) });
    test = await startTestApp({ routes: [wait], log });
  });
  after(() => test.close());
  beforeEach(() => test.clear());

  const signIn = (body: object) => request(test.app).post('/api/v1/session').send(body);

  it('sets an HttpOnly cookie and answers the user and a CSRF token', async () => {
    const user = await test.makeUser({ name: 'Ana' });
    const answer = await signIn({ email: user.email.toUpperCase(), password: PASSWORD }).expect(200);
    expect(answer.body).to.have.all.keys('user', 'csrfToken');
    expect(answer.body.user).to.include({ id: user._id, name: 'Ana', role: 'agent' });
    expect(setCookieOf(answer)).to.match(/^deskroute=.*; Path=\/;.*HttpOnly; SameSite=Lax/);
    expect(JSON.stringify(answer.body)).not.to.contain('argon2');
  });

  it('tells who is signed in', async () => {
    const ana = await test.as('agent');
    const answer = await ana.send('get', '/session').expect(200);
    expect(answer.body.user.id).to.equal(ana.user._id);
    expect(answer.body.csrfToken).to.equal(ana.csrfToken);
  });

  it('answers 401 with a problem to whoever is not signed in', async () => {
    const answer = await request(test.app).get('/api/v1/session').expect(401);
    expect(answer.type).to.equal('application/problem+json');
    expect(answer.body).to.include({ status: 401, title: 'Unauthorized' });
    expect(answer.body).to.have.keys('type', 'title', 'status', 'detail');
  });

  it('is over after signing out', async () => {
    const ana = await test.as('agent');
    const answer = await ana.send('delete', '/session').expect(204);
    expect(cookieOf(answer)).to.equal('deskroute=');
    await ana.send('get', '/session').expect(401);
  });

  it('gets a new id at every sign-in', async () => {
    const ana = await test.as('agent');
    const again = await signIn({ email: ana.user.email, password: PASSWORD })
      .set('Cookie', ana.cookie)
      .expect(200);
    expect(cookieOf(again)).not.to.equal(ana.cookie);
    await ana.send('get', '/session').expect(401);
  });

  it('does not say whether the address or the password was wrong', async () => {
    const user = await test.makeUser();
    const wrong = await signIn({ email: user.email, password: 'wrong' }).expect(401);
    const unknown = await signIn({ email: 'nobody@example.com', password: 'wrong' }).expect(401);
    expect(wrong.body).to.deep.equal(unknown.body);
  });

  it('is refused to the deactivated and to those without a password', async () => {
    const gone = await test.makeUser({ active: false });
    const invited = await test.makeUser({ passwordHash: null });
    await signIn({ email: gone.email, password: PASSWORD }).expect(401);
    await signIn({ email: invited.email, password: PASSWORD }).expect(401);
  });

  it('asks for the CSRF token of this very session on unsafe methods', async () => {
    const [ana, ben] = [await test.as('agent'), await test.as('agent')];
    const change = () =>
      request(test.app).patch('/api/v1/users/me').set('Cookie', ana.cookie).send({ name: 'A' });
    await change().expect(403);
    await change().set('X-CSRF-Token', ben.csrfToken).expect(403);
    await change().set('X-CSRF-Token', ana.csrfToken).expect(200);
  });

  it('refuses unsafe requests that a browser makes for another site', async () => {
    const ana = await test.as('agent');
    await ana.send('patch', '/users/me', { name: 'A' }).set('Sec-Fetch-Site', 'cross-site').expect(403);
    await ana.send('patch', '/users/me', { name: 'A' }).set('Origin', 'https://evil.example').expect(403);
    await ana.send('patch', '/users/me', { name: 'A' }).set('Origin', 'http://localhost:3000').expect(200);
    const credentials = { email: ana.user.email, password: PASSWORD };
    await signIn(credentials).set('Origin', 'https://evil.example').expect(403);
  });

  it('blocks after ten failures with Retry-After, even for the right password', async () => {
    const user = await test.makeUser();
    for (let i = 0; i < 10; i += 1) await signIn({ email: user.email, password: 'wrong' }).expect(401);
    const answer = await signIn({ email: user.email, password: PASSWORD }).expect(429);
    expect(Number(answer.headers['retry-after'])).to.be.within(1, 900);
    expect(answer.type).to.equal('application/problem+json');
    const other = await test.makeUser();
    await signIn({ email: other.email, password: PASSWORD }).expect(200);
  });

  it('counts guesses that all start at once', async () => {
    const user = await test.makeUser();
    const wrong = Array.from({ length: 14 }, () => signIn({ email: user.email, password: 'wrong' }));
    await Promise.all(wrong.map((answer) => answer.then(() => undefined)));
    await signIn({ email: user.email, password: PASSWORD }).expect(429);
  });

  it('never counts a sign-in that succeeds', async () => {
    const user = await test.makeUser();
    for (let i = 0; i < 15; i += 1) await signIn({ email: user.email, password: PASSWORD }).expect(200);
  });

  it('ends at once when the user is deactivated', async () => {
    const admin = await test.as('admin');
    const ana = await test.as('agent');
    await admin.send('patch', `/users/${ana.user._id}`, { active: false }).expect(200);
    await ana.send('get', '/session').expect(401);
    expect(await sessionModel(test.db).countDocuments({ 'session.userId': ana.user._id })).to.equal(0);
  });

  it('ends everywhere else when the password changes, and goes on where it was changed', async () => {
    const here = await test.as('agent');
    const there = await test.signIn(here.user);
    const password = 'another long password';
    const answer = await here.send('patch', '/users/me', { password, currentPassword: PASSWORD }).expect(200);
    await there.send('get', '/session').expect(401);
    await here.send('get', '/session').expect(401);
    const session = await request(test.app)
      .get('/api/v1/session')
      .set('Cookie', cookieOf(answer))
      .expect(200);
    expect(session.body.csrfToken).to.equal(here.csrfToken);
    await signIn({ email: here.user.email, password: PASSWORD }).expect(401);
    await signIn({ email: here.user.email, password }).expect(200);
  });

  it('does not spoil the answer to a request that runs while it ends', async () => {
    const ana = await test.as('agent');
    await sessionModel(test.db).collection.updateMany({}, { $set: { lastModified: new Date(0) } });
    duringWait = async () => {
      await sessionModel(test.db).deleteMany({});
    };
    const answer = await ana.send('get', '/wait').expect(200);
    expect(answer.body).to.deep.equal({ done: true });
    await ana.send('get', '/session').expect(401);
    expect(failures).to.deep.equal([]);
  });

  it('notes when a console was seen, at most every 30 seconds', async () => {
    const ana = await test.as('agent');
    const seen = async () =>
      (await userModel(test.db).findById(ana.user._id).lean())?.lastSeenAt?.getTime() ?? 0;
    await ana.send('get', '/users/me');
    const first = await seen();
    expect(first).to.be.greaterThan(0);
    test.clock.advance(29_000);
    await ana.send('get', '/users/me');
    expect(await seen()).to.equal(first);
    test.clock.advance(2_000);
    await ana.send('get', '/users/me');
    expect(await seen()).to.be.greaterThan(first);
  });
});

describe('the session behind https', () => {
  let test: TestApp;
  before(async () => {
    test = await startTestApp({ publicUrl: 'https://desk.example.com' });
  });
  after(() => test.close());

  it('has a cookie that is Secure and bound to the host, even when the proxy says nothing', async () => {
    const user = await test.makeUser();
    const answer = await request(test.app)
      .post('/api/v1/session')
      .send({ email: user.email, password: PASSWORD })
      .expect(200);
    expect(setCookieOf(answer)).to.match(/^__Host-deskroute=.*; Path=\/;.*HttpOnly; Secure; SameSite=Lax/);
    expect(setCookieOf(answer)).not.to.contain('Domain');
    await request(test.app).get('/api/v1/session').set('Cookie', cookieOf(answer)).expect(200);
  });
});
