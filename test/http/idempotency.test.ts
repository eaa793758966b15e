import { expect } from 'chai';
import sinon from 'sinon';
import type request from 'supertest';
import { z } from 'zod';
import { AppError, BadInput } from '../../src/http/errors.ts';
import { idempotencyModel } from '../../src/http/idempotency-model.ts';
import { type Route, route } from '../../src/http/route.ts';
import { eventually } from '../support/gateway.ts';
import { type Browser, startTestApp, type TestApp } from './test-app.ts';

let made = 0;
let ids: string[] = [];
let during: () => Promise<void> = async () => {};

const makeThing: Route = route({
  method: 'post',
  path: '/things',
  summary: 'Makes a thing',
  access: 'agent',
  area: 'tests',
  status: 201,
  makes: true,
  body: z.strictObject({ name: z.string() }),
  response: z.strictObject({ number: z.number(), secret: z.string() }),
  async handle(input) {
    made += 1;
    ids.push(input.made);
    const number = made;
    await during();
    return { number, secret: 'shown once' };
  },
});

describe('an Idempotency-Key', () => {
  let test: TestApp;
  let ana: Browser;
  before(async () => {
    test = await startTestApp({ routes: [makeThing] });
    ana = await test.as('agent');
  });
  after(() => test.close());
  beforeEach(async () => {
    await idempotencyModel(test.db).deleteMany({});
    made = 0;
    ids = [];
    during = async () => {};
  });

  const make = (key: string, body: object = { name: 'a' }, browser = ana): request.Test =>
    browser.send('post', '/things', body).set('Idempotency-Key', key);

  it('gives the first answer again, status and body', async () => {
    const first = await make('k').expect(201);
    const again = await make('k').expect(201);
    expect(again.body).to.deep.equal(first.body);
    expect(again.headers['idempotent-replayed']).to.equal('true');
    expect(made).to.equal(1);
  });

  it('keeps answers encrypted', async () => {
    await make('k').expect(201);
    expect(JSON.stringify(await idempotencyModel(test.db).find().lean())).not.to.contain('shown once');
  });

  it('is another one for another caller, another key and no key', async () => {
    const ben = await test.as('agent');
    await make('k');
    await make('k', { name: 'a' }, ben);
    await make('l');
    await ana.send('post', '/things', { name: 'a' });
    expect(made).to.equal(4);
  });

  it('is refused with another body', async () => {
    await make('k').expect(201);
    const answer = await make('k', { name: 'b' }).expect(409);
    expect(answer.body.type).to.contain('idempotency-key-reused');
  });

  it('refuses the second of two at once with 409, which may ask again', async () => {
    const begun = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    during = () => {
      begun.resolve();
      return finish.promise;
    };
    const first = make('k').then((answer) => answer);
    await begun.promise;
    const second = await make('k').expect(409);
    expect(second.headers['retry-after']).to.equal('1');
    finish.resolve();
    expect((await make('k').expect(201)).body).to.deep.equal((await first).body);
    expect(made).to.equal(1);
  });

  it('forgets what failed, so that it can be tried again', async () => {
    for (const error of [
      new AppError(503, 'away', 'Away.'),
      new BadInput([{ path: 'name', message: 'No.' }]),
    ]) {
      during = async () => {
        throw error;
      };
      await make('k').expect(error.status);
    }
    during = async () => {};
    await make('k', { name: 'repaired' }).expect(201);
  });

  it('is free again after 24 hours, and a minute after the process that held it died', async () => {
    await make('k').expect(201);
    test.clock.advance(24 * 60 * 60_000);
    await make('k').expect(201);
    expect(made).to.equal(2);
    await idempotencyModel(test.db).updateMany({}, { $set: { answer: null } });
    test.clock.advance(59_000);
    await make('k').expect(409);
    test.clock.advance(2_000);
    await make('k').expect(201);
    expect(made).to.equal(3);
  });

  it('stays with a request that takes longer, as long as its process lives', async () => {
    const timers = sinon.useFakeTimers({ toFake: ['setInterval'] });
    try {
      const begun = Promise.withResolvers<void>();
      const finish = Promise.withResolvers<void>();
      during = () => {
        begun.resolve();
        return finish.promise;
      };
      const first = make('k').then((answer) => answer);
      await begun.promise;
      test.clock.advance(59_000);
      timers.tick(20_000);
      await eventually('it says that it lives', async () => {
        const since = new Date(test.clock.now() - 10_000);
        return (await idempotencyModel(test.db).countDocuments({ startedAt: { $gt: since } })) === 1;
      });
      test.clock.advance(59_000);
      await make('k').expect(409);
      finish.resolve();
      expect((await first).status).to.equal(201);
      expect(made).to.equal(1);
    } finally {
      timers.restore();
    }
  });

  it('gives what is made the same id again after the process died or failed, and another one a day later', async () => {
    during = async () => {
      throw new AppError(503, 'away', 'Away.');
    };
    await make('k').expect(503);
    during = async () => {};
    await make('k').expect(201);
    await idempotencyModel(test.db).updateMany({}, { $set: { answer: null } });
    test.clock.advance(61_000);
    await make('k', { name: 'other' }).expect(409);
    await make('k').expect(201);
    test.clock.advance(24 * 60 * 60_000);
    await make('k').expect(201);
    expect(ids.slice(0, 3)).to.deep.equal([ids[0], ids[0], ids[0]]);
    expect(ids[3]).not.to.equal(ids[0]);
  });

  it('has at most 255 characters', async () => {
    const answer = await make('x'.repeat(256)).expect(400);
    expect(answer.body.errors[0].path).to.equal('Idempotency-Key');
  });
});
