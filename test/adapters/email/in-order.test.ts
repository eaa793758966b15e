import { expect } from 'chai';
import { createLatestWriter, workInOrder } from '../../../adapters/email/in-order.ts';

async function* numbers(count: number) {
  for (let n = 0; n < count; n += 1) yield n;
}

/** Resolves after so many turns of the event loop. */
async function turns(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('work in order', () => {
  it('hands over and finishes in order, whatever is ready or stored first', async () => {
    const [handed, done]: [number[], number[]] = [[], []];
    await workInOrder(numbers(20), {
      atOnce: 5,
      prepare: async (n) => {
        await turns((n * 7) % 5);
        return async () => {
          handed.push(n);
          await turns((n * 3) % 4);
        };
      },
      done: (n) => {
        done.push(n);
      },
    });
    const all = Array.from({ length: 20 }, (_, n) => n);
    expect(handed).to.deep.equal(all);
    expect(done).to.deep.equal(all);
  });

  it('holds no more than it may at once', async () => {
    let [now, most] = [0, 0];
    const prepare = async () => {
      now += 1;
      most = Math.max(most, now);
      await turns(2);
      return async () => {
        await turns(1);
        now -= 1;
      };
    };
    await workInOrder(numbers(30), { atOnce: 4, prepare, done: () => undefined });
    expect(most).to.be.at.most(4);
  });

  it('hands over nothing behind one that cannot be got ready, and waits for what runs', async () => {
    const [handed, done]: [number[], number[]] = [[], []];
    let running = 0;
    const prepare = async (n: number) => {
      running += 1;
      await turns(n === 3 ? 1 : 4);
      running -= 1;
      if (n === 3) throw new Error('broken');
      return async () => {
        handed.push(n);
      };
    };
    const work = workInOrder(numbers(10), { atOnce: 6, prepare, done: (n) => void done.push(n) });
    expect(await work.catch((error: Error) => error.message)).to.equal('broken');
    expect(handed).to.deep.equal([0, 1, 2]);
    expect(done).to.deep.equal([0, 1, 2]);
    expect(running).to.equal(0);
  });

  it('calls nothing done behind one that was not stored', async () => {
    const done: number[] = [];
    const prepare = async (n: number) => async () => {
      if (n === 2) throw new Error('not stored');
    };
    const work = workInOrder(numbers(6), { atOnce: 3, prepare, done: (n) => void done.push(n) });
    expect(await work.catch((error: Error) => error.message)).to.equal('not stored');
    expect(done).to.deep.equal([0, 1]);
  });

  it('writes the newest value last and passes over what was overtaken', async () => {
    const written: number[] = [];
    const writer = createLatestWriter<number>(async (value) => {
      await turns(1);
      written.push(value);
    });
    for (const value of [1, 2, 3, 4]) writer.put(value);
    await writer.flush();
    expect(written).to.deep.equal([1, 4]);
  });

  it('tells at the end that a value could not be written', async () => {
    const writer = createLatestWriter<number>(async () => {
      throw new Error('away');
    });
    writer.put(1);
    expect(await writer.flush().catch((error: Error) => error.message)).to.equal('away');
  });
});
