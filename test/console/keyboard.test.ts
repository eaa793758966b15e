import type { Browser, Page } from 'playwright-core';
import { openPage, startBrowser } from '../support/browser.ts';
import { eventually, PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';

/** Says in the page whether what has the focus, or the field around it, is marked. */
const MARK_OF_FOCUS = `(() => {
  const element = document.activeElement;
  if (!element || element === document.body) return true;
  return [element, element.parentElement].some((each) => {
    const { outlineStyle, borderColor } = getComputedStyle(each);
    return outlineStyle !== 'none' || borderColor === 'rgb(11, 110, 99)';
  });
})()`;

describe('by keyboard alone, an agent', () => {
  let browser: Browser;
  let gateway: TestGateway;
  let page: Page;
  let numbers: string[];

  before(async () => {
    [browser, gateway] = await Promise.all([startBrowser(), startTestGateway()]);
    const ana = await makeAgent(gateway, 'Ana');
    await makeAgent(gateway, 'Ben');
    const form = await makeForm(gateway, { assign: { to: 'specific', users: [ana.id], teams: [] } });
    numbers = [];
    for (const subject of ['The first', 'The second']) {
      numbers.push(await submit(gateway, form, { subject }));
      await routed(gateway, numbers.at(-1) ?? '');
    }
    ({ page } = await openPage(browser, gateway.url, { viewport: { width: 1440, height: 900 } }));
    await page.goto('/views/mine-open');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.keyboard.type(ana.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'The first' }).waitFor();
  });
  after(async () => {
    await browser.close();
    await gateway.stop();
  });

  const press = (key: string) => page.keyboard.press(key);
  /** The name of what has the focus, or its words. */
  const focused = async () =>
    String(
      await page.evaluate(
        'document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent',
      ),
    );

  const stored = (status: string) =>
    eventually(`the ticket is stored as ${status}`, async () => {
      const { body } = await gateway.admin.get(`/tickets/${numbers[0]}`);
      return body.status === status;
    });

  it('opens a ticket, answers it, gives it away and closes it', async () => {
    await press('j');
    await page.getByRole('heading', { name: 'The second' }).waitFor();
    await press('j');
    await page.getByRole('heading', { name: 'The first' }).waitFor();
    await page.getByRole('textbox', { name: /^Reply by/ }).waitFor();
    await press('r');
    await page.keyboard.type('Typed, not clicked.');
    await press('ControlOrMeta+Enter');
    await page.getByText('Typed, not clicked.').first().waitFor();
    await page.getByRole('heading', { name: 'The first' }).waitFor();
    await press('Escape');
    await eventually('the editor let go', async () => !(await focused()).startsWith('Reply by'));
    await press('e');
    await page.getByText(`#${numbers[0]} · Closed`).waitFor();
    // It shows before it is stored.
    await stored('closed');
    await press('e');
    await page.getByText(`#${numbers[0]} · Open`).waitFor();
    await stored('open');
    await press('a');
    await eventually('the search has the focus', async () => (await focused()) === 'Find a user or team');
    await page.keyboard.type('Ben');
    await page.getByRole('option', { name: 'Ben' }).waitFor();
    await press('ArrowDown');
    await press('Enter');
    await page.getByRole('button', { name: 'Owner: Ben' }).waitFor();
  });

  it('goes by the palette and reads the sheet of keys, each giving the focus back', async () => {
    await page.getByRole('button', { name: 'New ticket' }).focus();
    await press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await press('Escape');
    await eventually('the focus is back', async () => (await focused()) === 'New ticket');
    await press('ControlOrMeta+k');
    await page.getByRole('combobox', { name: /^Go to/ }).waitFor();
    await page.keyboard.type('closed');
    await page
      .getByRole('option', { name: /Closed/ })
      .first()
      .waitFor();
    await press('Enter');
    await page.getByRole('heading', { name: 'Closed', exact: true }).waitFor();
  });

  it('ticks tickets to change them together, and searches', async () => {
    await press('5');
    await page.getByRole('link', { name: 'The second' }).focus();
    await press('x');
    await page.getByText('1 selected').waitFor();
    await press('Escape');
    await page.getByText('1 selected').waitFor({ state: 'detached' });
    await press('/');
    await page.keyboard.type('second');
    await page.getByRole('link', { name: 'The first' }).waitFor({ state: 'detached' });
  });

  it('sees where the focus is, wherever Tab leads', async () => {
    await page.goto('/views/all-open');
    await page.getByRole('link', { name: 'The second' }).waitFor();
    for (let step = 0; step < 20; step += 1) {
      await press('Tab');
      await eventually('the focus is seen', async () => (await page.evaluate(MARK_OF_FOCUS)) !== false);
    }
  });
});
