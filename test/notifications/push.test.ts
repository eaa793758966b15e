import { expect } from 'chai';
import type { Connection } from 'mongoose';
import { type NotificationRecord, notificationModel } from '../../src/notifications/notification-model.ts';
import { readPushKeys } from '../../src/notifications/push-keys.ts';
import { pushKeyModel, pushSubscriptionModel } from '../../src/notifications/push-model.ts';
import { createPusher } from '../../src/notifications/pusher.ts';
import { sessionModel } from '../../src/sessions/session-model.ts';
import { newId } from '../../src/store/ids.ts';
import { createSecretBox } from '../../src/store/secret-box.ts';
import { startTestApp, type TestApp } from '../http/test-app.ts';
import { quietLog } from '../support/quiet-log.ts';
import { type PushService, startPushService } from './push-service.ts';

const box = createSecretBox('a key for tests that is long enough');
const PUBLIC_KEY = Buffer.alloc(65, 4).toString('base64url');
const AUTH = Buffer.alloc(16, 1).toString('base64url');

describe('web push', () => {
  let test: TestApp;
  let db: Connection;
  let service: PushService;
  before(async () => {
    [test, service] = await Promise.all([startTestApp(), startPushService()]);
    db = test.db;
  });
  after(async () => {
    await test.close();
    await service[Symbol.asyncDispose]();
  });
  beforeEach(() => test.clear());

  const parts = () => ({ db, clock: test.clock, log: quietLog, box, publicUrl: 'http://localhost:3000' });

  /** Pushes whatever is due. */
  async function push(agent: PushService['agent'] | null = service.agent): Promise<void> {
    const pusher = createPusher({ ...parts(), ...(agent && { agent }) });
    await pusher.run();
    await pusher.stop();
  }

  async function subscribe(user: string, browser = service.browser()) {
    const { endpoint, keys } = browser;
    const [session, createdAt] = [newId(), new Date()];
    const record = { _id: newId(), user, session, endpoint, keys, device: 'Firefox on Linux', createdAt };
    await pushSubscriptionModel(db).create([record]);
    const expires = new Date(Date.now() + 60_000);
    await sessionModel(db).create([{ _id: session, expires, session: { userId: user, version: 1 } }]);
    return browser;
  }

  async function notify(user: string, changes: Partial<NotificationRecord> = {}): Promise<string> {
    const at = new Date(test.clock.now());
    const ways = { inApp: true, sound: true, desktop: true, pushAt: at, pushAttempts: 0, mailAt: null };
    const about = { kind: 'assigned', channel: null, message: null, actor: null } as const;
    const ticket = { id: newId(), number: 7, subject: `Broken ${'chair '.repeat(30)}` };
    const record = { _id: newId(), user, ticket, ...about, at, readAt: null, ...ways, ...changes };
    await notificationModel(db).create([record]);
    return record._id;
  }

  const stored = (id: string) => notificationModel(db).findById(id).lean();

  it('wakes every browser of the person once, with a short subject that only the browser can read', async () => {
    const ana = await test.makeUser();
    const [first, second] = [await subscribe(ana._id), await subscribe(ana._id)];
    const id = await notify(ana._id);
    await push();
    await push();
    for (const { received } of [first, second]) {
      expect(received).to.have.length(1);
      expect(received[0]?.payload).to.deep.include({ id, kind: 'assigned', ticket: 7, path: '/tickets/7' });
      expect(String(received[0]?.payload.title)).to.have.length(80);
      expect(received[0]?.headers).to.include({
        topic: id,
        urgency: 'high',
        'content-encoding': 'aes128gcm',
      });
      expect(received[0]?.headers.authorization).to.match(/^vapid t=/);
    }
    expect((await stored(id))?.pushAt).to.equal(null);
  });

  it('forgets a browser that is gone', async () => {
    const ana = await test.makeUser();
    await subscribe(ana._id, { ...service.browser(), endpoint: `${service.browser().endpoint}/gone` });
    await notify(ana._id);
    await push();
    expect(await pushSubscriptionModel(db).countDocuments()).to.equal(0);
  });

  it('tries again after a fault, and then only where it did not arrive', async () => {
    const ana = await test.makeUser();
    const browsers = [await subscribe(ana._id), await subscribe(ana._id)];
    const id = await notify(ana._id);
    service.refuseNext(503);
    await push();
    expect(browsers.map(({ received }) => received.length).toSorted()).to.deep.equal([0, 1]);
    expect((await stored(id))?.pushAt).to.be.a('date');
    test.clock.advance(60_000);
    await push();
    expect(browsers.map(({ received }) => received.length)).to.deep.equal([1, 1]);
  });

  it('wakes nobody for what was read, is old, or of somebody who left', async () => {
    const [ana, ben] = [await test.makeUser(), await test.makeUser({ active: false })];
    const browsers = [await subscribe(ana._id), await subscribe(ben._id)];
    const old = new Date(test.clock.now() - 2 * 3_600_000);
    await notify(ana._id, { readAt: new Date() });
    await notify(ana._id, { at: old });
    await notify(ben._id);
    await push();
    expect(browsers.flatMap(({ received }) => received)).to.have.length(0);
  });

  it('wakes nobody where they signed out', async () => {
    const ana = await test.makeUser();
    const [here, there] = [await subscribe(ana._id), await subscribe(ana._id)];
    const { session } = (await pushSubscriptionModel(db).findOne({ endpoint: there.endpoint }).lean()) ?? {};
    await sessionModel(db).deleteOne({ _id: session ?? '' });
    await notify(ana._id);
    await push();
    expect([here.received.length, there.received.length]).to.deep.equal([1, 0]);
  });

  it('calls nothing in our own network', async () => {
    const ana = await test.makeUser();
    const browser = await subscribe(ana._id);
    const id = await notify(ana._id);
    await push(null);
    expect(browser.received).to.have.length(0);
    expect((await stored(id))?.pushedTo ?? []).to.have.length(0);
  });

  it('makes its keys once, also when two processes make them, and keeps the private one encrypted', async () => {
    const made = await Promise.all([1, 2, 3].map(() => readPushKeys(db, box)));
    expect(new Set(made.map(({ privateKey }) => privateKey)).size).to.equal(1);
    const kept = await pushKeyModel(db).findById('vapid').lean();
    expect(kept?.privateKey).not.to.contain(made[0]?.privateKey ?? '');
  });

  describe('of a browser', () => {
    const subscription = (endpoint: string) => ({
      endpoint,
      keys: { p256dh: PUBLIC_KEY, auth: AUTH },
      expirationTime: null,
    });

    it('is asked for by its user, who sees it and ends it', async () => {
      const ana = await test.as('agent');
      const { body } = await ana
        .send('post', '/push-subscriptions', subscription('https://push.example.com/abc'))
        .set('User-Agent', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')
        .expect(201);
      expect(body.device).to.equal('Firefox on Linux');
      const list = await ana.send('get', '/push-subscriptions').expect(200);
      expect(list.body.items).to.deep.equal([body]);
      expect(Buffer.from(list.body.publicKey, 'base64url')).to.have.length(65);
      expect(JSON.stringify(list.body)).not.to.contain('push.example.com');
      const ben = await test.as('agent');
      await ben.send('delete', `/push-subscriptions/${body.id}`).expect(404);
      await ana.send('delete', `/push-subscriptions/${body.id}`).expect(204);
    });

    it('goes to whoever uses it now', async () => {
      const [ana, ben] = [await test.as('agent'), await test.as('agent')];
      for (const who of [ana, ben]) {
        await who.send('post', '/push-subscriptions', subscription('https://push.example.com/x')).expect(201);
      }
      const found = await pushSubscriptionModel(db).find().lean();
      expect(found.map(({ user }) => user)).to.deep.equal([ben.user._id]);
    });

    for (const endpoint of [
      'http://push.example.com/x',
      'https://localhost/x',
      'https://127.0.0.1/x',
      'https://[::1]/x',
      'https://[::ffff:10.0.0.1]/x',
      'https://169.254.169.254/latest',
      'https://2130706433/x',
      'https://intranet/x',
      'https://mongo.internal/x',
      'https://user:secret@push.example.com/x',
    ]) {
      it(`is refused at ${endpoint}`, async () => {
        const ana = await test.as('agent');
        const answer = await ana.send('post', '/push-subscriptions', subscription(endpoint)).expect(400);
        expect(answer.body.errors[0].path).to.equal('endpoint');
      });
    }
  });
});
