import { expect } from 'chai';
import type { Connection } from 'mongoose';
import { connectStore } from '../../src/store/connection.ts';
import { createDailySweep } from '../../src/store/daily-sweep.ts';
import { createLeases } from '../../src/store/leases.ts';
import { eventually } from '../support/gateway.ts';
import { freshDatabase } from '../support/mongo.ts';
import { quietLog } from '../support/quiet-log.ts';

describe('the daily sweep', () => {
  let db: Connection;
  let drop: () => Promise<void>;
  let done: string[];
  beforeEach(async () => {
    const database = await freshDatabase();
    drop = database.drop;
    db = await connectStore(database.uri);
    done = [];
  });
  afterEach(async () => {
    await db.close();
    await drop();
  });

  const chore = (what: string, work: () => Promise<number>) => ({
    what,
    run: async () => {
      done.push(what);
      return work();
    },
  });

  it('is done by one process at a time, at its start', async () => {
    const leases = createLeases(db);
    const elsewhere = await leases.acquire('sweep', 60_000);
    const chores = [chore('one', async () => 1)];
    const waiting = createDailySweep({ log: quietLog, leases, chores });
    waiting.start();
    await waiting.stop();
    expect(done).to.deep.equal([]);
    await elsewhere?.release();
    const engine = createDailySweep({ log: quietLog, leases, chores });
    engine.start();
    await eventually('it is done', async () => done.length === 1);
    await engine.stop();
  });

  it('goes on to the next chore when one fails, and is free for the next process afterwards', async () => {
    const leases = createLeases(db);
    const fails = async () => Promise.reject(new Error('No.'));
    const chores = [chore('one', fails), chore('two', async () => 0)];
    const engine = createDailySweep({ log: quietLog, leases, chores });
    engine.start();
    await eventually('both are tried', async () => done.length === 2);
    await engine.stop();
    expect(await leases.acquire('sweep', 1000)).not.to.equal(null);
  });
});
