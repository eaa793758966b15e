import { expect } from 'chai';
import fc from 'fast-check';
import { chooseAtRandom, chooseLeastLoaded, chooseNextInTurn } from '../../routing/distribution.ts';
import type { Candidate } from '../../routing/types.ts';

function candidate(user: string, more: Partial<Candidate> = {}): Candidate {
  return {
    user,
    name: user,
    availability: { status: 'available', reason: 'inside-working-hours', until: null },
    load: 0,
    capacity: null,
    units: null,
    lastAssigned: 0,
    missingSkills: [],
    eligible: true,
    passedOver: null,
    ...more,
  };
}

describe('the least load', () => {
  it('wins', () => {
    const chosen = chooseLeastLoaded([candidate('ana', { load: 2 }), candidate('ben', { load: 1 })]);
    expect(chosen?.user).to.equal('ben');
  });

  it('goes, in a tie, to whoever was assigned longest ago, then to the lowest id', () => {
    const longest = chooseLeastLoaded([
      candidate('ana', { lastAssigned: 5 }),
      candidate('ben', { lastAssigned: 3 }),
    ]);
    expect(longest?.user).to.equal('ben');
    const never = chooseLeastLoaded([
      candidate('ben'),
      candidate('ana'),
      candidate('cem', { lastAssigned: 1 }),
    ]);
    expect(never?.user).to.equal('ana');
  });

  it('is never above that of another candidate, and does not depend on their order', () => {
    const list = fc.uniqueArray(fc.record({ id: fc.string(), load: fc.nat(3), lastAssigned: fc.nat(3) }), {
      selector: (each) => each.id,
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(list, (each) => {
        const candidates = each.map(({ id, ...more }) => candidate(id, more));
        const chosen = chooseLeastLoaded(candidates);
        expect(chosen?.load).to.equal(Math.min(...candidates.map(({ load }) => load)));
        expect(chooseLeastLoaded(candidates.toReversed())).to.equal(chosen);
      }),
    );
  });

  it('of nobody is nobody', () => {
    expect(chooseLeastLoaded([])).to.equal(undefined);
  });
});

describe('the next in turn', () => {
  const all = ['ana', 'ben', 'cem'].map((id) => candidate(id));

  it('comes after the last one and starts again after the highest id', () => {
    expect(chooseNextInTurn(all, null)?.user).to.equal('ana');
    expect(chooseNextInTurn(all, 'ana')?.user).to.equal('ben');
    expect(chooseNextInTurn(all, 'cem')?.user).to.equal('ana');
  });

  it('is found after someone who is not there any more', () => {
    expect(chooseNextInTurn(all, 'bea')?.user).to.equal('ben');
    expect(chooseNextInTurn(all, 'zoe')?.user).to.equal('ana');
  });

  it('of nobody is nobody', () => {
    expect(chooseNextInTurn([], 'ana')).to.equal(undefined);
  });
});

describe('the random choice', () => {
  it('gives each of n candidates exactly an nth of the numbers that can be drawn', () => {
    for (let n = 1; n <= 12; n += 1) {
      const candidates = Array.from({ length: n }, (_, i) => candidate(`user${i}`));
      const parts = 1000;
      const counts = new Map<string, number>();
      for (let i = 0; i < n * parts; i += 1) {
        // The middle of each part: bounds that binary fractions cannot hit stay out of it.
        const chosen = chooseAtRandom(candidates, (i + 0.5) / (n * parts))?.user ?? '';
        counts.set(chosen, (counts.get(chosen) ?? 0) + 1);
      }
      expect([...counts.values()]).to.deep.equal(candidates.map(() => parts));
    }
  });

  it('stays within the candidates at both ends of what can be drawn', () => {
    const candidates = Array.from({ length: 7 }, (_, i) => candidate(`user${i}`));
    expect(chooseAtRandom(candidates, 0)?.user).to.equal('user0');
    expect(chooseAtRandom(candidates, 1 - Number.EPSILON / 2)?.user).to.equal('user6');
    expect(chooseAtRandom([], 0)).to.equal(undefined);
  });
});
