import { expect } from 'chai';
import fc from 'fast-check';
import { HORIZON_MS, isOpen, nextChange, openIntervals, openTimeBetween } from '../../routing/calendar.ts';
import type { Calendar } from '../../routing/types.ts';
import { at, hours } from './factories.ts';

const HOUR = 3_600_000;
const MONDAY_TO_FRIDAY = [1, 2, 3, 4, 5];

describe('a calendar', () => {
  it('is always open when there is none, and always closed without intervals', () => {
    const never = { timeZone: 'UTC', weekly: [], closed: [], special: [] };
    expect(isOpen(null, 0)).to.equal(true);
    expect(nextChange(null, 0)).to.equal(null);
    expect(openTimeBetween(null, 5, 9)).to.equal(4);
    expect(isOpen(never, 0)).to.equal(false);
    expect(nextChange(never, 0)).to.equal(null);
    expect(openIntervals(never, 0, HORIZON_MS)).to.deep.equal([]);
  });

  it('is open from the first minute on and closed at the last', () => {
    const nine = hours('09:00', '17:00');
    expect(isOpen(nine, at('2026-06-01T08:59:59.999'))).to.equal(false);
    expect(isOpen(nine, at('2026-06-01T09:00'))).to.equal(true);
    expect(isOpen(nine, at('2026-06-01T16:59:59.999'))).to.equal(true);
    expect(isOpen(nine, at('2026-06-01T17:00'))).to.equal(false);
  });

  it('tells the next change, over a weekend too', () => {
    const office = hours('09:00', '17:00', { days: MONDAY_TO_FRIDAY });
    expect(nextChange(office, at('2026-06-05T16:00'))).to.equal(at('2026-06-05T17:00'));
    expect(nextChange(office, at('2026-06-05T17:00'))).to.equal(at('2026-06-08T09:00'));
    expect(nextChange(office, at('2026-06-08T08:59:59.999'))).to.equal(at('2026-06-08T09:00'));
  });

  it('has no change where intervals overlap or touch', () => {
    const lunch: Calendar = {
      ...hours('09:00', '12:00'),
      weekly: [
        { days: [1], from: '09:00', to: '12:00' },
        { days: [1], from: '12:00', to: '15:00' },
        { days: [1], from: '14:00', to: '17:00' },
      ],
    };
    expect(nextChange(lunch, at('2026-06-01T09:00'))).to.equal(at('2026-06-01T17:00'));
    expect(openIntervals(lunch, at('2026-06-01T00:00'), at('2026-06-02T00:00'))).to.have.length(1);
  });

  it('never changes when it is open around the clock', () => {
    expect(nextChange(hours('00:00', '24:00'), at('2026-06-01T00:00'))).to.equal(null);
    expect(isOpen(hours('00:00', '24:00'), at('2026-06-01T00:00'))).to.equal(true);
  });

  it('finds a change after a closed year, but none beyond two', () => {
    const closedUntil = (to: string) => hours('09:00', '17:00', { closed: [{ from: '2026-06-01', to }] });
    expect(nextChange(closedUntil('2027-06-01'), at('2026-06-01T12:00'))).to.equal(at('2027-06-02T09:00'));
    expect(nextChange(closedUntil('2028-07-01'), at('2026-06-01T12:00'))).to.equal(null);
  });

  it('answers the same whatever it was asked before', () => {
    const closed = hours('09:00', '17:00', { closed: [{ from: '2026-06-01', to: '2028-06-20' }] });
    expect(nextChange(closed, at('2026-07-01T00:00'))).to.equal(at('2028-06-21T09:00'));
    expect(nextChange(closed, at('2026-06-01T12:00'))).to.equal(null);
    const calendar = hours('22:00', '06:00', { timeZone: 'Europe/Berlin', days: MONDAY_TO_FRIDAY });
    const instants = fc.array(fc.integer({ min: at('2026-01-01'), max: at('2026-12-31') }), { maxLength: 8 });
    fc.assert(
      fc.property(instants, (each) => {
        for (const instant of each) {
          const fresh = { ...calendar };
          expect(isOpen(calendar, instant)).to.equal(isOpen(fresh, instant));
          expect(nextChange(calendar, instant)).to.equal(nextChange({ ...calendar }, instant));
        }
      }),
    );
  });

  it('counts an interval past midnight to the day it starts on', () => {
    const friday = hours('22:00', '02:00', { days: [5] });
    expect(isOpen(friday, at('2026-06-06T01:59'))).to.equal(true);
    expect(isOpen(friday, at('2026-06-05T01:00'))).to.equal(false);
  });

  it('has no interval that starts on a closed date, and ends those that run into it at midnight', () => {
    const night = hours('22:00', '02:00', { closed: ['2026-06-03'] });
    expect(isOpen(night, at('2026-06-02T23:59'))).to.equal(true);
    expect(isOpen(night, at('2026-06-03T00:00'))).to.equal(false);
    expect(isOpen(night, at('2026-06-03T23:00'))).to.equal(false);
    expect(isOpen(night, at('2026-06-04T01:00'))).to.equal(false);
    expect(isOpen(night, at('2026-06-04T22:00'))).to.equal(true);
  });

  it('puts special hours in place of the weekly ones, and over a closed range', () => {
    const special = hours('09:00', '17:00', {
      closed: [{ from: '2026-12-24', to: '2026-12-31' }],
      special: [
        { date: '2026-12-24', from: '10:00', to: '12:00' },
        { date: '2026-12-24', from: '13:00', to: '14:00' },
      ],
    });
    const spans = openIntervals(special, at('2026-12-24T00:00'), at('2027-01-01T00:00'));
    expect(spans).to.deep.equal([
      { from: at('2026-12-24T10:00'), to: at('2026-12-24T12:00') },
      { from: at('2026-12-24T13:00'), to: at('2026-12-24T14:00') },
    ]);
  });

  it('does not cut a night before a special date', () => {
    const night = hours('22:00', '02:00', {
      closed: ['2026-06-03'],
      special: [{ date: '2026-06-03', from: '12:00', to: '13:00' }],
    });
    expect(isOpen(night, at('2026-06-03T01:00'))).to.equal(true);
  });

  it('moves a bound in the skipped hour to its end', () => {
    const zone = { timeZone: 'Europe/Berlin' };
    const sunday = [
      at('2026-03-29T00:00', 'Europe/Berlin'),
      at('2026-03-30T00:00', 'Europe/Berlin'),
    ] as const;
    const gapEnd = at('2026-03-29T03:00', 'Europe/Berlin');
    expect(openIntervals(hours('02:30', '04:00', zone), ...sunday)).to.deep.equal([
      { from: gapEnd, to: gapEnd + HOUR },
    ]);
    expect(openTimeBetween(hours('01:00', '02:30', zone), ...sunday)).to.equal(HOUR);
    expect(openTimeBetween(hours('02:10', '02:50', zone), ...sunday)).to.equal(0);
  });

  it('takes the earlier of two instants as a start and the later as an end', () => {
    const zone = { timeZone: 'Europe/Berlin' };
    const sunday = [
      at('2026-10-25T00:00', 'Europe/Berlin'),
      at('2026-10-26T00:00', 'Europe/Berlin'),
    ] as const;
    expect(openTimeBetween(hours('02:30', '04:00', zone), ...sunday)).to.equal(2.5 * HOUR);
    expect(openTimeBetween(hours('01:00', '02:30', zone), ...sunday)).to.equal(2.5 * HOUR);
  });

  it('keeps a night open through its whole second day, also far west', () => {
    const west = { timeZone: 'Pacific/Pago_Pago' };
    for (let date = 0; date < 16; date += 1) {
      const start = at('2026-06-01T23:59', west.timeZone) + date * 24 * HOUR;
      const long = hours('23:59', '23:58', { ...west, days: [(date % 7) + 1] });
      const end = start + 24 * HOUR - 60_000;
      expect(isOpen({ ...long }, end - 1), `night ${date}`).to.equal(true);
      expect(nextChange(long, start)).to.equal(end);
    }
  });

  it('has no open time in a stretch that ends before it starts', () => {
    expect(openTimeBetween(hours('09:00', '17:00'), 10, 5)).to.equal(0);
    expect(openTimeBetween(null, 10, 5)).to.equal(0);
  });

  it('refuses a zone that does not exist', () => {
    expect(() => isOpen(hours('09:00', '17:00', { timeZone: 'Mars/Olympus' }), 0)).to.throw(
      RangeError,
      'Mars',
    );
  });
});
