import type { Connection } from 'mongoose';

interface Counter {
  _id: string;
  last: number;
}

/**
 * Takes `count` numbers of a sequence and answers the first; taken ones never come again. It does not wait for a
 * majority: whoever uses the number writes it with one, and that write comes after this in the same history.
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
