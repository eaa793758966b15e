import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { expectAccessibleInBoth } from '../support/axe.ts';
import { openConsole, startBrowser } from '../support/browser.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeForm } from '../support/workspace.ts';

const OFFICE = {
  timeZone: 'Europe/Berlin',
  weekly: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }],
  closed: [],
  special: [],
};

describe('the operating hours of a channel', () => {
  let browser: Browser;
  let gateway: TestGateway;
  let form: string;
  let page: Page;
  const trouble: string[][] = [];

  before(async () => {
    [browser, gateway] = await Promise.all([startBrowser(), startTestGateway()]);
  });
  after(async () => {
    await browser.close();
    await gateway.stop();
  });
  beforeEach(async () => {
    form = await makeForm(gateway, { assign: { to: 'nobody' } }, { operatingHours: OFFICE });
    const who = { api: gateway.admin, email: 'root@example.com', path: `/settings/channels/${form}/hours` };
    const opened = await openConsole(browser, gateway.url, who, { timezoneId: 'Europe/Berlin' });
    trouble.push(opened.trouble);
    page = opened.page;
    await page.getByRole('grid', { name: 'Open hours of the week' }).waitFor();
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    expect(trouble.splice(0).flat()).to.deep.equal([]);
  });

  const cell = (name: string) => page.getByRole('gridcell', { name, exact: true });

  async function save() {
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('All changes are saved.').waitFor();
    return (await gateway.admin.get(`/channels/${form}`)).body.operatingHours;
  }

  it('are painted by dragging over days and times, and taken back step by step', async () => {
    await cell('Saturday, 10:00 to 10:30, closed').hover();
    await page.mouse.down();
    await cell('Sunday, 11:30 to 12:00, closed').hover();
    await page.mouse.up();
    await cell('Sunday, 11:30 to 12:00, open').waitFor();
    await cell('Monday, 09:00 to 09:30, open').click();
    await cell('Monday, 09:00 to 09:30, closed').waitFor();
    await page.getByText('There are unsaved changes.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await cell('Monday, 09:00 to 09:30, open').waitFor();
    expect((await save()).weekly).to.deep.equal([
      { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' },
      { days: [6, 7], from: '10:00', to: '12:00' },
    ]);
  });

  it('are painted by keys: arrows move, Shift marks, the space bar opens and closes', async () => {
    await page.getByText('15 minutes', { exact: true }).click();
    const grid = page.getByRole('grid');
    await cell('Monday, 02:15 to 02:30, closed').waitFor();
    await grid.focus();
    // Up from where the cursor starts to midnight; each step is a quarter of an hour.
    for (let steps = 0; steps < 18; steps += 1) await grid.press('ArrowUp');
    await grid.press('ArrowRight');
    await grid.press('Shift+ArrowDown');
    await grid.press('Shift+ArrowRight');
    await grid.press('Space');
    await cell('Wednesday, 00:15 to 00:30, open').waitFor();
    expect((await save()).weekly[0]).to.deep.equal({ days: [2, 3], from: '00:00', to: '00:30' });
  });

  it('take exact times, also past midnight, and are copied to other days', async () => {
    const end = page.getByRole('textbox', { name: 'Friday, to' });
    await end.fill('half five');
    await end.press('Enter');
    await page.getByText('Use a time such as 09:30.').waitFor();
    await end.fill('1.45');
    await end.press('Enter');
    await page.getByText('until the next day').waitFor();
    await page.getByRole('button', { name: 'Copy the hours of Friday' }).click();
    const others = page.getByRole('group', { name: 'Copy Friday to' });
    await others.getByRole('checkbox', { name: 'Saturday' }).check();
    for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday']) {
      await others.getByRole('checkbox', { name: day }).uncheck();
    }
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    expect((await save()).weekly).to.deep.equal([
      { days: [1, 2, 3, 4], from: '09:00', to: '17:00' },
      { days: [5, 6], from: '09:00', to: '01:45' },
    ]);
  });

  it('close on dates, ranges and public holidays, open otherwise on special dates, and show two weeks ahead', async () => {
    await page.getByLabel('Closed on').fill('2027-08-02');
    await page.getByLabel('until (for several days)').fill('2027-08-06');
    await page.getByRole('button', { name: 'Add closed dates' }).click();
    await page.getByRole('button', { name: 'Add public holidays' }).click();
    await page.getByRole('combobox', { name: 'Country' }).fill('Germ');
    await page.getByRole('option', { name: 'Germany' }).click();
    await page.getByRole('checkbox', { name: /^Christmas Day/ }).check();
    await page.getByLabel('Date', { exact: true }).fill('2027-12-24');
    await page.getByRole('button', { name: 'Add a special date' }).click();
    await page.getByRole('list', { name: 'The next 14 days' }).getByText('09:00–17:00').first().waitFor();
    const year = new Date().getFullYear();
    const { closed, special } = await save();
    expect(closed).to.deep.equal([`${year}-12-25`, { from: '2027-08-02', to: '2027-08-06' }]);
    expect(special).to.deep.equal([{ date: '2027-12-24', from: '10:00', to: '14:00' }]);
  });

  it('are kept until one says that changes may go', async () => {
    await page.getByText('Always open', { exact: true }).click();
    await page.getByText('There are unsaved changes.').waitFor();
    await page.getByRole('link', { name: 'Routing', exact: true }).click();
    await page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor();
    await page.getByRole('button', { name: 'Stay' }).click();
    await page.getByText('Day and night').waitFor();
    await page.getByRole('button', { name: 'Discard changes' }).click();
    await page.getByRole('grid').waitFor();
    await page.getByRole('link', { name: 'Routing', exact: true }).click();
    await page.getByText('Who would get a ticket now').waitFor();
  });

  it('can be read and used by everyone', async () => {
    await page.getByRole('list', { name: 'The next 14 days' }).waitFor();
    await expectAccessibleInBoth(page);
  });
});
