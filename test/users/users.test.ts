import { expect } from 'chai';
import type request from 'supertest';
import { userModel } from '../../src/users/user-model.ts';
import { type Browser, PASSWORD, startTestApp, type TestApp } from '../http/test-app.ts';

const HOURS = { timeZone: 'Europe/Berlin', weekly: [], closed: [], special: [] };

describe('users', () => {
  let test: TestApp;
  let admin: Browser;
  const deactivated: string[] = [];
  before(async () => {
    test = await startTestApp({
      onDeactivated: async (id) => {
        deactivated.push(id);
      },
    });
  });
  after(() => test.close());
  beforeEach(async () => {
    await test.clear();
    admin = await test.as('admin', { name: 'Ada' });
  });

  const paths = (answer: request.Response) => answer.body.errors.map((e: { path: string }) => e.path);

  describe('made by an admin', () => {
    it('have the fields of the contract', async () => {
      const answer = await admin
        .send('post', '/users', { email: 'Ben@Example.com', name: 'Ben', password: PASSWORD })
        .expect(201);
      expect(answer.body).to.include({
        email: 'ben@example.com',
        role: 'agent',
        seat: 'service',
        active: true,
      });
      expect(answer.body).to.deep.include({
        teams: [],
        skills: [],
        workingHours: null,
        outOfOffice: [],
        capacity: { calling: null, messaging: null, email: null },
        phone: null,
        availability: { status: 'away', reason: 'not-signed-in', until: null },
      });
      expect(answer.body).not.to.have.property('invitation');
      await test.signIn(answer.body).then((ben) => ben.send('get', '/users/me').expect(200));
    });

    it('are invited when no password is given', async () => {
      const answer = await admin.send('post', '/users', { email: 'c@example.com', name: 'Cy' }).expect(201);
      expect(answer.body.invited).to.equal(true);
      expect(answer.body.invitation.url).to.match(/^http:\/\/localhost:3000\/invitation\?token=[\w-]{43}$/);
      expect(Date.parse(answer.body.invitation.expiresAt)).to.be.greaterThan(Date.now());
    });

    it('have an address of their own', async () => {
      const answer = await admin
        .send('post', '/users', { email: admin.user.email, name: 'Again' })
        .expect(409);
      expect(paths(answer)).to.deep.equal(['email']);
    });

    it('are refused with each wrong field named, and nothing is changed', async () => {
      const answer = await admin
        .send('post', '/users', {
          email: 'nobody',
          name: '',
          phone: '12',
          timeZone: 'Mars/Olympus',
          role: 'king',
          capacity: { email: -1 },
          workingHours: { ...HOURS, weekly: [{ days: [8], from: '9', to: '17:00' }] },
          outOfOffice: [{ from: '2026-05-02T00:00:00Z', to: '2026-05-01T00:00:00Z', note: '' }],
          availability: { status: 'available' },
          nickname: 'x',
        })
        .expect(400);
      expect(paths(answer)).to.have.members([
        'email',
        'name',
        'phone',
        'timeZone',
        'role',
        'capacity.email',
        'workingHours.weekly.0.days.0',
        'workingHours.weekly.0.from',
        'outOfOffice.0.to',
        'availability',
        'nickname',
      ]);
      expect(await userModel(test.db).countDocuments()).to.equal(1);
    });

    it('are refused when a team or skill does not exist', async () => {
      const answer = await admin
        .send('post', '/users', { email: 'd@example.com', name: 'Di', teams: ['no'], skills: ['no'] })
        .expect(400);
      expect(paths(answer)).to.deep.equal(['teams.0', 'skills.0']);
    });

    it('cannot outrank agents', async () => {
      await admin.send('post', '/users', { email: 'e@example.com', name: 'E', role: 'admin' }).expect(403);
      const chief = await test.as('superAdmin');
      await chief.send('post', '/users', { email: 'e@example.com', name: 'E', role: 'admin' }).expect(201);
    });
  });

  describe('changed', () => {
    it('keep every field that is not named', async () => {
      const ben = await test.makeUser({
        name: 'Ben',
        phone: '+4930123456',
        capacity: { calling: 1, messaging: 2, email: 3 },
      });
      const answer = await admin.send('patch', `/users/${ben._id}`, { capacity: { email: 5 } }).expect(200);
      expect(answer.body).to.include({ name: 'Ben', phone: '+4930123456' });
      expect(answer.body.capacity).to.deep.equal({ calling: null, messaging: null, email: 5 });
    });

    it('show leave and phone numbers in one form', async () => {
      const ben = await test.makeUser();
      const answer = await admin
        .send('patch', `/users/${ben._id}`, {
          phone: '+49 (30) 123 456',
          outOfOffice: [{ from: '2026-05-01T00:00:00+02:00', to: '2026-05-02T00:00:00+02:00' }],
        })
        .expect(200);
      expect(answer.body.phone).to.equal('+4930123456');
      expect(answer.body.outOfOffice).to.deep.equal([
        { from: '2026-04-30T22:00:00.000Z', to: '2026-05-01T22:00:00.000Z', note: '' },
      ]);
    });

    it('are not touched by a change that names one wrong field', async () => {
      const ben = await test.makeUser({ name: 'Ben' });
      const answer = await admin.send('patch', `/users/${ben._id}`, { name: 'B', id: 'x' }).expect(400);
      expect(paths(answer)).to.deep.equal(['id']);
      expect((await test.accounts.users.find(ben._id)).name).to.equal('Ben');
    });

    it('are handed to the hook once they are deactivated', async () => {
      const ben = await test.makeUser();
      await admin.send('patch', `/users/${ben._id}`, { active: false }).expect(200);
      await admin.send('patch', `/users/${ben._id}`, { active: false }).expect(200);
      expect(deactivated).to.deep.equal([ben._id]);
    });

    it('are not found when there are none of that id', async () => {
      await admin.send('patch', '/users/nobody', { name: 'x' }).expect(404);
    });
  });

  describe('as agents', () => {
    it('change of themselves what is theirs, and nothing else', async () => {
      const ana = await test.as('agent');
      const own = {
        name: 'Ana',
        timeZone: 'Europe/Berlin',
        workingHours: HOURS,
        outOfOffice: [],
        phone: null,
      };
      await ana.send('patch', '/users/me', own).expect(200);
      for (const field of [
        { role: 'admin' },
        { seat: 'none' },
        { email: 'x@example.com' },
        { capacity: {} },
        { teams: [] },
      ]) {
        await ana.send('patch', '/users/me', field).expect(403);
      }
    });

    it('neither change others nor see their hours, leave and phone number', async () => {
      const [ana, ben] = [await test.as('agent'), await test.makeUser({ phone: '+4930123456' })];
      await ana.send('patch', `/users/${ben._id}`, { name: 'x' }).expect(403);
      await ana.send('put', `/users/${ben._id}/availability`, { status: 'away' }).expect(403);
      const { body } = await ana.send('get', `/users/${ben._id}`).expect(200);
      expect(body).to.include.keys('name', 'email', 'availability', 'teams');
      expect(body).not.to.have.any.keys('phone', 'workingHours', 'outOfOffice');
      const me = await ana.send('get', '/users/me').expect(200);
      expect(me.body).to.include.keys('phone', 'workingHours', 'outOfOffice');
    });

    it('need their present password to set a new one', async () => {
      const ana = await test.as('agent');
      const answer = await ana
        .send('patch', '/users/me', { password: 'a new long password', currentPassword: 'wrong' })
        .expect(400);
      expect(paths(answer)).to.deep.equal(['currentPassword']);
    });

    it('cannot guess the present password of an open console', async () => {
      const ana = await test.as('agent');
      const guess = { password: 'a new long password', currentPassword: 'wrong' };
      for (let i = 0; i < 10; i += 1) await ana.send('patch', '/users/me', guess).expect(400);
      await ana.send('patch', '/users/me', { ...guess, currentPassword: PASSWORD }).expect(429);
    });
  });

  describe('as admins', () => {
    it('neither change other admins nor their own role', async () => {
      const other = await test.makeUser({ role: 'admin' });
      await admin.send('patch', `/users/${other._id}`, { name: 'x' }).expect(403);
      await admin.send('patch', '/users/me', { role: 'superAdmin' }).expect(403);
      await admin.send('patch', '/users/me', { active: false }).expect(403);
      await admin.send('patch', '/users/me', { capacity: { email: 3 } }).expect(200);
    });

    it('do not make agents into admins', async () => {
      const ben = await test.makeUser();
      await admin.send('patch', `/users/${ben._id}`, { role: 'admin' }).expect(403);
    });
  });

  describe('as super admins', () => {
    it('cannot remove the last one of them', async () => {
      const chief = await test.as('superAdmin');
      await chief.send('patch', '/users/me', { role: 'admin' }).expect(409);
      await chief.send('patch', '/users/me', { active: false }).expect(409);
      await test.makeUser({ role: 'superAdmin', passwordHash: null });
      await chief.send('patch', '/users/me', { role: 'admin' }).expect(409);
    });

    it('are still there after two of them demote each other at once', async () => {
      const [ana, ben] = [await test.as('superAdmin'), await test.as('superAdmin')];
      const answers = await Promise.all([
        ana.send('patch', `/users/${ben.user._id}`, { role: 'agent' }),
        ben.send('patch', `/users/${ana.user._id}`, { role: 'agent' }),
      ]);
      expect(answers.map((answer) => answer.status)).to.include(200);
      expect(await userModel(test.db).countDocuments({ role: 'superAdmin' })).to.equal(1);
    });
  });

  describe('set their availability', () => {
    it('by hand, with the reason shown', async () => {
      const ana = await test.as('agent');
      const { body } = await ana.send('put', '/users/me/availability', { status: 'away' }).expect(200);
      expect(body).to.deep.equal({ status: 'away', reason: 'set-by-hand', until: null });
      const me = await admin.send('get', `/users/${ana.user._id}`).expect(200);
      expect(me.body.availability).to.deep.equal(body);
      await ana.send('put', '/users/me/availability', { status: 'busy' }).expect(400);
    });

    it('or have it set by an admin', async () => {
      const ben = await test.makeUser();
      await admin.send('put', `/users/${ben._id}/availability`, { status: 'available' }).expect(200);
    });

    it('or are available while signed in', async () => {
      const ana = await test.as('agent');
      const { body } = await ana.send('get', '/users/me').expect(200);
      expect(body.availability).to.include({ status: 'available', reason: 'signed-in' });
    });
  });

  describe('in a list', () => {
    it('come by name, page by page, each once', async () => {
      for (const name of ['Eve', 'Bob', 'Dan', 'Cid', 'Bob']) await test.makeUser({ name });
      const names: string[] = [];
      let next: string | null = '';
      while (next !== null) {
        const query: string = next === '' ? '' : `&cursor=${next}`;
        const { body }: request.Response = await admin.send('get', `/users?limit=2${query}`).expect(200);
        names.push(...body.items.map((user: { name: string }) => user.name));
        next = body.next;
      }
      expect(names).to.deep.equal(['Ada', 'Bob', 'Bob', 'Cid', 'Dan', 'Eve']);
    });

    it('can be searched and filtered', async () => {
      await test.makeUser({ name: 'Ben (night)', email: 'ben@example.com', teams: ['t1'] });
      await test.makeUser({ name: 'Cy', active: false });
      const namesOf = async (query: string) => {
        const { body } = await admin.send('get', `/users?${query}`).expect(200);
        return body.items.map((user: { name: string }) => user.name);
      };
      expect(await namesOf('q=(NIGHT')).to.deep.equal(['Ben (night)']);
      expect(await namesOf('team=t1')).to.deep.equal(['Ben (night)']);
      expect(await namesOf('active=false')).to.deep.equal(['Cy']);
    });

    it('refuse a limit, a cursor or a filter that nobody knows', async () => {
      for (const [query, path] of [
        ['limit=0', 'limit'],
        ['limit=201', 'limit'],
        ['cursor=abc', 'cursor'],
        ['page=2', 'page'],
      ]) {
        expect(paths(await admin.send('get', `/users?${query}`).expect(400))).to.deep.equal([path]);
      }
    });
  });
});
