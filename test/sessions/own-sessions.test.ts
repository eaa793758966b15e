import { expect } from 'chai';
import request from 'supertest';
import { deviceOf } from '../../src/sessions/device.ts';
import { browserOf, PASSWORD, startTestApp, type TestApp } from '../http/test-app.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';

describe('one’s own sessions', () => {
  let test: TestApp;
  before(async () => {
    test = await startTestApp();
  });
  after(() => test.close());
  beforeEach(() => test.clear());

  /** Somebody who is signed in at two places. */
  async function twice() {
    const user = await test.makeUser();
    const signIn = async (device: string) =>
      browserOf(
        test.app,
        user,
        await request(test.app)
          .post('/api/v1/session')
          .set('User-Agent', device)
          .send({ email: user.email, password: PASSWORD })
          .expect(200),
      );
    return { first: await signIn(FIREFOX), second: await signIn(SAFARI) };
  }

  it('are listed with their device, without what would sign somebody in', async () => {
    const { first } = await twice();
    await test.as('agent');
    const { body } = await first.send('get', '/users/me/sessions').expect(200);
    expect(body.items.map((s: { device: string }) => s.device)).to.have.members([
      'Firefox on Linux',
      'Safari on iPhone',
    ]);
    expect(body.items.filter((s: { current: boolean }) => s.current)).to.have.length(1);
    const secret = decodeURIComponent(first.cookie).split('s:')[1]?.split('.')[0] ?? '';
    expect(secret).to.have.length.greaterThan(20);
    expect(JSON.stringify(body)).not.to.contain(secret);
  });

  it('end one by one', async () => {
    const { first, second } = await twice();
    const { body } = await first.send('get', '/users/me/sessions').expect(200);
    const other = body.items.find((s: { current: boolean }) => !s.current);
    await first.send('delete', `/users/me/sessions/${other.id}`).expect(204);
    await second.send('get', '/session').expect(401);
    await first.send('get', '/session').expect(200);
    await first.send('delete', `/users/me/sessions/${other.id}`).expect(404);
  });

  it('end everywhere else at once, and nobody else’s with them', async () => {
    const { first, second } = await twice();
    const ben = await test.as('agent');
    await first.send('delete', '/users/me/sessions').expect(204);
    await second.send('get', '/session').expect(401);
    await first.send('get', '/session').expect(200);
    await ben.send('get', '/session').expect(200);
    const { body } = await first.send('get', '/users/me/sessions').expect(200);
    await ben.send('delete', `/users/me/sessions/${body.items[0].id}`).expect(404);
  });
});

describe('the name of a device', () => {
  it('is that of the browser, not of those it is built on', () => {
    const chromium = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)';
    expect(deviceOf(`${chromium} Chrome/140.0.0.0 Safari/537.36 Edg/140.0`)).to.equal('Edge on Windows');
    expect(deviceOf(`${chromium} Chrome/140.0.0.0 Safari/537.36`)).to.equal('Chrome on Windows');
    expect(deviceOf(undefined)).to.equal('Unknown device');
  });
});
