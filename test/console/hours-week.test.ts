import { expect } from 'chai';
import fc from 'fast-check';
import { clockChange } from '../../web/console/settings/hours/clock-change.ts';
import {
  cellOf,
  paint,
  readTime,
  timesOfDay,
  toSpans,
  toWeekly,
  withCopies,
  withDay,
} from '../../web/console/settings/hours/week.ts';

const OFFICE = [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }];
const HOUR = 60;
const DAY = 24 * HOUR;

describe('the week of a calendar, as it is edited,', () => {
  it('keeps what is painted, whatever was open before', () => {
    const stretch = fc
      .tuple(fc.nat({ max: 7 * 48 - 1 }), fc.nat({ max: 40 }), fc.boolean())
      .map(([start, length, open]) => ({
        from: start * 30,
        to: Math.min(start * 30 + (length + 1) * 30, 7 * DAY),
        open,
      }));
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 12 }), (strokes) => {
        const painted = strokes.reduce((all, { open, ...at }) => paint(all, at, open), toSpans(OFFICE));
        expect(toSpans(toWeekly(painted))).to.deep.equal(painted);
        const last = strokes.at(-1);
        if (last) expect(cellOf(painted, last)).to.equal(last.open ? 'open' : 'closed');
      }),
    );
  });

  it('makes one night of the hours before and after midnight, also from Sunday to Monday', () => {
    const night = paint([], { from: 6 * DAY + 22 * HOUR, to: 7 * DAY }, true);
    expect(toWeekly(paint(night, { from: 0, to: 6 * HOUR }, true))).to.deep.equal([
      { days: [7], from: '22:00', to: '06:00' },
    ]);
  });

  it('cuts what lasts a day or longer at midnight', () => {
    expect(toWeekly(paint([], { from: 0, to: 7 * DAY }, true))).to.deep.equal([
      { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' },
    ]);
    expect(toWeekly(paint([], { from: 10 * HOUR, to: DAY + 10 * HOUR }, true))).to.deep.equal([
      { days: [2], from: '00:00', to: '10:00' },
      { days: [1], from: '10:00', to: '24:00' },
    ]);
  });

  it('copies the hours of one day to others and leaves the rest alone', () => {
    const week = withDay(OFFICE, 1, [
      { from: '08:00', to: '12:00' },
      { from: '13:00', to: '15:45' },
    ]);
    const copied = withCopies(week, 1, [6]);
    expect(timesOfDay(copied, 6)).to.deep.equal(timesOfDay(week, 1));
    expect(timesOfDay(copied, 2)).to.deep.equal([{ from: '09:00', to: '17:00' }]);
    expect(timesOfDay(copied, 7)).to.deep.equal([]);
  });

  it('reads times as people type them, and takes 24:00 as an end only', () => {
    expect(['9', '9:30', '0930', '9.30', ' 17 '].map((typed) => readTime(typed, false))).to.deep.equal([
      '09:00',
      '09:30',
      '09:30',
      '09:30',
      '17:00',
    ]);
    expect([readTime('24', true), readTime('24', false)]).to.deep.equal(['24:00', null]);
    expect(['', 'noon', '9:60', '25:00', '24:01'].map((typed) => readTime(typed, true))).to.deep.equal(
      Array(5).fill(null),
    );
  });

  it('knows the days on which clocks change', () => {
    expect(clockChange('2026-03-29', 'Europe/Berlin')).to.equal(60);
    expect(clockChange('2026-10-25', 'Europe/Berlin')).to.equal(-60);
    expect(clockChange('2026-10-26', 'Europe/Berlin')).to.equal(0);
    expect(clockChange('2026-10-04', 'Australia/Lord_Howe')).to.equal(30);
    expect(clockChange('2026-03-29', 'Asia/Tokyo')).to.equal(0);
  });
});
