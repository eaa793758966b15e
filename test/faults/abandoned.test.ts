import { expect } from 'chai';
import type { Connection } from 'mongoose';
import { connectStore, inTransaction } from '../../src/store/connection.ts';
import { freshDatabase } from '../support/mongo.ts';
import { isLong } from './sizes.ts';

/** What embedded MongoDB is told, in seconds. */
const LIMIT = 20;
/** It looks for old transactions at half that interval. */
const ENDED_WITHIN = (LIMIT * 1.5 + 5) * 1000;

describe('a transaction that its process left open', function () {
  this.timeout(60_000);
  let db: Connection;
  let drop: () => Promise<void>;
  before(async () => {
    const database = await freshDatabase();
    drop = database.drop;
    db = await connectStore(database.uri);
  });
  after(async () => {
    await db.close();
    await drop();
  });

  it(`is ended by embedded MongoDB after ${LIMIT} seconds`, async () => {
    const admin = db.getClient().db('admin');
    const answer = await admin.command({ getParameter: 1, transactionLifetimeLimitSeconds: 1 });
    expect(answer.transactionLifetimeLimitSeconds).to.equal(LIMIT);
  });

  if (isLong) {
    it('holds up whoever writes the same ticket no longer than that', async () => {
      const tickets = db.collection('tickets');
      await tickets.insertOne({ _id: 'one' as never, owner: null });
      const dead = await db.startSession();
      dead.startTransaction();
      await tickets.updateOne({ _id: 'one' as never }, { $set: { owner: 'nobody' } }, { session: dead });
      const began = performance.now();
      const claim = { $set: { owner: 'ana' } };
      await inTransaction(db, (session) => tickets.updateOne({ _id: 'one' as never }, claim, { session }));
      expect(performance.now() - began, 'milliseconds').to.be.below(ENDED_WITHIN);
      expect(await tickets.findOne({})).to.include({ owner: 'ana' });
      await dead.endSession();
    });
  }
});
