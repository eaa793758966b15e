import { expect } from 'chai';
import { compare } from '../../bench/lib/compare.ts';
import { growthOf, median, presentFigures } from '../../bench/lib/figure.ts';
import { type Measured, measure, mergeRounds } from '../../bench/lib/measure.ts';
import { presentJson, presentTable } from '../../bench/lib/present.ts';

const load = { concurrency: 1, seconds: 1, warmUpSeconds: 0 };

/** A clock that only the measured work moves. */
function handClock() {
  let at = 0;
  return {
    now: () => at,
    takes: (milliseconds: number) => async () => {
      at += milliseconds;
    },
  };
}

describe('the benchmarks', () => {
  it('count what was done in the time, with its percentiles', async () => {
    const clock = handClock();
    const work = (n: number) => clock.takes(n % 2 === 0 ? 5 : 15)();
    const measured = await measure(load, work, clock.now);
    expect(measured).to.include({ count: 100, failed: 0, seconds: 1, perSecond: 100 });
    expect(measured.milliseconds).to.deep.equal({ p50: 5, p95: 15, p99: 15, max: 15 });
  });

  it('leave the warm-up out, and failures out of the rate', async () => {
    const clock = handClock();
    let calls = 0;
    const work = async () => {
      calls += 1;
      await clock.takes(100)();
      if (calls === 11) throw new Error('refused');
    };
    const measured = await measure({ ...load, warmUpSeconds: 1 }, work, clock.now);
    expect(calls).to.equal(20);
    expect(measured).to.include({ count: 9, failed: 1, perSecond: 9 });
  });

  it('keep so many at once running', async () => {
    const clock = handClock();
    let running = 0;
    let most = 0;
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      await clock.takes(50)();
      running -= 1;
    };
    await measure({ ...load, concurrency: 8 }, work, clock.now);
    expect(most).to.equal(8);
  });

  it('never give a work the same number twice', async () => {
    const clock = handClock();
    const seen: number[] = [];
    const work = async (n: number) => {
      seen.push(n);
      await clock.takes(100)();
    };
    await measure({ ...load, warmUpSeconds: 1 }, work, clock.now);
    expect(new Set(seen)).to.have.property('size', 20);
  });

  it('take the two rounds of a baseline together, with the worse times', () => {
    const round = (count: number, ms: number): Measured => ({
      count,
      failed: 1,
      seconds: 2,
      perSecond: count / 2,
      milliseconds: { p50: ms, p95: ms, p99: ms, max: ms },
    });
    const merged = mergeRounds(round(100, 1), round(300, 3));
    expect(merged).to.include({ count: 400, failed: 2, seconds: 4, perSecond: 100 });
    expect(merged.milliseconds.p99).to.equal(3);
  });

  it('show a case above its baseline, in a table and in JSON', async () => {
    const order: string[] = [];
    const outcome = await compare({
      name: 'form post',
      note: 'one insert',
      load: { concurrency: 1, seconds: 0.002, warmUpSeconds: 0 },
      subject: async () => void order.push('subject'),
      baseline: async () => void order.push('baseline'),
    });
    expect(order.indexOf('subject')).to.be.above(order.indexOf('baseline'));
    expect(order.lastIndexOf('subject')).to.be.below(order.lastIndexOf('baseline'));
    const lines = presentTable([outcome]).split('\n');
    expect(lines[1]).to.match(/^form post +1 +\d+/);
    expect(lines[2]).to.match(/^ {2}baseline +1 +\d+/);
    const json = JSON.parse(presentJson([outcome], { cpus: 2, node: 'v24.0.0', mongodb: '6.0.5' }));
    expect(json.outcomes[0]).to.have.property('ratio', outcome.ratio);
  });

  it('hold a series flat by its second and its last fifth, so that a start-up or a peak says nothing', () => {
    const rising = Array.from({ length: 50 }, (_, i) => 100 + i);
    expect(growthOf([...Array(10).fill(1), ...Array(40).fill(200)])).to.equal(1);
    expect(growthOf(rising)).to.be.closeTo(145 / 115, 0.01);
    expect(median([3, 1, 2])).to.equal(2);
  });

  it('say when a figure is beyond its limit', () => {
    const figure = { name: 'resident', value: 150, unit: 'MB', limit: 200, note: 'idle' };
    expect(presentFigures([figure])).to.equal('resident: 150 MB (at most 200; idle)');
    expect(presentFigures([{ ...figure, value: 250 }])).to.contain('TOO MUCH');
  });
});
