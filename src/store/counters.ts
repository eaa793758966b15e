import type { Connection } from 'mongoose';

interface Counter {
  _id: string;
  last: number;
}

/**
 * Takes `count` numbers of a sequence and answers the first; taken ones never come again. It waits for a majority, as
 * the connection does: a fail-over that forgot what was taken would give the same numbers to two.
 */
export async function takeNumbers(db: Connection, sequence: string, count: number): Promise<number> {
  const counter = await db
    .collection<Counter>('counters')
    .findOneAndUpdate(
      { _id: sequence },
      { $inc: { last: count } },
      { upsert: true, returnDocument: 'after' },
    );
  if (!counter) throw new Error(`The sequence ${sequence} could not be counted up.`);
  return counter.last - count + 1;
}
