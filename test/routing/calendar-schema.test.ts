import { expect } from 'chai';
import { CalendarSchema } from '../../routing/calendar-schema.ts';
import { hours } from './factories.ts';

function wrongFields(calendar: unknown): string[] {
  return CalendarSchema.safeParse(calendar).error?.issues.map((issue) => issue.path.join('.')) ?? [];
}

describe('CalendarSchema', () => {
  it('accepts a calendar with everything in it', () => {
    const calendar = {
      ...hours('22:00', '06:00', { timeZone: 'Europe/Berlin' }),
      closed: ['2026-12-25', { from: '2026-12-27', to: '2026-12-31' }],
      special: [{ date: '2028-02-29', from: '09:00', to: '24:00' }],
    };
    expect(CalendarSchema.parse(calendar)).to.deep.equal(calendar);
  });

  it('fills in empty lists', () => {
    expect(CalendarSchema.parse({ timeZone: 'UTC' })).to.deep.equal({
      timeZone: 'UTC',
      weekly: [],
      closed: [],
      special: [],
    });
  });

  it('names the field that is wrong', () => {
    const weekly = (entry: object) => ({
      timeZone: 'UTC',
      weekly: [{ days: [1], from: '09:00', to: '17:00', ...entry }],
    });
    expect(wrongFields({ timeZone: 'Europe/Nowhere' })).to.deep.equal(['timeZone']);
    expect(wrongFields({ timeZone: '+02:00' })).to.deep.equal(['timeZone']);
    expect(wrongFields(weekly({ days: [] }))).to.deep.equal(['weekly.0.days']);
    expect(wrongFields(weekly({ days: [1, 8] }))).to.deep.equal(['weekly.0.days.1']);
    expect(wrongFields(weekly({ days: [1.5] }))).to.deep.equal(['weekly.0.days.0']);
    expect(wrongFields(weekly({ from: '24:00' }))).to.deep.equal(['weekly.0.from']);
    expect(wrongFields(weekly({ from: '9:00' }))).to.deep.equal(['weekly.0.from']);
    expect(wrongFields(weekly({ to: '24:01' }))).to.deep.equal(['weekly.0.to']);
    expect(wrongFields(weekly({ to: '09:00' }))).to.deep.equal(['weekly.0.to']);
    expect(
      wrongFields({ timeZone: 'UTC', special: [{ date: '2026-02-30', from: '09:00', to: '10:00' }] }),
    ).to.deep.equal(['special.0.date']);
    expect(
      wrongFields({ timeZone: 'UTC', special: [{ date: '2026-02-03', from: '09:00', to: '09:00' }] }),
    ).to.deep.equal(['special.0.to']);
  });

  it('refuses closed dates that do not exist or end before they start', () => {
    expect(wrongFields({ timeZone: 'UTC', closed: ['2026-2-3'] })).to.deep.equal(['closed.0']);
    expect(wrongFields({ timeZone: 'UTC', closed: ['2026-02-29'] })).to.deep.equal(['closed.0']);
    expect(
      wrongFields({ timeZone: 'UTC', closed: [{ from: '2026-02-02', to: '2026-02-01' }] }),
    ).to.deep.equal(['closed.0.to']);
  });

  it('refuses unknown fields', () => {
    expect(wrongFields({ timeZone: 'UTC', holidays: 'DE' })).to.deep.equal(['']);
    expect(
      CalendarSchema.safeParse({
        timeZone: 'UTC',
        weekly: [{ days: [1], from: '09:00', to: '10:00', note: '' }],
      }).success,
    ).to.equal(false);
  });
});
