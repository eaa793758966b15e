import { expect } from 'chai';
import request from 'supertest';
import { apiKeyModel } from '../../src/api-keys/api-key-model.ts';
import { type Browser, startTestApp, type TestApp } from '../http/test-app.ts';

describe('API keys', () => {
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

  const make = async (scopes: string[]): Promise<{ id: string; key: string }> =>
    (await chief.send('post', '/api-keys', { name: 'Shop', scopes }).expect(201)).body;
  const call = (key: string, path = '/users') =>
    request(test.app).get(`/api/v1${path}`).set('Authorization', `Bearer ${key}`);

  it('are shown once and stored as a digest', async () => {
    const { key } = await make(['read']);
    expect(key).to.match(/^dr_[\w-]{43}$/);
    const { body } = await chief.send('get', '/api-keys').expect(200);
    expect(body.items[0]).to.include({ name: 'Shop', hint: key.slice(0, 7), lastUsedAt: null });
    expect(JSON.stringify(body)).not.to.contain(key);
    expect(JSON.stringify(await apiKeyModel(test.db).find().lean())).not.to.contain(key);
  });

  it('open the API without a cookie or a CSRF token', async () => {
    const { key } = await make(['teams:write']);
    const answer = await request(test.app)
      .post('/api/v1/teams')
      .set('Authorization', `Bearer ${key}`)
      .send({ name: 'Night' });
    expect(answer.status).to.equal(201);
    expect(answer.headers).not.to.have.property('set-cookie');
  });

  it('tell when they were last used', async () => {
    const { key } = await make(['read']);
    await call(key).expect(200);
    const { body } = await chief.send('get', '/api-keys').expect(200);
    expect(Date.parse(body.items[0].lastUsedAt)).to.be.greaterThan(0);
  });

  it('stop working at once when they are taken back', async () => {
    const { id, key } = await make(['read']);
    await chief.send('delete', `/api-keys/${id}`).expect(204);
    await call(key).expect(401);
    await chief.send('delete', `/api-keys/${id}`).expect(404);
  });

  it('are refused with the place of a scope that does not exist', async () => {
    for (const [scopes, path] of [
      [['everything'], 'scopes.0'],
      [['read', 'ticket:read'], 'scopes.1'],
      [[], 'scopes'],
    ]) {
      const answer = await chief.send('post', '/api-keys', { name: 'x', scopes }).expect(400);
      expect(answer.body.errors[0].path).to.equal(path);
    }
  });

  it('that are wrong are refused even with a good cookie', async () => {
    await chief.send('get', '/users').set('Authorization', 'Bearer dr_wrong').expect(401);
    await chief.send('get', '/users').set('Authorization', 'Basic abc').expect(401);
  });

  it('have neither a session nor a user of their own', async () => {
    const { key } = await make(['admin']);
    await call(key, '/session').expect(403);
    await call(key, '/users/me').expect(403);
  });

  it('do not make admins', async () => {
    const { key } = await make(['admin']);
    await request(test.app)
      .post('/api/v1/users')
      .set('Authorization', `Bearer ${key}`)
      .send({ name: 'x', email: 'x@example.com', role: 'admin' })
      .expect(403);
  });
});
