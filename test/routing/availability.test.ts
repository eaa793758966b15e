import { expect } from 'chai';
import fc from 'fast-check';
import { availabilityOf } from '../../routing/availability.ts';
import type { OutOfOffice, RoutingUser } from '../../routing/types.ts';
import { at, away, hours, NOON, rules, user } from './factories.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function leave(from: number, to: number): OutOfOffice {
  return { from, to, note: '' };
}

describe('availability', () => {
  it('is away for good when deactivated, whatever else holds', () => {
    const one = user('ana', { active: false, manualStatus: { status: 'available', setAt: NOON } });
    expect(availabilityOf(one, rules(), NOON)).to.deep.equal({
      status: 'away',
      reason: 'deactivated',
      until: null,
    });
  });

  it('is away out of office until the working hours after it, even when set available by hand', () => {
    const one = user('ana', {
      outOfOffice: [leave(NOON - HOUR, at('2026-06-01T20:00'))],
      manualStatus: { status: 'available', setAt: NOON },
    });
    expect(availabilityOf(one, rules(), NOON)).to.deep.equal({
      status: 'away',
      reason: 'out-of-office',
      until: at('2026-06-02T09:00'),
    });
  });

  it('joins leaves that follow each other', () => {
    const one = user('ana', { outOfOffice: [leave(NOON, NOON + HOUR), leave(NOON + HOUR, NOON + 2 * HOUR)] });
    expect(availabilityOf(one, rules(), NOON).until).to.equal(NOON + 2 * HOUR);
  });

  it('starts a leave at its first instant and ends it at its last', () => {
    const one = user('ana', { outOfOffice: [leave(NOON, NOON + HOUR)] });
    expect(availabilityOf(one, rules(), NOON - 1)).to.include({ status: 'available', until: NOON });
    expect(availabilityOf(one, rules(), NOON).status).to.equal('away');
    expect(availabilityOf(one, rules(), NOON + HOUR).status).to.equal('available');
  });

  it('keeps a status set by hand until the next working-hours boundary', () => {
    const set = at('2026-06-01T18:00');
    const one = user('ana', { manualStatus: { status: 'available', setAt: set } });
    expect(availabilityOf(one, rules(), set - 1).reason).to.equal('outside-working-hours');
    expect(availabilityOf(one, rules(), set)).to.include({ status: 'available', reason: 'set-by-hand' });
    expect(availabilityOf(one, rules(), at('2026-06-02T09:00')).reason).to.equal('inside-working-hours');
  });

  it('foresees beyond a boundary that changes only the reason', () => {
    const evening = user('ana', { manualStatus: { status: 'available', setAt: at('2026-06-01T18:00') } });
    expect(availabilityOf(evening, rules(), at('2026-06-01T19:00')).until).to.equal(at('2026-06-02T17:00'));
    expect(availabilityOf(away(user('ben')), rules(), NOON)).to.deep.equal({
      status: 'away',
      reason: 'set-by-hand',
      until: at('2026-06-02T09:00'),
    });
  });

  it('keeps a status set by hand for good without working hours, but for a leave', () => {
    const set = { workingHours: null, manualStatus: { status: 'available' as const, setAt: NOON } };
    expect(availabilityOf(user('ana', set), rules(), NOON + 99 * DAY)).to.deep.equal({
      status: 'available',
      reason: 'set-by-hand',
      until: null,
    });
    const leaving = user('ana', { ...set, outOfOffice: [leave(NOON + DAY, NOON + 2 * DAY)] });
    expect(availabilityOf(leaving, rules(), NOON).until).to.equal(NOON + DAY);
  });

  it('is available inside working hours only', () => {
    expect(availabilityOf(user('ana'), rules(), NOON)).to.deep.equal({
      status: 'available',
      reason: 'inside-working-hours',
      until: at('2026-06-01T17:00'),
    });
    expect(availabilityOf(user('ana'), rules(), at('2026-06-01T17:00'))).to.deep.equal({
      status: 'away',
      reason: 'outside-working-hours',
      until: at('2026-06-02T09:00'),
    });
  });

  it('is, without hours, available for two minutes after the last sign of a console', () => {
    const one = user('ana', { workingHours: null, lastSeenAt: NOON });
    expect(availabilityOf(one, rules(), NOON + 2 * MINUTE - 1)).to.deep.equal({
      status: 'available',
      reason: 'signed-in',
      until: NOON + 2 * MINUTE,
    });
    expect(availabilityOf(one, rules(), NOON + 2 * MINUTE)).to.deep.equal({
      status: 'away',
      reason: 'not-signed-in',
      until: null,
    });
  });

  it('is away without a console where the workspace says so, also when set available by hand', () => {
    const strict = rules({ awayWithoutConsoleMinutes: 10 });
    const one = user('ana', { lastSeenAt: NOON, manualStatus: { status: 'available', setAt: NOON } });
    expect(availabilityOf(one, strict, NOON)).to.include({ status: 'available', until: NOON + 10 * MINUTE });
    expect(availabilityOf(one, strict, NOON + 10 * MINUTE)).to.deep.equal({
      status: 'away',
      reason: 'no-console',
      until: null,
    });
    expect(availabilityOf(user('ben'), strict, NOON).reason).to.equal('no-console');
    expect(availabilityOf(user('ben'), strict, at('2026-06-01T20:00')).reason).to.equal(
      'outside-working-hours',
    );
  });

  it('keeps its status until the instant it tells, and has another one then', () => {
    fc.assert(
      fc.property(anyUser(), fc.integer({ min: -3 * DAY, max: 3 * DAY }), (one, shift) => {
        const now = availabilityOf(one, rules({ awayWithoutConsoleMinutes: 90 }), NOON + shift);
        const then = (instant: number) =>
          availabilityOf(one, rules({ awayWithoutConsoleMinutes: 90 }), instant).status;
        const end = now.until ?? NOON + 30 * DAY;
        expect(end).to.be.greaterThan(NOON + shift);
        if (now.until !== null) expect(then(now.until)).to.not.equal(now.status);
        const step = Math.max(1, Math.floor((end - NOON - shift) / 50));
        for (let instant = NOON + shift; instant < end; instant += step)
          expect(then(instant)).to.equal(now.status);
      }),
      { numRuns: 300 },
    );
  });
});

function anyUser(): fc.Arbitrary<RoutingUser> {
  const instant = fc.integer({ min: -5 * DAY, max: 5 * DAY }).map((shift) => NOON + shift);
  const past = fc.integer({ min: -9 * DAY, max: -3 * DAY }).map((shift) => NOON + shift);
  const periods = fc.array(
    fc.tuple(instant, instant).map(([a, b]) => leave(Math.min(a, b), Math.max(a, b))),
    { maxLength: 3 },
  );
  return fc
    .record({
      workingHours: fc.constantFrom(
        null,
        hours('09:00', '17:00'),
        hours('22:00', '03:00'),
        hours('00:00', '24:00'),
      ),
      outOfOffice: periods,
      manualStatus: fc.option(
        fc.record({ status: fc.constantFrom('available' as const, 'away' as const), setAt: past }),
      ),
      lastSeenAt: fc.option(instant),
    })
    .map((parts) => user('ana', parts));
}
