import { expect } from 'chai';
import type { Connection } from 'mongoose';
import { toAppError } from '../../src/http/problem.ts';
import { connectStore, inTransaction, isDuplicateKey, isPassing } from '../../src/store/connection.ts';
import { eventually } from '../support/gateway.ts';
import { freshDatabase } from '../support/mongo.ts';

describe('an error of the database', () => {
  let db: Connection;
  let drop: () => Promise<void>;
  before(async () => {
    const database = await freshDatabase();
    drop = database.drop;
    db = await connectStore(database.uri);
    await db.collection('things').insertOne({ _id: 'one' as never });
  });
  after(async () => {
    await db.close();
    await drop();
  });

  const admin = () => db.getClient().db('admin');

  /** The error of a read that somebody ended. */
  async function interrupted(): Promise<unknown> {
    const comment = 'the slow one';
    const slow = db
      .collection('things')
      .find({ $where: 'sleep(20000) || true' }, { comment })
      .toArray()
      .catch((error: unknown) => error);
    const op = await eventually('it runs', async () => {
      const stages = [{ $currentOp: {} }, { $match: { 'command.comment': comment, op: 'query' } }];
      return (await admin().aggregate(stages, { readConcern: 'local' }).toArray())[0];
    });
    await admin().command({ killOp: 1, op: op.opid });
    return slow;
  }

  it('is passing when somebody ended what was asked, and the caller is told to come back', async () => {
    const error = await interrupted();
    expect(isPassing(error)).to.equal(true);
    expect(toAppError(error)).to.include({ status: 503, code: 'database-away' });
  });

  it('is passing when a session ended under its transaction, which then runs again by itself', async () => {
    let runs = 0;
    await inTransaction(db, async (session) => {
      runs += 1;
      await db.collection('things').insertOne({ run: runs }, { session });
      if (runs === 1) await admin().command({ killSessions: [{ id: session.id?.id }] });
    });
    expect(await db.collection('things').distinct('run')).to.deep.equal([2]);
  });

  it('is not passing when the write itself is wrong', async () => {
    const error: unknown = await db
      .collection('things')
      .insertOne({ _id: 'one' as never })
      .catch((e: unknown) => e);
    expect([isPassing(error), isDuplicateKey(error)]).to.deep.equal([false, true]);
    expect(isPassing(new Error('No.'))).to.equal(false);
  });
});
