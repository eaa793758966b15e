import { expect } from 'chai';
import fc from 'fast-check';
import { Alarms } from '../../routing/alarms.ts';

describe('alarms', () => {
  it('are taken when due, in order, each at the instant that was set last', () => {
    const act = fc.record({ key: fc.nat(9), at: fc.option(fc.nat(50)), take: fc.option(fc.nat(50)) });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 80 }), (acts) => {
        const alarms = new Alarms<number>();
        const plain = new Map<number, number>();
        for (const { key, at, take } of acts) {
          alarms.set(key, at);
          if (at === null) plain.delete(key);
          else plain.set(key, at);
          const first = Math.min(...plain.values());
          expect(alarms.next()).to.equal(plain.size === 0 ? null : first);
          if (take === null) continue;
          const taken = alarms.take(take);
          expect(taken === null).to.equal(first > take);
          if (taken === null) continue;
          expect(plain.get(taken)).to.equal(first);
          plain.delete(taken);
        }
      }),
    );
  });
});
