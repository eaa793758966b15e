import { expect } from 'chai';
import fc from 'fast-check';
import { decide, dueStep, keepOwner } from '../../routing/decide.ts';
import { explainDecision, explainUser } from '../../routing/explain.ts';
import type { Language } from '../../routing/explain-words.ts';
import { DEFAULT_POLICY } from '../../routing/policy-schema.ts';
import type { Decision, Policy, RoutingState, RoutingTicket } from '../../routing/types.ts';
import { anySituation } from './any-situation.ts';
import { away, hours, loadsOf, memory, NOON, policyFor, rules, state, ticket, user } from './factories.ts';

const ZONE = 'Europe/Berlin';
const NAMES = new Map([
  ['german', 'German'],
  ['billing', 'Billing'],
  ['sales', 'Sales'],
]);

function words(decision: Decision, language: Language = 'en'): string {
  return explainDecision(decision, NAMES, language, ZONE);
}

function decided(policy: Policy, here: RoutingState, more: Partial<RoutingTicket> = {}): Decision {
  return decide(ticket(more), policy, 'channel', here, dueStep(policy, NOON, here.at));
}

const five = ['ana', 'ben', 'cem', 'dia', 'eva'];
const late = user('finn', { workingHours: hours('15:00', '19:00', { timeZone: ZONE }) });

describe('an explanation', () => {
  it('names the least loaded, out of how many, and who was away until when', () => {
    const here = state([...five.map((id) => user(id)), late], {
      loads: loadsOf({ ana: 2, ben: 3, cem: 3, dia: 3, eva: 3 }),
    });
    const decision = decided(policyFor([...five, 'finn']), here);
    expect(words(decision)).to.equal(
      'Ana: 2 open email tickets, the fewest of 5 available; Finn away until 15:00',
    );
    expect(words(decision, 'de')).to.equal(
      'Ana: 2 offene E-Mail-Tickets, die wenigsten von 5 Verfügbaren; Finn abwesend bis 15:00',
    );
  });

  it('says how a tie was settled', () => {
    const order = memory({ lastAssigned: (id) => (id === 'ana' ? 2 : 1) });
    const users = [user('ana'), user('ben')];
    expect(words(decided(policyFor(['ana', 'ben']), state(users, { memory: order })))).to.equal(
      'Ben: 0 open email tickets, with Ana the fewest of 2 available, and longest without a new one',
    );
    const loads = loadsOf({ ana: 1, ben: 1 });
    expect(words(decided(policyFor(['ana', 'ben']), state(users, { loads })), 'de')).to.equal(
      'Ana: 1 offenes E-Mail-Ticket, mit Ben die wenigsten von 2 Verfügbaren, und zuerst in der Reihenfolge',
    );
  });

  it('does not say longest of one who shares that with another', () => {
    const order = memory({ lastAssigned: (id) => (id === 'cem' ? 2 : 1) });
    const users = [user('ana'), user('ben'), user('cem')];
    expect(words(decided(policyFor(['ana', 'ben', 'cem']), state(users, { memory: order })))).to.equal(
      'Ana: 0 open email tickets, with Ben and Cem the fewest of 3 available, and first in order',
    );
  });

  it('names the one before in the turn, the size of a draw, and who was alone', () => {
    const users = [user('ana'), user('ben')];
    const turn = memory({ roundRobinPosition: () => 'ana' });
    const inTurn = decided(
      policyFor(['ana', 'ben'], { distribution: 'round-robin' }),
      state(users, { memory: turn }),
    );
    expect(words(inTurn)).to.equal('Ben: next in turn after Ana, of 2 available');
    expect(words(decided(policyFor(['ana', 'ben'], { distribution: 'random' }), state(users)))).to.equal(
      'Ana: drawn at random from 2 available',
    );
    expect(words(decided(policyFor(['ana', 'ben']), state([user('ana'), late])))).to.equal(
      'Ana: the only one available',
    );
  });

  it('does not call those available who are only eligible', () => {
    const users = [away(user('ana')), user('ben')];
    const decision = decided(
      policyFor(['ana', 'ben'], { onlyAvailable: false, distribution: 'random' }),
      state(users),
    );
    expect(words(decision)).to.equal('Ana: drawn at random from 2 eligible');
  });

  it('says why nobody got it, and when it is tried again', () => {
    const queue = policyFor(['ana'], { whenNoneAvailable: 'queue' });
    expect(words(decided(queue, state([away(user('ana'))])))).to.equal(
      'Nobody: the only user is not available; Ana away until Tue 11:00; ' +
        'tried again when someone becomes available, at Tue 11:00 at the latest',
    );
    const full = user('ana', { capacity: { calling: null, messaging: null, email: 2 } });
    expect(words(decided(queue, state([full], { loads: loadsOf({ ana: 2 }) })), 'de')).to.equal(
      'Niemand: alle Verfügbaren sind ausgelastet; Ana ausgelastet (2 von 2); ' +
        'neuer Versuch, sobald jemand wieder Platz hat, spätestens 1. Jul 2026 13:00',
    );
    const skills = { required: ['german', 'billing'], rules: [], fallback: 'unassigned' as const };
    expect(words(decided(policyFor(['ana'], { skills }), state([user('ana')])))).to.equal(
      'Nobody: nobody has Billing and German; Ana without Billing and German',
    );
  });

  it('says what policies without a choice did', () => {
    expect(words(decided(DEFAULT_POLICY, state([])))).to.equal('Nobody: the policy assigns to nobody');
    expect(words(decided({ ...DEFAULT_POLICY, assign: { to: 'team', team: 'sales' } }, state([])))).to.equal(
      'Sales: the policy gives it to the team, without an owner',
    );
    const owned = { contact: { owner: 'ana', tracked: true } };
    const toOwner: Policy = { ...DEFAULT_POLICY, assign: { to: 'contactOwner' } };
    expect(words(decided(toOwner, state([user('ana')]), owned))).to.equal('Ana: owner of the contact');
    expect(words(decided(toOwner, state([away(user('ana'))]), owned))).to.equal(
      'Nobody: the owner of the contact is away; Ana away until Tue 11:00',
    );
    const kept = keepOwner(ticket(), 'ana', DEFAULT_POLICY, state([user('ana')]));
    expect(kept && words(kept)).to.equal('Ana: owner before the ticket was reopened');
  });

  it('tells the step and that skills were relaxed', () => {
    const skills = { required: ['german'], rules: [], fallback: 'unassigned' as const };
    const steps: Policy['steps'] = [{ afterMinutes: 5, do: { relaxSkills: ['german'] } }];
    const decision = decided(
      policyFor(['ana'], { skills, steps }),
      state([user('ana')], { at: NOON + 600_000 }),
    );
    expect(words(decision)).to.equal(
      'Ana: the only one available; by step 1 of the policy; required skills were relaxed',
    );
  });

  it('counts those it does not name', () => {
    const users = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => user(id, { active: false }));
    const text = words(decided(policyFor(users.map(({ id }) => id)), state(users)));
    expect(text).to.match(/E deactivated; 2 more passed over$/);
  });

  it('tells a limit in units from one in tickets', () => {
    const weights = { units: { calling: 5, messaging: 2, email: 1 }, capacity: 6 };
    const here = state([user('ana')], { rules: rules({ weights }), loads: loadsOf({ ana: 1 }, 'calling') });
    expect(words(decided(policyFor(['ana']), here, { type: 'messaging' }))).to.include(
      'Ana at capacity (5 of 6 units)',
    );
  });

  it('uses present names, and the stored one of who is not there any more', () => {
    const decision = decided(policyFor(['ana']), state([user('ana')]));
    expect(explainDecision(decision, new Map([['ana', 'Ana Lima']]), 'en', ZONE)).to.match(/^Ana Lima: /);
    expect(explainDecision(decision, new Map(), 'en', ZONE)).to.match(/^Ana: /);
  });

  it('answers why not a given user', () => {
    const users = [user('ana'), user('ben'), late];
    const decision = decided(policyFor(['ana', 'ben', 'finn']), state(users, { loads: loadsOf({ ben: 1 }) }));
    const about = (id: string, language: Language = 'en') =>
      explainUser(id, decision, NAMES, { language, zone: ZONE });
    expect(about('ana')).to.equal('Ana: 0 open email tickets, the fewest of 2 available');
    expect(about('ben')).to.equal('Ben: eligible with 1 open email ticket, but Ana came first');
    expect(about('ben', 'de')).to.equal(
      'Ben: kam infrage (1 offenes E-Mail-Ticket), doch Ana war zuerst dran',
    );
    expect(about('finn')).to.equal('Finn away until 15:00');
    expect(about('gus')).to.equal('gus is not among the users of the policy');
  });

  it('never leaves a gap, in either language, whatever was decided', () => {
    fc.assert(
      fc.property(
        anySituation(),
        fc.constantFrom('en' as const, 'de' as const),
        ({ ticket: open, policy, here }, language) => {
          const step = dueStep(policy, open.waitingSince, here.at);
          const text = words(decide(open, policy, 'channel', here, step), language);
          expect(text).to.not.match(/undefined|null|NaN|Invalid| {2}|: ;|; ;|; $/);
        },
      ),
    );
  });
});
