import { MongoClient } from 'mongodb';
import { makeBacklog } from './lib/backlog.ts';
import type { Outcome } from './lib/compare.ts';
import { startBenchGateway } from './lib/gateway.ts';
import { type Measured, measure, mergeRounds } from './lib/measure.ts';

const AGENTS = 100;
const TICKETS = 10_000;
const AT_ONCE = 100;
const LOAD = { concurrency: 1, seconds: 3, warmUpSeconds: 1 };

/**
 * How many tickets a second get their owner when a team comes to a full queue, stored with its decisions, beside the
 * insertion of as large documents by one writer, a hundred at a time, with a majority.
 */
export async function benchDecisions(mongodbUri: string): Promise<Outcome[]> {
  const gateway = await startBenchGateway(mongodbUri);
  const backlog = await makeBacklog(gateway, mongodbUri, AGENTS);
  const client = new MongoClient(mongodbUri);
  const insert = async (): Promise<Measured> => {
    const documents = client.db().collection<{ _id: string }>('baseline-many');
    const many = await measure(LOAD, () =>
      documents.insertMany(backlog.documents(AT_ONCE), { writeConcern: { w: 'majority' } }),
    );
    return { ...many, count: many.count * AT_ONCE, perSecond: many.perSecond * AT_ONCE };
  };
  try {
    await backlog.drain(AT_ONCE);
    const before = await insert();
    const subject = await backlog.drain(TICKETS);
    const baseline = mergeRounds(before, await insert());
    const ratio = subject.perSecond / baseline.perSecond;
    const note = `${TICKETS} tickets, ${AGENTS} agents; the baseline's times are of a hundred documents`;
    return [{ name: 'waiting tickets to owners', note, load: LOAD, subject, baseline, ratio }];
  } finally {
    await client.close();
    await backlog.close();
    await gateway.stop();
  }
}
