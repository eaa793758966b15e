import { expect } from 'chai';
import type { Connection } from 'mongoose';
import { addressGroup } from '../../src/http/address-group.ts';
import { TooManyRequests } from '../../src/http/errors.ts';
import { createPublicLimiter, type PublicLimiter } from '../../src/http/public-limiter.ts';
import { rateLimitModel } from '../../src/http/rate-limit-model.ts';
import { connectStore } from '../../src/store/connection.ts';
import { freshDatabase } from '../support/mongo.ts';

describe('the limit of public endpoints', () => {
  let db: Connection;
  let limit: PublicLimiter;
  before(async () => {
    db = await connectStore((await freshDatabase()).uri);
    await rateLimitModel(db).createIndexes();
    limit = createPublicLimiter(db);
  });
  after(() => db.close());

  const ask = (channelId: string, address: string, times: number, perMinute = 3) =>
    Promise.allSettled(Array.from({ length: times }, () => limit({ channelId, address, perMinute })));
  const passed = (results: PromiseSettledResult<void>[]) =>
    results.filter((r) => r.status === 'fulfilled').length;

  it('lets exactly so many a minute pass, of any number at once', async () => {
    const results = await ask('a', '10.0.0.1', 12);
    expect(passed(results)).to.equal(3);
    const refused = results.find((result) => result.status === 'rejected');
    expect(refused?.reason).to.be.instanceOf(TooManyRequests);
    expect(Number(refused?.reason.headers['Retry-After'])).to.be.within(1, 60);
  });

  it('counts each channel and each address apart', async () => {
    expect(passed(await ask('b', '10.0.0.2', 4))).to.equal(3);
    expect(passed(await ask('c', '10.0.0.2', 1))).to.equal(1);
    expect(passed(await ask('b', '10.0.0.3', 1))).to.equal(1);
  });

  it('is shared by processes', async () => {
    expect(passed(await ask('d', '10.0.0.4', 2))).to.equal(2);
    const elsewhere = createPublicLimiter(db);
    await elsewhere({ channelId: 'd', address: '10.0.0.4', perMinute: 3 });
    const over = elsewhere({ channelId: 'd', address: '10.0.0.4', perMinute: 3 });
    expect(await over.catch((error) => error)).to.be.instanceOf(TooManyRequests);
  });

  it('refuses whoever goes on after having been refused', async () => {
    expect(passed(await ask('f', '10.0.0.6', 12))).to.equal(3);
    expect(passed(await ask('f', '10.0.0.6', 12))).to.equal(0);
  });

  it('lets exactly so many pass where most of them need not wait for the count', async () => {
    const who = { channelId: 'e', address: '10.0.0.5', perMinute: 400 };
    const streams = Array.from({ length: 40 }, async () => {
      let count = 0;
      for (let i = 0; i < 15; i += 1)
        await limit(who).then(
          () => (count += 1),
          () => undefined,
        );
      return count;
    });
    const counts = await Promise.all(streams);
    expect(counts.reduce((sum, count) => sum + count)).to.equal(400);
  });

  it('takes a network of IPv6 addresses for one sender', () => {
    expect(addressGroup('2001:db8:1:2:3:4:5:6')).to.equal('2001:db8:1:2::/64');
    expect(addressGroup('2001:db8:1:2::ffff')).to.equal('2001:db8:1:2::/64');
    expect(addressGroup('2001:0db8::1')).to.equal('2001:db8:0:0::/64');
    expect(addressGroup('::1')).to.equal('0:0:0:0::/64');
    expect(addressGroup('fe80::1%eth0')).to.equal('fe80:0:0:0::/64');
    expect(addressGroup('::ffff:10.0.0.1')).to.equal('10.0.0.1');
    expect(addressGroup('10.0.0.1')).to.equal('10.0.0.1');
  });
});
