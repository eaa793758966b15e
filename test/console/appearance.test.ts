import type { Browser, Page } from 'playwright-core';
import { expectAccessibleInBoth } from '../support/axe.ts';
import { openConsole, openPage, startBrowser } from '../support/browser.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';

describe('for those who see or hear little, in both themes, the console', () => {
  let browser: Browser;
  let gateway: TestGateway;
  let ana: Awaited<ReturnType<typeof makeAgent>>;
  let number: string;

  before(async () => {
    [browser, gateway] = await Promise.all([startBrowser(), startTestGateway()]);
    ana = await makeAgent(gateway, 'Ana');
    const form = await makeForm(gateway, { assign: { to: 'specific', users: [ana.id], teams: [] } });
    number = await submit(gateway, form, { subject: 'A lamp', message: 'Broken.\n\n-- \nCarl' });
    await routed(gateway, number);
    await submit(gateway, form, { subject: 'Another' });
    await gateway.admin.post(`/tickets/${number}/notes`, { text: 'Only for us' });
    await gateway.admin.patch(`/tickets/${number}`, { priority: 'urgent', tags: ['lamps'] });
  });
  after(async () => {
    await browser.close();
    await gateway.stop();
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });

  async function open(path: string, viewport = { width: 1440, height: 900 }): Promise<Page> {
    return (await openConsole(browser, gateway.url, { ...ana, path }, { viewport })).page;
  }

  it('has a plain way in', async () => {
    const { page } = await openPage(browser, gateway.url);
    await page.goto('/');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await expectAccessibleInBoth(page, 'sign-in');
  });

  it('has a readable list, an empty one, and filters', async () => {
    const page = await open('/views/unassigned');
    await page.getByText('Every ticket has an owner.').waitFor();
    await expectAccessibleInBoth(page, 'empty view');
    await page.goto('/views/all-open');
    await page.getByLabel('Select “A lamp”').click();
    await page.getByText('1 selected').waitFor();
    await expectAccessibleInBoth(page, 'list');
    await page.getByRole('button', { name: 'Filter and sort' }).click();
    await page.getByText('Sort by').waitFor();
    await expectAccessibleInBoth(page, 'filters');
  });

  it('has a readable conversation with its details', async () => {
    const page = await open(`/tickets/${number}`);
    await page.getByRole('textbox', { name: /^Reply by/ }).waitFor();
    await page.getByText('the only one available').waitFor();
    await expectAccessibleInBoth(page, 'conversation');
  });

  it('has readable drawers on narrow windows and phones', async () => {
    const page = await open(`/tickets/${number}`, { width: 390, height: 800 });
    await page.getByRole('textbox', { name: /^Reply by/ }).waitFor();
    await expectAccessibleInBoth(page, 'phone');
    await page.getByRole('button', { name: 'Details' }).click();
    await page.getByRole('dialog').getByText('the only one available').waitFor();
    await expectAccessibleInBoth(page, 'drawer');
  });

  it('has readable dialogs: palette, keys, merge, new ticket', async () => {
    const page = await open(`/tickets/${number}`);
    await page.getByRole('textbox', { name: /^Reply by/ }).waitFor();
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('option').first().waitFor();
    await expectAccessibleInBoth(page, 'palette');
    await page.keyboard.press('Escape');
    await page.getByRole('combobox', { name: /^Go to/ }).waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await expectAccessibleInBoth(page, 'keys');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Merge into another ticket…' }).waitFor();
    await expectAccessibleInBoth(page, 'menu');
    await page.getByRole('menuitem', { name: 'Merge into another ticket…' }).click();
    await page.getByLabel('Into which ticket?').waitFor();
    await expectAccessibleInBoth(page, 'merge');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'New ticket' }).click();
    await page.getByRole('textbox', { name: 'Subject' }).waitFor();
    await expectAccessibleInBoth(page, 'new ticket');
  });
});
