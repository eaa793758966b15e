import { expect } from 'chai';
import { type CoverageInput, coverageOf } from '../../routing/coverage.ts';
import type { Policy, RoutingUser } from '../../routing/types.ts';
import { at, hours, people, policyFor, rules, team, user } from './factories.ts';

const FROM = at('2026-03-02T00:00', 'Europe/Berlin');
const BERLIN = { timeZone: 'Europe/Berlin' };
const AROUND_THE_CLOCK = hours('00:00', '24:00', BERLIN);

function check(users: RoutingUser[], policy: Partial<Policy> = {}, more: Partial<CoverageInput> = {}) {
  return coverageOf({
    policy: policyFor(
      users.map(({ id }) => id),
      policy,
    ),
    type: 'email',
    people: people(users, [team('sales', 'ana')]),
    rules: rules(),
    operatingHours: hours('09:00', '17:00', BERLIN),
    from: FROM,
    ...more,
  });
}

describe('the coverage of eight weeks', () => {
  it('is complete where somebody’s hours contain the channel’s', () => {
    const ana = user('ana', { workingHours: hours('08:00', '18:00', BERLIN) });
    expect(check([ana])).to.deep.include({ uncovered: [], uncoveredMinutes: 0 });
  });

  it('finds the open minutes with nobody, also those that only daylight saving makes', () => {
    const utc = user('ana', { workingHours: hours('08:00', '16:00') });
    const { uncovered, uncoveredMinutes } = check([utc]);
    expect(uncovered[0]).to.deep.equal({
      from: at('2026-03-29T09:00', 'Europe/Berlin'),
      to: at('2026-03-29T10:00', 'Europe/Berlin'),
    });
    expect(uncoveredMinutes).to.equal(60 * 29);
  });

  it('heeds leaves, closed dates, deactivated users and missing seats', () => {
    const nine = hours('09:00', '17:00', { ...BERLIN, closed: ['2026-03-03'] });
    const leave = {
      from: at('2026-03-04T12:00', 'Europe/Berlin'),
      to: at('2026-03-05T00:00', 'Europe/Berlin'),
      note: '',
    };
    const ana = user('ana', { workingHours: nine, outOfOffice: [leave] });
    const others = [user('ben', { active: false }), user('cem', { seat: 'none' })];
    expect(check([ana, ...others]).uncovered).to.deep.equal([
      { from: at('2026-03-03T09:00', 'Europe/Berlin'), to: at('2026-03-03T17:00', 'Europe/Berlin') },
      { from: at('2026-03-04T12:00', 'Europe/Berlin'), to: at('2026-03-04T17:00', 'Europe/Berlin') },
    ]);
    expect(check(others).uncoveredMinutes).to.equal(56 * 8 * 60);
  });

  it('leaves out the end of a shift in which nothing new is given', () => {
    const ana = user('ana', { workingHours: hours('09:00', '17:00', BERLIN) });
    const ending = rules({ shiftEndMinutes: { calling: null, messaging: null, email: 30 } });
    expect(check([ana], {}, { rules: ending }).uncoveredMinutes).to.equal(56 * 30);
  });

  it('takes everyone for present where availability does not matter, and who has no hours for signing in', () => {
    expect(check([user('ana')], { onlyAvailable: false }).uncoveredMinutes).to.equal(0);
    expect(check([user('ana', { workingHours: null })]).uncoveredMinutes).to.equal(0);
  });

  it('counts only those who have the required skills, unless these are ignored', () => {
    const skills = (fallback: 'ignore' | 'unassigned') => ({
      skills: { required: ['german'], rules: [], fallback },
    });
    const ana = user('ana', { workingHours: AROUND_THE_CLOCK });
    expect(check([ana], skills('unassigned')).uncoveredMinutes).to.equal(56 * 8 * 60);
    expect(check([ana], skills('ignore')).uncoveredMinutes).to.equal(0);
  });

  it('is not asked of policies that do not choose among users', () => {
    expect(check([], { assign: { to: 'team', team: 'sales' } }).uncovered).to.deep.equal([]);
    expect(check([], { assign: { to: 'nobody' } }).uncovered).to.deep.equal([]);
  });

  it('names skills that a single user holds, or nobody', () => {
    const users = [
      user('ana', { skills: ['german', 'billing'] }),
      user('ben', { skills: ['german'] }),
      user('cem', { skills: ['law'], active: false }),
    ];
    const skills = {
      required: ['german'],
      rules: [{ field: 'text', contains: 'x', skills: ['law', 'billing'] }],
      fallback: 'unassigned' as const,
    };
    expect(check(users, { skills }).scarceSkills).to.deep.equal([
      { skill: 'billing', user: 'ana' },
      { skill: 'law', user: null },
    ]);
  });
});

describe('steps that can never be reached', () => {
  const steps: Policy['steps'] = [
    { afterMinutes: 60, do: { assign: { to: 'team', team: 'sales' } } },
    { afterMinutes: 18 * 60, do: { alertAdmins: true } },
  ];
  const always = user('ana', { workingHours: AROUND_THE_CLOCK });
  const office = user('ana', { workingHours: hours('09:00', '17:00', BERLIN) });

  it('follow a stage in which everyone gets a ticket at once', () => {
    expect(check([always], { steps }).unreachableSteps).to.deep.equal([0, 1]);
    expect(check([office], { steps, onlyAvailable: false }).unreachableSteps).to.deep.equal([0, 1]);
  });

  it('are none where tickets are left and somebody is away at times', () => {
    expect(check([office], { steps }).unreachableSteps).to.deep.equal([]);
  });

  it('come after the longest wait of a queue', () => {
    expect(check([office], { steps, whenNoneAvailable: 'queue' }).unreachableSteps).to.deep.equal([1]);
  });

  it('are none where a limit, a skill or an unanswered ticket may keep it without an owner', () => {
    const limited = rules({ capacity: { calling: null, messaging: null, email: 5 } });
    const skills = {
      required: [],
      rules: [{ field: 'text', contains: 'x', skills: ['law'] }],
      fallback: 'unassigned' as const,
    };
    expect(check([always], { steps }, { rules: limited }).unreachableSteps).to.deep.equal([]);
    expect(check([always], { steps, skills }).unreachableSteps).to.deep.equal([]);
    expect(check([always], { steps, unansweredMinutes: 5 }).unreachableSteps).to.deep.equal([]);
    expect(check([user('ana', { workingHours: null })], { steps }).unreachableSteps).to.deep.equal([]);
  });

  it('are none after a team, a contact’s owner or nobody', () => {
    for (const assign of [{ to: 'nobody' }, { to: 'contactOwner' }, { to: 'team', team: 'sales' }] as const) {
      expect(check([always], { steps, assign }).unreachableSteps).to.deep.equal([]);
    }
  });

  it('may also follow a step that surely finds somebody', () => {
    const rescue: Policy['steps'] = [
      { afterMinutes: 10, do: { assign: { to: 'specific', users: ['ana'], teams: [] } } },
      { afterMinutes: 20, do: { alertAdmins: true } },
    ];
    expect(check([always], { steps: rescue, assign: { to: 'nobody' } }).unreachableSteps).to.deep.equal([1]);
  });

  it('have the time since the step before them, not since the beginning', () => {
    const rescue: Policy['steps'] = [
      { afterMinutes: 600, do: { assign: { to: 'specific', users: ['ana'], teams: [] } } },
      { afterMinutes: 18 * 60, do: { alertAdmins: true } },
    ];
    const queue = { steps: rescue, assign: { to: 'nobody' as const }, whenNoneAvailable: 'queue' as const };
    expect(check([office], queue).unreachableSteps).to.deep.equal([]);
  });
});
