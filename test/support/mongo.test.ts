import { expect } from 'chai';
import { MongoClient, MongoNetworkError } from 'mongodb';
import { eventually } from './gateway.ts';
import { freshDatabase, startReplicaSet, startTestMongo, type TestReplicaSet } from './mongo.ts';

describe('the MongoDB of the tests', () => {
  it('is one for all of them', async () => {
    expect(await startTestMongo()).to.equal(await startTestMongo());
  });

  it('gives everyone a database of their own', async () => {
    const [one, two] = await Promise.all([freshDatabase(), freshDatabase()]);
    expect(one.uri).not.to.equal(two.uri);
    const client = new MongoClient(one.uri);
    await client.db().collection('notes').insertOne({});
    await one.drop();
    expect(await client.db().collection('notes').countDocuments()).to.equal(0);
    await client.close();
  });

  describe('with three nodes', () => {
    let set: TestReplicaSet;
    let client: MongoClient;

    before(async function () {
      this.timeout(60_000);
      set = await startReplicaSet(3);
      client = new MongoClient(set.uri);
    });
    after(async () => {
      await client.close();
      await set.stop();
    });

    it('goes on with another primary after a step-down and after a kill', async function () {
      this.timeout(60_000);
      const notes = client.db().collection('notes');
      const first = await set.primary();
      await notes.insertOne({}, { writeConcern: { w: 'majority' } });
      await set.stepDown();
      const second = await set.primary();
      expect(second).not.to.equal(first);
      await notes.insertOne({}, { writeConcern: { w: 'majority' } });
      second.kill();
      // A driver tries again once; until it knows of the next primary that may be once too few.
      const third = { $set: { third: true } };
      await eventually('a write with the next primary', () =>
        notes
          .updateOne({ third: true }, third, { upsert: true, writeConcern: { w: 'majority' } })
          .catch((error: unknown) =>
            error instanceof MongoNetworkError ? undefined : Promise.reject(error),
          ),
      );
      expect(await notes.countDocuments()).to.equal(3);
    });
  });
});
