import { expect } from 'chai';
import { finishInSlices, leavingRoom, TooMuchWork } from '../../src/simulations/in-slices.ts';
import { repeatableRandom } from '../../src/simulations/repeatable-random.ts';
import { createTurns } from '../../src/simulations/turns.ts';

describe('a long calculation', () => {
  /** Counts to `length`; each step takes ten milliseconds of a clock that nothing else moves. */
  function counting(length: number) {
    let at = 0;
    function* steps(): Generator<number, string, undefined> {
      for (let i = 0; i < length; i += 1) {
        at += 10;
        yield i;
      }
      return 'done';
    }
    return { steps: steps(), now: () => at };
  }

  it('lets others go on every few milliseconds, and shows each step', async () => {
    const { steps, now } = counting(10);
    const seen: (number | string)[] = [];
    const finished = finishInSlices(steps, { now, see: (step) => seen.push(step) });
    const others = async () => {
      for (let i = 0; i < 3; i += 1) {
        await new Promise((resolve) => setImmediate(resolve));
        seen.push('other');
      }
    };
    await Promise.all([finished, others()]);
    expect(await finished).to.equal('done');
    expect(seen.filter((step) => step !== 'other')).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(seen.indexOf('other')).to.be.lessThan(5);
  });

  it('is given up when it has worked for too long', async () => {
    const { steps, now } = counting(100);
    const error = await finishInSlices(steps, { now, mostMs: 200 }).catch((thrown) => thrown);
    expect(error).to.be.instanceOf(TooMuchWork);
    expect(error).to.include({ status: 400, code: 'too-much-work' });
    expect(steps.next().value).to.be.lessThan(25);
  });
});

describe('reading what is at hand', () => {
  it('lets others go on although there is always a next item', async () => {
    let isOthersTurn = false;
    setImmediate(() => {
      isOthersTurn = true;
    });
    async function* endless(): AsyncGenerator<number, void, undefined> {
      for (let i = 0; ; i += 1) yield i;
    }
    let last = -1;
    for await (const item of leavingRoom(endless())) {
      expect(item).to.equal(last + 1);
      last = item;
      if (isOthersTurn) break;
    }
    expect(last).to.be.greaterThan(0);
  });
});

describe('turns', () => {
  it('run so many at once, refuse a further one, and are free again after success and failure', async () => {
    const turns = createTurns(2, 10);
    const ends: (() => void)[] = [];
    const work = () => new Promise<void>((resolve) => ends.push(resolve));
    const running = [turns(work), turns(work)];
    const refused = await turns(work).catch((thrown) => thrown);
    expect(refused).to.deep.include({ status: 429, headers: { 'Retry-After': '10' } });
    for (const end of ends) end();
    await Promise.all(running);
    const failed = await turns(() => Promise.reject(new Error('broken'))).catch((thrown) => thrown);
    expect(failed.message).to.equal('broken');
    expect(await Promise.all([turns(async () => 1), turns(async () => 2)])).to.deep.equal([1, 2]);
  });
});

describe('repeatable numbers', () => {
  it('are the same for the same seed, and spread evenly over [0, 1)', () => {
    const drawn = Array.from({ length: 10_000 }, repeatableRandom(1));
    expect(drawn).to.deep.equal(Array.from({ length: 10_000 }, repeatableRandom(1)));
    expect(drawn.every((number) => number >= 0 && number < 1)).to.equal(true);
    for (let tenth = 0; tenth < 10; tenth += 1) {
      const inside = drawn.filter((number) => Math.floor(number * 10) === tenth).length;
      expect(inside).to.be.closeTo(1000, 120);
    }
  });
});
