import { expect } from 'chai';
import request from 'supertest';
import { startTestApp, type TestApp } from '../http/test-app.ts';

describe('open invitations', () => {
  let test: TestApp;
  before(async () => {
    test = await startTestApp();
  });
  after(() => test.close());
  beforeEach(() => test.clear());

  async function invite() {
    const admin = await test.as('admin');
    const { body } = await admin
      .send('post', '/users', { name: 'Ana', email: 'ana@example.com' })
      .expect(201);
    const open = async () => (await admin.send('get', '/invitations').expect(200)).body.items;
    return { admin, user: body.id, token: new URL(body.invitation.url).searchParams.get('token'), open };
  }
  const accept = (token: string | null) =>
    request(test.app).post('/api/v1/invitations/accept').send({ token, password: 'a long enough one' });

  it('are listed until they are accepted', async () => {
    const { user, token, open } = await invite();
    const [invitation] = await open();
    expect(invitation).to.include({ user, name: 'Ana', email: 'ana@example.com', state: 'pending' });
    await accept(token).expect(201);
    expect(await open()).to.deep.equal([]);
  });

  it('end after a week, and begin again when sent again', async () => {
    const { admin, user, open } = await invite();
    test.clock.advance(8 * 24 * 3_600_000);
    expect((await open())[0]).to.include({ state: 'expired', expiresAt: null });
    await admin.send('post', `/users/${user}/invitations`).expect(201);
    expect((await open())[0].state).to.equal('pending');
  });

  it('are revoked: the link stops working, and it stands in the audit log', async () => {
    const { admin, user, token, open } = await invite();
    await admin.send('delete', `/users/${user}/invitations`).expect(204);
    await admin.send('delete', `/users/${user}/invitations`).expect(404);
    await accept(token).expect(400);
    expect((await open())[0].state).to.equal('expired');
    const { body } = await admin.send('get', `/audit-log?resource=user&target=${user}`).expect(200);
    expect(body.items[0].action).to.equal('revoke-invitation');
  });
});
