import { expect } from 'chai';
import fc from 'fast-check';
import { availabilityOf } from '../../routing/availability.ts';
import { decide, dueStep } from '../../routing/decide.ts';
import { Loads } from '../../routing/loads.ts';
import type { Candidate, Decision, Policy, RoutingState, RoutingUser } from '../../routing/types.ts';
import { anySituation, type Situation } from './any-situation.ts';
import { away, loadsOf, memory, policyFor, state, ticket, user } from './factories.ts';

const RUNS = { numRuns: 400 };

function decideIn({ ticket: open, policy, here }: Situation, instant = here.at): Decision {
  const step = dueStep(policy, open.waitingSince, instant);
  return decide(open, policy, 'channel', { ...here, at: instant }, step);
}

describe('every decision', () => {
  it('never picks an ineligible user', () => {
    fc.assert(
      fc.property(anySituation(), (situation) => {
        const { here, policy, ticket: open } = situation;
        const decision = decideIn(situation);
        if (decision.owner === null) return;
        const owner = here.people.users.get(decision.owner);
        expect(owner).to.include({ active: true, seat: 'service' });
        expect(open.excluded).to.not.include(decision.owner);
        expect(owner?.skills).to.include.members(decision.requiredSkills);
        expect(hasRoom(owner, situation)).to.equal(true);
        if (policy.onlyAvailable && owner) {
          expect(availabilityOf(owner, here.rules, here.at).status).to.equal('available');
        }
      }),
      RUNS,
    );
  });

  it('can be worked out again from what it stored', () => {
    fc.assert(
      fc.property(anySituation(), (situation) => {
        const decision = decideIn(situation);
        const stored: Decision = JSON.parse(JSON.stringify(decision));
        expect(winnerOf(stored)).to.equal(decision.owner);
      }),
      RUNS,
    );
  });

  it('is the same for the same inputs, in whatever order they are listed, and changes none of them', () => {
    fc.assert(
      fc.property(anySituation(), (situation) => {
        const before = JSON.stringify([situation.policy, situation.ticket, [...situation.here.people.users]]);
        const decision = decideIn(situation);
        expect(decideIn(situation)).to.deep.equal(decision);
        expect(decideIn(reversed(situation))).to.deep.equal(decision);
        expect(
          JSON.stringify([situation.policy, situation.ticket, [...situation.here.people.users]]),
        ).to.equal(before);
      }),
      RUNS,
    );
  });

  it('assigns whenever somebody is eligible, and queues only with an event to wait for', () => {
    fc.assert(
      fc.property(anySituation(), (situation) => {
        const decision = decideIn(situation);
        const someone = decision.candidates.some(({ eligible }) => eligible);
        expect(decision.outcome === 'assigned').to.equal(someone);
        if (decision.outcome === 'queued') expect(decision.retry?.on).to.not.be.empty;
        if (decision.retry?.at) expect(decision.retry.at).to.be.greaterThan(situation.here.at);
      }),
      RUNS,
    );
  });

  it('foresees no retry later than the instant at which somebody becomes eligible by themselves', () => {
    fc.assert(
      fc.property(anySituation(), fc.double({ min: 0, max: 1, noNaN: true }), (situation, part) => {
        const { at } = situation.here;
        const decision = decideIn(situation);
        if (decision.outcome !== 'queued') return;
        const end = decision.retry?.at ?? at + 45 * 86_400_000;
        const between = Math.floor(at + part * (end - at - 1));
        expect(decideIn(situation, between).owner, new Date(between).toISOString()).to.equal(null);
        expect(decideIn(situation, end - 1).owner).to.equal(null);
      }),
      RUNS,
    );
  });
});

describe('round-robin', () => {
  it('gives users who are always eligible numbers that differ by at most one, whoever else comes and goes', () => {
    const ids = 'abcdefgh'.split('');
    const always = fc.subarray(ids, { minLength: 2, maxLength: 4 });
    const rounds = fc.array(fc.record({ present: fc.subarray(ids), listed: fc.subarray(ids) }), {
      maxLength: 80,
    });
    fc.assert(
      fc.property(always, rounds, fc.option(fc.constantFrom(...ids)), (steady, each, first) => {
        const counts = new Map(steady.map((id) => [id, 0]));
        let position: string | null = first;
        for (const { present, listed } of each) {
          position = nextOwner([...new Set([...steady, ...listed])], [...steady, ...present], position);
          if (counts.has(position)) counts.set(position, (counts.get(position) ?? 0) + 1);
          expect(Math.max(...counts.values()) - Math.min(...counts.values())).to.be.at.most(1);
        }
      }),
    );
  });
});

describe('load-balancing', () => {
  it('keeps the loads of always eligible users within one of each other', () => {
    const users = ['ana', 'ben', 'cem', 'dia', 'eva'].map((id) => user(id));
    const loads = new Loads();
    const last = new Map<string, number>();
    for (let i = 1; i <= 64; i += 1) {
      const here = state(users, { loads, memory: memory({ lastAssigned: (id) => last.get(id) ?? 0 }) });
      const owner =
        decide(ticket({ id: `${i}` }), policyFor(users.map(({ id }) => id)), 'channel', here).owner ?? '';
      loads.set(`${i}`, { owner, type: 'email', assignedAt: here.at });
      last.set(owner, i);
      const all = users.map(({ id }) => loads.load(id, 'email', here.at));
      expect(Math.max(...all) - Math.min(...all)).to.be.at.most(1);
    }
  });
});

describe('random distribution', () => {
  it('gives each eligible user the same part of the source, and the others none', () => {
    const users = [user('ana'), away(user('ben')), user('cem'), user('dia')];
    const policy = policyFor(
      users.map(({ id }) => id),
      { distribution: 'random' },
    );
    const counts: Record<string, number> = {};
    for (let i = 0; i < 300; i += 1) {
      const here = state(users, { loads: loadsOf({ ana: 9 }), random: () => (i + 0.5) / 300 });
      const owner = decide(ticket(), policy, 'channel', here).owner ?? '';
      counts[owner] = (counts[owner] ?? 0) + 1;
    }
    expect(counts).to.deep.equal({ ana: 100, cem: 100, dia: 100 });
  });
});

function nextOwner(listed: readonly string[], present: readonly string[], position: string | null): string {
  const users = listed.map((id) => (present.includes(id) ? user(id) : away(user(id))));
  const here = state(users, { memory: memory({ roundRobinPosition: () => position }) });
  return decide(ticket(), policyFor(listed, { distribution: 'round-robin' }), 'channel', here).owner ?? '';
}

function hasRoom(owner: RoutingUser | undefined, { here, ticket: open }: Situation): boolean {
  const limit = owner?.capacity[open.type] ?? here.rules.capacity[open.type];
  return limit === null || here.loads.load(owner?.id ?? '', open.type, here.at) < limit;
}

function reversed(situation: Situation): Situation {
  const { here, policy } = situation;
  const users = new Map([...here.people.users].toReversed());
  const { assign } = policy;
  const turned: Policy =
    assign.to === 'specific'
      ? { ...policy, assign: { ...assign, users: assign.users.toReversed() } }
      : policy;
  const around: RoutingState = { ...here, people: { ...here.people, users } };
  return { ...situation, here: around, policy: turned };
}

/** Works the winner out with other means than the code that decides: sorting instead of picking. */
function winnerOf(stored: Decision): string | null {
  const eligible = stored.candidates.filter(({ passedOver }) => passedOver === null);
  const sorted = eligible.toSorted(byLoadThenTurn);
  switch (stored.reason) {
    case 'contact-owner':
      return eligible[0]?.user ?? null;
    case 'least-load':
    case 'least-load-tie':
      return sorted[0]?.user ?? null;
    case 'next-in-turn': {
      const ids = eligible.map(({ user: id }) => id).sort();
      return ids.find((id) => id > (stored.roundRobin?.after ?? '')) ?? ids[0] ?? null;
    }
    case 'drawn-at-random':
      return eligible[Math.floor((stored.draw ?? 0) * eligible.length)]?.user ?? null;
    default:
      return null;
  }
}

function byLoadThenTurn(a: Candidate, b: Candidate): number {
  return a.load - b.load || a.lastAssigned - b.lastAssigned || (a.user < b.user ? -1 : 1);
}
