import { expect } from 'chai';
import { decide, dueStep, keepOwner } from '../../routing/decide.ts';
import { DEFAULT_POLICY } from '../../routing/policy-schema.ts';
import type { Decision, Policy, RoutingState, RoutingTicket } from '../../routing/types.ts';
import {
  at,
  away,
  loadsOf,
  memory,
  NOON,
  people,
  policyFor,
  state,
  team,
  ticket,
  user,
} from './factories.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const ana = user('ana');
const ben = user('ben');

function decideNow(policy: Policy, here: RoutingState, more: Partial<RoutingTicket> = {}): Decision {
  return decide(ticket(more), policy, 'channel', here, dueStep(policy, NOON, here.at));
}

describe('a decision among users', () => {
  it('gives the ticket to the lowest load of its type and shows everyone it looked at', () => {
    const here = state([ana, ben], { loads: loadsOf({ ana: 2, ben: 1 }) });
    const decision = decideNow(policyFor(['ben', 'ana']), here);
    expect(decision).to.include({
      ticket: 'ticket',
      type: 'email',
      at: NOON,
      step: null,
      outcome: 'assigned',
    });
    expect(decision).to.include({ owner: 'ben', reason: 'least-load', team: null, retry: null, draw: null });
    expect(decision.candidates.map(({ user: id, load }) => [id, load])).to.deep.equal([
      ['ana', 2],
      ['ben', 1],
    ]);
  });

  it('does not count tickets of other types', () => {
    const here = state([ana, ben], { loads: loadsOf({ ana: 9 }, 'messaging') });
    expect(decideNow(policyFor(['ana', 'ben']), here)).to.include({ owner: 'ana', reason: 'least-load-tie' });
  });

  it('goes to whoever was assigned longest ago when loads are equal', () => {
    const here = state([ana, ben], { memory: memory({ lastAssigned: (id) => (id === 'ana' ? 7 : 3) }) });
    expect(decideNow(policyFor(['ana', 'ben']), here)).to.include({ owner: 'ben', reason: 'least-load-tie' });
  });

  it('takes turns under the key of the policy and says where the turn stood', () => {
    const turns = memory({ roundRobinPosition: (key) => (key === 'channel' ? 'ana' : null) });
    const decision = decideNow(
      policyFor(['ana', 'ben'], { distribution: 'round-robin' }),
      state([ana, ben], { memory: turns }),
    );
    expect(decision).to.include({ owner: 'ben', reason: 'next-in-turn' });
    expect(decision.roundRobin).to.deep.equal({ key: 'channel', user: 'ben', after: 'ana' });
  });

  it('draws from its random source and keeps the number', () => {
    const here = state([ana, ben], { random: () => 0.5 });
    const decision = decideNow(policyFor(['ana', 'ben'], { distribution: 'random' }), here);
    expect(decision).to.include({ owner: 'ben', reason: 'drawn-at-random', draw: 0.5, roundRobin: null });
  });

  it('takes the members of chosen teams, each once', () => {
    const here = state([], { people: people([ana, ben], [team('one', 'ana', 'ben')]) });
    const decision = decideNow(
      { ...DEFAULT_POLICY, assign: { to: 'specific', users: ['ana'], teams: ['one'] } },
      here,
    );
    expect(decision.candidates.map(({ user: id }) => id)).to.deep.equal(['ana', 'ben']);
  });

  it('passes over who is away, and over nobody for it where availability does not matter', () => {
    const here = state([away(ana), ben], { loads: loadsOf({ ben: 5 }) });
    expect(decideNow(policyFor(['ana', 'ben']), here).owner).to.equal('ben');
    expect(decideNow(policyFor(['ana', 'ben'], { onlyAvailable: false }), here).owner).to.equal('ana');
  });
});

describe('a decision for nobody', () => {
  const queue = (ids: string[], more: Partial<Policy> = {}) =>
    policyFor(ids, { whenNoneAvailable: 'queue', ...more });

  it('leaves the ticket where the policy does not queue', () => {
    const decision = decideNow(policyFor(['ana']), state([away(ana)]));
    expect(decision).to.include({
      outcome: 'unassigned',
      reason: 'none-available',
      owner: null,
      retry: null,
    });
  });

  it('queues until the first of those away is back', () => {
    const later = user('ben', { outOfOffice: [{ from: NOON, to: NOON + 90 * MINUTE, note: '' }] });
    const decision = decideNow(queue(['ana', 'ben']), state([away(ana), later]));
    expect(decision).to.include({ outcome: 'queued', reason: 'none-available' });
    expect(decision.retry).to.deep.equal({ on: ['user-available'], at: NOON + 90 * MINUTE });
  });

  it('says that all are at capacity when those who are there are, and waits for room', () => {
    const full = user('ben', { capacity: { calling: null, messaging: null, email: 1 } });
    const decision = decideNow(
      queue(['ana', 'ben']),
      state([away(ana), full], { loads: loadsOf({ ben: 1 }) }),
    );
    expect(decision).to.include({ outcome: 'queued', reason: 'all-at-capacity' });
    expect(decision.retry).to.deep.equal({
      on: ['capacity-freed', 'user-available'],
      at: at('2026-06-02T09:00'),
    });
    const alone = decideNow(queue(['ben']), state([full], { loads: loadsOf({ ben: 1 }) }));
    expect(alone.retry).to.deep.equal({ on: ['capacity-freed'], at: NOON - 60 * MINUTE + 30 * DAY });
  });

  it('says that nobody has the skill, or that those who have it are away', () => {
    const german = queue(['ana', 'ben'], {
      skills: { required: ['german'], rules: [], fallback: 'unassigned' },
    });
    expect(decideNow(german, state([ana, away(ben)]))).to.include({ outcome: 'queued', reason: 'no-skill' });
    expect(decideNow(german, state([ana, ben])).retry).to.deep.equal({ on: ['skill-added'], at: null });
    const skilled = away(user('ben', { skills: ['german'] }));
    expect(decideNow(german, state([ana, skilled])).reason).to.equal('none-available');
  });

  it('does not queue what only a change of people or policy can solve', () => {
    expect(decideNow(queue(['lost']), state([]))).to.include({
      outcome: 'unassigned',
      reason: 'no-candidates',
    });
    const gone = state([user('ana', { active: false }), user('ben', { seat: 'none' })]);
    expect(decideNow(queue(['ana', 'ben']), gone)).to.include({
      outcome: 'unassigned',
      reason: 'none-eligible',
    });
    const refused = decideNow(queue(['ana']), state([ana]), { excluded: ['ana'] });
    expect(refused).to.include({ outcome: 'unassigned', reason: 'none-eligible' });
  });

  it('is what the default policy decides', () => {
    expect(decideNow(DEFAULT_POLICY, state([ana]))).to.include({
      outcome: 'unassigned',
      reason: 'policy-nobody',
    });
  });

  it('is tried again when the next step is due, also where it does not queue', () => {
    const steps: Policy['steps'] = [{ afterMinutes: 5, do: { alertAdmins: true } }];
    const decision = decideNow({ ...DEFAULT_POLICY, steps }, state([ana]));
    expect(decision.retry).to.deep.equal({ on: ['step-due'], at: NOON + 5 * MINUTE });
    const queued = decideNow(queue(['ana'], { steps }), state([away(ana)]));
    expect(queued.retry).to.deep.equal({ on: ['step-due', 'user-available'], at: NOON + 5 * MINUTE });
  });
});

describe('a decision for a team', () => {
  const toTeam: Policy = { ...DEFAULT_POLICY, assign: { to: 'team', team: 'sales' } };

  it('gives the ticket to the team and to no owner', () => {
    expect(decideNow(toTeam, state([ana]))).to.include({
      outcome: 'team',
      team: 'sales',
      owner: null,
      reason: 'policy-team',
    });
  });

  it('still has its steps ahead', () => {
    const steps: Policy['steps'] = [
      { afterMinutes: 5, do: { assign: { to: 'specific', users: ['ana'], teams: [] } } },
    ];
    expect(decideNow({ ...toTeam, steps }, state([ana])).retry?.at).to.equal(NOON + 5 * MINUTE);
    expect(decideNow({ ...toTeam, steps }, state([ana], { at: NOON + 5 * MINUTE })).owner).to.equal('ana');
  });
});

describe('a decision for the owner of the contact', () => {
  const toOwner: Policy = { ...DEFAULT_POLICY, assign: { to: 'contactOwner' }, whenNoneAvailable: 'queue' };
  const of = (owner: string | null, tracked = true) => ({ contact: { owner, tracked } });

  it('gives the ticket to them when they are eligible', () => {
    const decision = decideNow(toOwner, state([ana, ben]), of('ana'));
    expect(decision).to.include({ outcome: 'assigned', owner: 'ana', reason: 'contact-owner' });
    expect(decision.candidates).to.have.length(1);
  });

  it('leaves it unassigned otherwise, and says why', () => {
    const reasonFor = (here: RoutingState, more: Partial<RoutingTicket>) => {
      const decision = decideNow(toOwner, here, more);
      expect(decision).to.include({ outcome: 'unassigned', owner: null, retry: null });
      return decision.reason;
    };
    expect(reasonFor(state([ana]), of('ana', false))).to.equal('contact-not-tracked');
    expect(reasonFor(state([ana]), of(null))).to.equal('contact-has-no-owner');
    expect(reasonFor(state([away(ana)]), of('ana'))).to.equal('owner-away');
    expect(reasonFor(state([user('ana', { seat: 'none' })]), of('ana'))).to.equal('owner-not-eligible');
    expect(reasonFor(state([]), of('ana'))).to.equal('owner-not-eligible');
  });

  it('takes an owner who is away where availability does not matter', () => {
    expect(decideNow({ ...toOwner, onlyAvailable: false }, state([away(ana)]), of('ana')).owner).to.equal(
      'ana',
    );
  });
});

describe('a decision of a customer agent’s policy', () => {
  it('hands off to the fallback at once, since there is no agent', () => {
    const to = (fallback: 'nobody' | 'specific'): Policy => ({
      ...DEFAULT_POLICY,
      assign: {
        to: 'customerAgent',
        agent: 'a',
        fallback: fallback === 'nobody' ? { to: 'nobody' } : { to: 'specific', users: ['ana'], teams: [] },
      },
    });
    expect(decideNow(to('specific'), state([ana])).owner).to.equal('ana');
    expect(decideNow(to('nobody'), state([ana])).reason).to.equal('policy-nobody');
  });
});

describe('a reopened ticket', () => {
  it('keeps its owner when they are eligible, also outside the policy’s users', () => {
    expect(keepOwner(ticket(), 'ben', policyFor(['ana']), state([ana, ben]))).to.include({
      outcome: 'assigned',
      owner: 'ben',
      reason: 'kept-owner',
    });
  });

  it('is to be routed again otherwise', () => {
    expect(keepOwner(ticket(), 'ben', policyFor(['ana']), state([ana, away(ben)]))).to.equal(null);
    expect(keepOwner(ticket(), 'gone', policyFor(['ana']), state([ana]))).to.equal(null);
  });
});
