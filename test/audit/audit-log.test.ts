import { expect } from 'chai';
import { type Browser, PASSWORD, startTestApp, type TestApp } from '../http/test-app.ts';

interface Entry {
  actor: { id: string };
  action: string;
  target: { kind: string; id: string; name: string };
  changes: { path: string; from: unknown; to: unknown }[];
}

describe('the audit log', () => {
  let test: TestApp;
  let chief: Browser;
  before(async () => {
    test = await startTestApp();
  });
  after(() => test.close());
  beforeEach(async () => {
    await test.clear();
    chief = await test.as('superAdmin');
  });

  const entries = async (query = ''): Promise<Entry[]> =>
    (await chief.send('get', `/audit-log?${query}`).expect(200)).body.items;

  it('tells of each admin change who made it and what it changed, newest first', async () => {
    const team = (await chief.send('post', '/teams', { name: 'Night' })).body;
    test.clock.advance(1000);
    await chief.send('patch', `/teams/${team.id}`, { name: 'Day' });
    const [change, creation] = await entries();
    expect(change).to.deep.include({
      action: 'change',
      target: { kind: 'team', id: team.id, name: 'Day' },
      changes: [{ path: 'name', from: 'Night', to: 'Day' }],
    });
    expect(creation).to.deep.include({ action: 'create' });
    expect(change?.actor.id).to.equal(chief.user._id);
  });

  it('never holds a password, a hash or a key', async () => {
    await chief
      .send('post', '/users', { name: 'Ben', email: 'b@example.com', password: PASSWORD })
      .expect(201);
    await chief.send('patch', '/users/me', { password: 'another password', currentPassword: PASSWORD });
    const again = await test.signIn(chief.user, 'another password');
    const { body } = await again.send('post', '/api-keys', { name: 'k', scopes: ['read'] }).expect(201);
    const text = JSON.stringify((await again.send('get', '/audit-log')).body);
    for (const secret of [PASSWORD, 'another password', 'argon2', body.key])
      expect(text).not.to.contain(secret);
    expect(text).to.contain('"path":"password"');
  });

  it('is written for every kind of change', async () => {
    await chief.send('post', '/skills', { name: 'x' });
    await chief.send('patch', '/settings/routing', { rampPerMinute: 1 });
    await chief.send('patch', '/settings/workspace', { name: 'W' });
    const key = (await chief.send('post', '/api-keys', { name: 'k', scopes: ['read'] })).body;
    await chief.send('delete', `/api-keys/${key.id}`);
    const ben = await test.makeUser();
    await chief.send('put', `/users/${ben._id}/availability`, { status: 'away' });
    const kinds = (await entries()).map(({ target, action }) => `${action} ${target.kind}`);
    expect(kinds).to.have.members([
      'create skill',
      'change routing-rules',
      'change workspace',
      'create api-key',
      'delete api-key',
      'change user',
    ]);
  });

  it('says nothing of a change that changed nothing or was refused', async () => {
    const ben = await test.makeUser({ name: 'Ben' });
    await chief.send('patch', `/users/${ben._id}`, { name: 'Ben' }).expect(200);
    await chief.send('patch', `/users/${ben._id}`, { name: 'B', teams: ['no'] }).expect(400);
    expect(await entries()).to.deep.equal([]);
  });

  it('can be filtered by who and by what, and read page by page', async () => {
    for (const name of ['a', 'b', 'c']) {
      await chief.send('post', '/teams', { name });
      test.clock.advance(1000);
    }
    await chief.send('post', '/skills', { name: 's' });
    expect(await entries('resource=skill')).to.have.length(1);
    expect(await entries('actor=nobody')).to.have.length(0);
    expect(await entries(`actor=${chief.user._id}`)).to.have.length(4);
    const first = (await chief.send('get', '/audit-log?resource=team&limit=2')).body;
    const rest = (await chief.send('get', `/audit-log?resource=team&limit=2&cursor=${first.next}`)).body;
    expect([...first.items, ...rest.items].map((e: Entry) => e.target.name)).to.deep.equal(['c', 'b', 'a']);
    expect(rest.next).to.equal(null);
  });
});
