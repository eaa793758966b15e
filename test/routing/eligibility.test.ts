import { expect } from 'chai';
import { candidateOf, type Demand, hopeOf } from '../../routing/eligibility.ts';
import type { RoutingState, RoutingUser } from '../../routing/types.ts';
import { at, away, loadsOf, memory, NOON, rules, state, user } from './factories.ts';

const MINUTE = 60_000;

function look(one: RoutingUser, demand: Partial<Demand> = {}, more: Partial<RoutingState> = {}) {
  const full = { type: 'email' as const, requiredSkills: [], onlyAvailable: true, excluded: [], ...demand };
  return candidateOf(one, full, state([one], more));
}

describe('a candidate', () => {
  it('is eligible when nothing stands against it', () => {
    expect(look(user('ana'))).to.include({ user: 'ana', name: 'Ana', eligible: true, passedOver: null });
  });

  it('is passed over by the first cause that would remain', () => {
    const worst = away(
      user('ana', { active: false, seat: 'none', capacity: { calling: 0, messaging: 0, email: 0 } }),
    );
    const demand = { requiredSkills: ['german'], excluded: ['ana'] };
    expect(look(worst, demand).passedOver).to.equal('deactivated');
    expect(look({ ...worst, active: true }, demand).passedOver).to.equal('no-seat');
    const seated: RoutingUser = { ...worst, active: true, seat: 'service' };
    expect(look(seated, demand).passedOver).to.equal('excluded');
    expect(look(seated, { requiredSkills: ['german'] })).to.deep.include({
      passedOver: 'missing-skill',
      missingSkills: ['german'],
    });
    expect(look(seated).passedOver).to.equal('away');
    expect(look(seated, { onlyAvailable: false }).passedOver).to.equal('at-capacity');
  });

  it('has the workspace’s capacity until they have one of their own', () => {
    const limits = {
      rules: rules({ capacity: { calling: null, messaging: null, email: 2 } }),
      loads: loadsOf({ ana: 2 }),
    };
    expect(look(user('ana'), {}, limits)).to.include({ capacity: 2, load: 2, passedOver: 'at-capacity' });
    const own = user('ana', { capacity: { calling: null, messaging: null, email: 3 } });
    expect(look(own, {}, limits)).to.include({ capacity: 3, eligible: true });
    expect(look(user('ana'), { type: 'messaging' }, limits)).to.include({ capacity: null, eligible: true });
  });

  it('must be reachable for calls only', () => {
    const nobody = { isReachable: () => false };
    expect(look(user('ana'), { type: 'calling' }, nobody).passedOver).to.equal('unreachable');
    expect(look(user('ana'), { type: 'messaging' }, nobody).eligible).to.equal(true);
    expect(look(user('ana'), { type: 'calling' }, { isReachable: () => true }).eligible).to.equal(true);
  });

  it('gets nothing new in the last minutes of a shift, until it ends', () => {
    const ending = rules({ shiftEndMinutes: { calling: 30, messaging: null, email: null } });
    const late = (minutes: number) => ({ rules: ending, at: at('2026-06-01T17:00') - minutes * MINUTE });
    const call = { type: 'calling' as const };
    expect(look(user('ana'), call, late(31)).eligible).to.equal(true);
    expect(look(user('ana'), call, late(30)).passedOver).to.equal('shift-end');
    expect(look(user('ana'), {}, late(30)).eligible).to.equal(true);
    expect(
      look(user('ana', { workingHours: null, lastSeenAt: NOON + 300 * MINUTE }), call, late(1)).eligible,
    ).to.equal(true);
    const passed = look(user('ana'), call, late(1));
    expect(hopeOf(passed, 'calling', state([user('ana')], late(1)))).to.equal(at('2026-06-01T17:00'));
  });

  it('gets at most so many tickets a minute where the workspace says so', () => {
    const given = (count: number) => ({
      rules: rules({ rampPerMinute: 2 }),
      memory: memory({ assignedInLastMinute: () => count }),
    });
    expect(look(user('ana'), {}, given(1)).eligible).to.equal(true);
    const passed = look(user('ana'), {}, given(2));
    expect(passed.passedOver).to.equal('ramp');
    expect(hopeOf(passed, 'email', state([user('ana')]))).to.equal(NOON + MINUTE);
  });
});
