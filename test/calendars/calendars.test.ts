import { expect } from 'chai';
import { previewCalendar } from '../../src/calendars/preview-calendar.ts';
import { type Browser, startTestApp, type TestApp } from '../http/test-app.ts';

const CALENDAR = {
  timeZone: 'Europe/Berlin',
  weekly: [
    { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' },
    { days: [6], from: '22:00', to: '04:00' },
  ],
  closed: ['2026-03-30'],
  special: [{ date: '2026-04-01', from: '10:00', to: '12:00' }],
};

describe('the preview of a calendar', () => {
  const days = previewCalendar(CALENDAR, Date.parse('2026-03-27T23:30:00Z'), 14);
  const day = (date: string) => days.find((d) => d.date === date);

  it('begins with the day in the calendar’s own zone', () => {
    expect(days.map(({ date }) => date)).to.deep.equal([
      ...['28', '29', '30', '31'].map((d) => `2026-03-${d}`),
      ...['01', '02', '03', '04', '05', '06', '07', '08', '09', '10'].map((d) => `2026-04-${d}`),
    ]);
  });

  it('shows closed and special dates', () => {
    expect(day('2026-03-30')).to.deep.include({ open: [], minutes: 0 });
    expect(day('2026-04-01')).to.deep.include({ open: [{ from: '10:00', to: '12:00' }], minutes: 120 });
    expect(day('2026-04-02')).to.deep.include({ open: [{ from: '09:00', to: '17:00' }], minutes: 480 });
  });

  it('parts what runs past midnight by day, also where the clocks change', () => {
    expect(day('2026-03-28')?.open).to.deep.equal([{ from: '22:00', to: '24:00' }]);
    // Two o’clock does not exist on that day.
    expect(day('2026-03-29')).to.deep.include({ open: [{ from: '00:00', to: '04:00' }], minutes: 180 });
  });
});

describe('the help for setting hours', () => {
  let test: TestApp;
  let ana: Browser;
  before(async () => {
    test = await startTestApp();
    ana = await test.as('agent');
  });
  after(() => test.close());

  it('previews the next 14 days and names what is wrong', async () => {
    const { body } = await ana.send('post', '/calendars/preview', { calendar: CALENDAR }).expect(200);
    expect(body.days).to.have.length(14);
    const wrong = { calendar: { ...CALENDAR, timeZone: 'Mars' } };
    const refused = await ana.send('post', '/calendars/preview', wrong).expect(400);
    expect(refused.body.errors[0].path).to.equal('calendar.timeZone');
  });

  it('knows the public holidays of a country and of its regions', async () => {
    const path = '/calendars/holidays?country=de&year=2026&language=de';
    const { body } = await ana.send('get', path).expect(200);
    expect(body.holidays).to.deep.include({ date: '2026-12-25', name: '1. Weihnachtstag' });
    expect(body.regions).to.deep.include({ code: 'BY', name: 'Bayern' });
    const dates = (of: { holidays: { date: string }[] }) => of.holidays.map(({ date }) => date);
    expect(dates(body)).not.to.include('2026-01-06');
    const bavaria = await ana.send('get', `${path}&region=BY`).expect(200);
    expect(dates(bavaria.body)).to.include('2026-01-06');
  });

  it('knows which countries it knows, and says so of others', async () => {
    const { body } = await ana.send('get', '/calendars/countries').expect(200);
    expect(body.countries).to.deep.include({ code: 'DE', name: 'Germany' });
    const refused = await ana.send('get', '/calendars/holidays?country=ZZ').expect(400);
    expect(refused.body.errors[0].path).to.equal('country');
    const region = await ana.send('get', '/calendars/holidays?country=DE&region=XX').expect(400);
    expect(region.body.errors[0].path).to.equal('region');
  });
});
