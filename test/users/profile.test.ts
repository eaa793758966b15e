import { expect } from 'chai';
import { startTestApp, type TestApp } from '../http/test-app.ts';

describe('one’s own profile', () => {
  let test: TestApp;
  before(async () => {
    test = await startTestApp();
  });
  after(() => test.close());
  beforeEach(() => test.clear());

  it('has a language, a time zone and a signature of safe HTML', async () => {
    const ana = await test.as('agent');
    const signature = '<p onclick="x()">Ana <b>Alba</b><script>alert(1)</script></p>';
    const { body } = await ana
      .send('patch', '/users/me', { language: 'de', timeZone: 'Europe/Berlin', signature })
      .expect(200);
    expect(body).to.include({
      language: 'de',
      timeZone: 'Europe/Berlin',
      signature: '<p>Ana <b>Alba</b></p>',
    });
    await ana.send('patch', '/users/me', { language: 'tlh' }).expect(400);
  });

  it('begins without language and signature, also for those stored before there were any', async () => {
    const ana = await test.as('agent');
    await test.db
      .collection('users')
      .updateOne({ email: ana.user.email }, { $unset: { language: 1, signature: 1 } });
    const { body } = await ana.send('get', '/users/me').expect(200);
    expect(body).to.include({ language: null, signature: '' });
  });

  it('is not for colleagues to see in full', async () => {
    const [ana, ben] = [await test.as('agent'), await test.as('agent')];
    const { body } = await ana.send('get', `/users/${ben.user._id}`).expect(200);
    expect(body).not.to.have.any.keys('signature', 'language', 'phone');
  });
});
