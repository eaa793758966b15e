import { expect } from 'chai';
import fc from 'fast-check';
import { LOAD_AGE_MS, Loads, type OpenTicket } from '../../routing/loads.ts';
import { TICKET_TYPES } from '../../routing/types.ts';
import { NOON } from './factories.ts';

const HOUR = 3_600_000;
const OWNERS = ['ana', 'ben', 'cem'];

describe('Loads', () => {
  it('counts open tickets by owner and type', () => {
    const loads = new Loads();
    loads.set('1', { owner: 'ana', type: 'email', assignedAt: NOON });
    loads.set('2', { owner: 'ana', type: 'email', assignedAt: NOON });
    loads.set('3', { owner: 'ana', type: 'calling', assignedAt: NOON });
    loads.set('4', { owner: 'ben', type: 'email', assignedAt: NOON });
    expect(loads.load('ana', 'email', NOON)).to.equal(2);
    expect(loads.snapshot(NOON)).to.deep.equal(
      new Map([
        ['ana', { calling: 1, messaging: 0, email: 2 }],
        ['ben', { calling: 0, messaging: 0, email: 1 }],
      ]),
    );
  });

  it('moves a ticket with its owner and forgets a closed one', () => {
    const loads = new Loads();
    loads.set('1', { owner: 'ana', type: 'email', assignedAt: NOON });
    loads.set('1', { owner: 'ben', type: 'email', assignedAt: NOON + 1 });
    expect([loads.load('ana', 'email', NOON), loads.load('ben', 'email', NOON)]).to.deep.equal([0, 1]);
    loads.set('1', null);
    loads.set('1', null);
    expect(loads.snapshot(NOON).size).to.equal(0);
  });

  it('is not changed through the object it was given', () => {
    const loads = new Loads();
    const open: OpenTicket = { owner: 'ana', type: 'email', assignedAt: NOON };
    loads.set('1', open);
    open.owner = 'ben';
    loads.set('1', null);
    expect(loads.load('ana', 'email', NOON)).to.equal(0);
  });

  it('drops an assignment the instant it turns 30 days old, and foresees it', () => {
    const loads = new Loads();
    loads.set('1', { owner: 'ana', type: 'email', assignedAt: NOON });
    const drop = NOON + LOAD_AGE_MS;
    expect(loads.nextDrop('ana', 'email', NOON)).to.equal(drop);
    expect(loads.load('ana', 'email', drop - 1)).to.equal(1);
    expect(loads.load('ana', 'email', drop)).to.equal(0);
    expect(loads.nextDrop('ana', 'email', drop)).to.equal(null);
  });

  it('equals a fresh count at any instant after any history', () => {
    fc.assert(
      fc.property(
        anyHistory(),
        fc.array(anyInstant(), { minLength: 1, maxLength: 5 }),
        (history, instants) => {
          const loads = new Loads();
          const tickets = new Map<string, OpenTicket>();
          for (const { id, open } of history) {
            loads.set(id, open);
            if (open) tickets.set(id, open);
            else tickets.delete(id);
            for (const instant of instants) expectFreshCount(loads, [...tickets.values()], instant);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('takes a hundred thousand tickets of one owner in its stride', () => {
    const loads = new Loads();
    for (let i = 0; i < 100_000; i += 1) {
      loads.set(`${i}`, { owner: 'ana', type: 'email', assignedAt: NOON + ((i * 7919) % 100_003) });
    }
    for (let i = 0; i < 100_000; i += 2) loads.set(`${i}`, null);
    expect(loads.load('ana', 'email', NOON)).to.equal(50_000);
  });
});

function expectFreshCount(loads: Loads, tickets: readonly OpenTicket[], instant: number): void {
  for (const owner of OWNERS) {
    for (const type of TICKET_TYPES) {
      const counted = tickets.filter(
        (each) => each.owner === owner && each.type === type && each.assignedAt > instant - LOAD_AGE_MS,
      );
      expect(loads.load(owner, type, instant)).to.equal(counted.length);
      const oldest = Math.min(...counted.map((each) => each.assignedAt));
      expect(loads.nextDrop(owner, type, instant)).to.equal(counted.length > 0 ? oldest + LOAD_AGE_MS : null);
    }
  }
}

function anyInstant(): fc.Arbitrary<number> {
  return fc.integer({ min: -1000, max: 1000 }).map((hours) => NOON + hours * HOUR);
}

function anyHistory(): fc.Arbitrary<{ id: string; open: OpenTicket | null }[]> {
  const open = fc.record({
    owner: fc.constantFrom(...OWNERS),
    type: fc.constantFrom(...TICKET_TYPES),
    assignedAt: anyInstant(),
  });
  const id = fc.integer({ min: 0, max: 30 }).map(String);
  return fc.array(fc.record({ id, open: fc.option(open, { freq: 4 }) }), { maxLength: 60 });
}
