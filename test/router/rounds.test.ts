import { expect } from 'chai';
import fc from 'fast-check';
import type { Decision } from '../../routing/types.ts';
import { decisionsOf } from '../../src/decisions/read-round.ts';
import type { RoundRecord } from '../../src/decisions/round-model.ts';
import { RoundBook } from '../../src/router/rounds.ts';
import { ViewChains } from '../../src/router/view-chains.ts';
import { anyDesk, anyEvent, Desk } from '../routing/desk.ts';
import { policyFor, rules, ticket, user } from '../routing/factories.ts';

/** Keeps the decisions of a desk in rounds, batch by batch, as a store would get them. */
class Archive {
  readonly stored = new Map<string, RoundRecord>();
  readonly #chains = new ViewChains();
  #book = new RoundBook(1, this.#chains);
  #said: Decision[] = [];
  readonly said: Decision[] = [];

  constructor(desk: Desk) {
    desk.onDecision = (ruling, whole, order) => {
      this.#book.add(ruling, order, { channel: 'c', policy: policyFor([]), policyVersion: 1 });
      this.#said.push(whole);
    };
  }

  endBatch(isStored: boolean): void {
    if (isStored) {
      for (const round of this.#book.records()) this.stored.set(round._id, structuredClone(round));
      this.said.push(...this.#said);
    } else {
      this.#book.undo();
    }
    this.#said = [];
    this.#book = new RoundBook(1, this.#chains);
  }

  read(): Decision[] {
    return [...this.stored.values()].flatMap((round) => decisionsOf(round, this.stored));
  }
}

/** The decisions in an order of their own: rounds of one batch lie beside each other. */
function sorted(decisions: readonly Decision[]): string[] {
  return decisions.map((decision) => JSON.stringify(Object.entries(decision).sort())).sort();
}

describe('decisions that are stored in rounds', () => {
  it('come back whole, whatever happened between them and whichever batches were not written', () => {
    const batches = fc.array(
      fc.record({ events: fc.array(anyEvent(), { maxLength: 12 }), isStored: fc.nat(3) }),
      {
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(anyDesk(), batches, (desk, all) => {
        const archive = new Archive(desk);
        for (const { events, isStored } of all) {
          for (const event of events) desk.meet(event);
          archive.endBatch(isStored > 0);
        }
        expect(sorted(archive.read())).to.deep.equal(sorted(archive.said));
      }),
      { numRuns: 200 },
    );
  });

  it('hold everyone once, and then what changed', () => {
    const users = Array.from({ length: 60 }, (_, i) => user(`u${String(i).padStart(3, '0')}`));
    const desk = new Desk(users, [policyFor(users.map(({ id }) => id))], rules());
    const archive = new Archive(desk);
    for (let i = 0; i < 320; i += 1) {
      desk.meet({ ask: ticket({ id: `${i}` }), policy: 0, draw: 0 });
      if (i % 10 === 9) archive.endBatch(true);
    }
    const rounds = [...archive.stored.values()];
    expect(rounds.map(({ candidates }) => candidates.length)).to.deep.equal([60, ...Array(31).fill(0)]);
    expect(rounds.flatMap(({ picks }) => picks.filter(({ changed }) => changed))).to.deep.equal([]);
    const told = rounds.reduce((sum, { since }) => sum + (since?.loads.length ?? 0) / 3, 0);
    expect(told).to.be.lessThan(320 * Math.log2(32));
    expect(Math.max(...rounds.map(({ of = [] }) => of.length))).to.be.at.most(Math.log2(32));
    expect(archive.read()).to.deep.equal(archive.said);
  });

  it('of before there were chains are read as they were', () => {
    const seen = { name: 'A', load: 0, lastAssigned: 0, capacity: null, units: null, missingSkills: [] };
    const available = { status: 'available' as const, reason: 'signed-in' as const, until: null };
    const row = { ...seen, user: 'a', availability: available, eligible: true, passedOver: null };
    const pick = { ticket: 't', type: 'email' as const, at: 1, outcome: 'assigned' as const };
    const chosen = { ...pick, reason: 'least-load' as const, owner: 'a', team: null, order: 5 };
    const under = { channel: 'c', policyVersion: 1, policy: policyFor(['a']), epoch: 1, at: new Date(1) };
    const picks = [
      { ...chosen, changed: [] },
      { ...chosen, ticket: 'u', changed: [{ ...row, load: 3 }] },
      { ...chosen, ticket: 'v', changed: [] },
    ];
    const read = decisionsOf({ _id: 'r', ...under, candidates: [row], picks }, new Map());
    expect(read.map(({ candidates }) => candidates[0]?.load)).to.deep.equal([0, 3, 3]);
  });
});
