import { expect } from 'chai';
import { decide, dueStep, nextStepAt } from '../../routing/decide.ts';
import type { Decision, Policy, RoutingState, RoutingTicket } from '../../routing/types.ts';
import { away, loadsOf, NOON, policyFor, rules, state, ticket, user } from './factories.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const ana = user('ana');
const ben = user('ben');

function decideNow(policy: Policy, here: RoutingState, more: Partial<RoutingTicket> = {}): Decision {
  return decide(ticket(more), policy, 'channel', here, dueStep(policy, NOON, here.at));
}

describe('required skills', () => {
  const speaker = user('ben', { skills: ['german', 'billing'] });
  const skills = (fallback: 'ignore' | 'unassigned'): Policy['skills'] => ({
    required: ['german'],
    rules: [
      { field: 'subject', contains: 'Invoice', skills: ['billing'] },
      { field: 'topic', contains: 'contract', skills: ['law'] },
      { field: 'constructor', contains: 'native', skills: ['magic'] },
    ],
    fallback,
  });

  it('are the fixed ones and those of the rules that the content meets', () => {
    const policy = policyFor(['ana', 'ben'], { skills: skills('unassigned') });
    const here = state([ana, speaker]);
    expect(decideNow(policy, here).requiredSkills).to.deep.equal(['german']);
    const billed = decideNow(policy, here, { subject: 'your INVOICE 7' });
    expect(billed).to.deep.include({
      owner: 'ben',
      requiredSkills: ['billing', 'german'],
      skillsRelaxed: false,
    });
    const legal = decideNow(policy, here, { fields: { topic: 'A contract' } });
    expect(legal).to.include({ outcome: 'unassigned', reason: 'no-skill' });
    expect(legal.candidates.map(({ missingSkills }) => missingSkills)).to.deep.equal([
      ['german', 'law'],
      ['law'],
    ]);
  });

  it('are ignored when nobody eligible has them and the policy says so', () => {
    const policy = policyFor(['ana', 'ben'], { skills: skills('ignore') });
    expect(decideNow(policy, state([ana, speaker]))).to.include({ owner: 'ben', skillsRelaxed: false });
    const relaxed = decideNow(policy, state([ana, away(speaker)]));
    expect(relaxed).to.deep.include({ owner: 'ana', skillsRelaxed: true, requiredSkills: [] });
    expect(decideNow(policy, state([away(ana), away(speaker)])).reason).to.equal('none-available');
  });

  it('are not called relaxed where none were required', () => {
    const policy = policyFor(['ana'], { skills: { required: [], rules: [], fallback: 'ignore' } });
    expect(decideNow(policy, state([away(ana)])).skillsRelaxed).to.equal(false);
  });

  it('are relaxed one by one by the steps', () => {
    const steps: Policy['steps'] = [
      { afterMinutes: 5, do: { relaxSkills: ['law'] } },
      { afterMinutes: 10, do: { relaxSkills: ['german'] } },
    ];
    const policy = policyFor(['ana', 'ben'], { skills: skills('unassigned'), steps });
    const legal = { fields: { topic: 'contract' } };
    const decideAfter = (minutes: number) =>
      decideNow(policy, state([ana, speaker], { at: NOON + minutes * MINUTE }), legal);
    expect(decideAfter(4)).to.include({ owner: null, step: null });
    expect(decideAfter(5)).to.deep.include({
      owner: 'ben',
      step: 0,
      requiredSkills: ['german'],
      skillsRelaxed: true,
    });
    expect(decideAfter(10)).to.deep.include({
      owner: 'ana',
      step: 1,
      requiredSkills: [],
      skillsRelaxed: true,
    });
  });
});

describe('the steps of a policy', () => {
  const steps: Policy['steps'] = [
    { afterMinutes: 5, do: { assign: { to: 'specific', users: ['ben'], teams: [] } } },
    { afterMinutes: 10, do: { alertAdmins: true } },
  ];
  const policy = policyFor(['ana'], { steps, distribution: 'round-robin' });

  it('are due one after another', () => {
    const due = [0, 4.99, 5, 9.99, 10, 99].map((minutes) => dueStep(policy, NOON, NOON + minutes * MINUTE));
    expect(due).to.deep.equal([null, null, 0, 0, 1, 1]);
    const next = [0, 5, 10].map((minutes) => nextStepAt(policy, NOON, NOON + minutes * MINUTE));
    expect(next).to.deep.equal([NOON + 5 * MINUTE, NOON + 10 * MINUTE, null]);
  });

  it('follow the latest of several assignments', () => {
    const to = (id: string) => ({ assign: { to: 'specific' as const, users: [id], teams: [] } });
    const twice = policyFor(['ana'], {
      steps: [to('ben'), to('ana')].map((act, i) => ({ afterMinutes: i + 1, do: act })),
    });
    const owners = [0, 1, 2].map(
      (minutes) => decideNow(twice, state([ana, ben], { at: NOON + minutes * MINUTE })).owner,
    );
    expect(owners).to.deep.equal(['ana', 'ben', 'ana']);
  });

  it('assign by turns of their own, which later steps without an assignment keep', () => {
    const decideAfter = (minutes: number) =>
      decideNow(policy, state([ana, ben], { at: NOON + minutes * MINUTE }));
    expect(decideAfter(0).roundRobin).to.deep.equal({ key: 'channel', user: 'ana', after: null });
    expect(decideAfter(5).roundRobin).to.deep.equal({ key: 'channel#0', user: 'ben', after: null });
    expect(decideAfter(10)).to.deep.include({
      step: 1,
      roundRobin: { key: 'channel#0', user: 'ben', after: null },
    });
  });
});

describe('a decision of a workspace with weights', () => {
  it('counts the units of all types against the one limit', () => {
    const weights = { units: { calling: 5, messaging: 2, email: 1 }, capacity: 6 };
    const here = state([ana], { rules: rules({ weights }), loads: loadsOf({ ana: 1 }, 'calling') });
    expect(decideNow(policyFor(['ana']), here)).to.include({ owner: 'ana' });
    const chat = decideNow(policyFor(['ana'], { whenNoneAvailable: 'queue' }), here, { type: 'messaging' });
    expect(chat).to.include({ outcome: 'queued', reason: 'all-at-capacity' });
    expect(chat.candidates[0]).to.deep.include({ load: 0, units: { used: 5, capacity: 6 } });
    expect(chat.retry?.at).to.equal(NOON - 60 * MINUTE + 30 * DAY);
  });
});
