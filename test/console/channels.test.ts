import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { expectAccessibleInBoth } from '../support/axe.ts';
import { openConsole, startBrowser } from '../support/browser.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm } from '../support/workspace.ts';

const NOBODY = { assign: { to: 'nobody' } };

describe('in the settings of channels, an admin', () => {
  let browser: Browser;
  let gateway: TestGateway;
  let page: Page;
  const trouble: string[][] = [];

  before(async () => {
    [browser, gateway] = await Promise.all([startBrowser(), startTestGateway()]);
  });
  after(async () => {
    await browser.close();
    await gateway.stop();
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    expect(trouble.splice(0).flat()).to.deep.equal([]);
  });

  async function open(path: string, more = {}): Promise<void> {
    const who = { api: gateway.admin, email: 'root@example.com', path };
    const opened = await openConsole(browser, gateway.url, who, more);
    trouble.push(opened.trouble);
    page = opened.page;
  }

  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const read = async (id: string) => (await gateway.admin.get(`/channels/${id}`)).body;

  it('comes from an empty list to a form on a site of their own, step by step', async () => {
    await open('/settings/channels');
    await page.getByRole('heading', { name: 'No channels yet' }).waitFor();
    await page.getByRole('link', { name: 'Add a channel' }).click();
    await page.getByRole('main').getByRole('link', { name: /^Form/ }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Returns');
    await button('Next').click();
    await button('Add a question').click();
    await page.getByLabel('Question', { exact: true }).fill('Order number');
    await button('Next').click();
    await button('Make the form').click();
    await page.getByText('Returns is ready.').waitFor();
    const code = await page.getByRole('region', { name: 'Embed code' }).textContent();
    expect(code).to.match(/^<script src="http:.*\/embed\.js" async><\/script>$/);
    await page.frameLocator('iframe[title="Preview"]').getByLabel('Order number').waitFor();
    const { items } = (await gateway.admin.get('/channels')).body;
    expect(items[0].policy.assign.users).to.have.length(1);
  });

  it('moves questions by keys and by dragging, changes them, and reads beside the field what is wrong', async () => {
    const id = await makeForm(gateway, NOBODY);
    await open(`/settings/channels/${id}`);
    const handle = (label: string) => button(`Move ${label}`);
    await handle('Message').press('ArrowUp');
    await handle('Message').press('ArrowUp');
    await handle('Subject').dragTo(handle('Name'));
    await page.getByRole('button', { name: /^Name Short text/ }).click();
    await page.getByRole('combobox', { name: 'Kind of answer' }).click();
    await page.getByRole('option', { name: 'Choice' }).click();
    await page.getByLabel('Choices').fill('Private\nfirm | Company');
    await page.getByRole('checkbox', { name: 'Must be answered' }).check();
    await page.getByLabel('Name of the field').fill('1st');
    await button('Save').click();
    await page.getByText('must start with a letter').first().waitFor();
    expect(await page.getByLabel('Name of the field').getAttribute('aria-invalid')).to.equal('true');
    expect(await page.getByLabel('Choices').inputValue()).to.equal('Private\nfirm | Company');
    await page.getByLabel('Name of the field').fill('who');
    await button('Save').click();
    await page.getByText('All changes are saved.').waitFor();
    const { fields } = (await read(id)).settings;
    expect(fields.map(({ label }: { label: string }) => label)).to.deep.equal([
      'Subject',
      'Name',
      'Message',
      'Email',
    ]);
    expect(fields[1]).to.deep.include({
      name: 'who',
      type: 'select',
      required: true,
      options: ['Private', { value: 'firm', label: 'Company' }],
    });
  });

  it('asks a question only after a certain answer to an earlier one', async () => {
    const id = await makeForm(gateway, NOBODY);
    await open(`/settings/channels/${id}`);
    await page.getByRole('button', { name: /^Message Long text/ }).click();
    await page.getByRole('combobox', { name: 'Ask only after an answer to' }).click();
    await page.getByRole('option', { name: 'Subject' }).click();
    await page.getByLabel('when the answer is').fill('Other');
    await button('Save').click();
    await page.getByText('All changes are saved.').waitFor();
    expect((await read(id)).settings.fields[3].showIf).to.deep.equal({ field: 'subject', equals: 'Other' });
  });

  it('switches a channel off and on, and deletes it after reading what becomes of its tickets', async () => {
    const id = await makeForm(gateway, NOBODY, { name: 'Old form' });
    await open(`/settings/channels/${id}`);
    const on = page.getByRole('switch', { name: 'Switched on' });
    await on.uncheck({ force: true });
    await page.getByText('Switched off').waitFor();
    await on.check({ force: true });
    await page.getByText('Switched off').waitFor({ state: 'detached' });
    await button('Delete').click();
    await page.getByText('Its tickets stay as they are').waitFor();
    await button('Delete the channel').click();
    await page.getByText('Old form was deleted.').waitFor();
    await page.getByRole('link', { name: 'Add a channel' }).waitFor();
    expect((await gateway.admin.get(`/channels/${id}`)).status).to.equal(404);
  });

  it('keeps what was typed while somebody else saves the same channel', async () => {
    const id = await makeForm(gateway, NOBODY);
    await open(`/settings/channels/${id}`);
    await page.getByLabel('Thanks').fill('Thank you!');
    await gateway.admin.patch(`/channels/${id}`, { name: 'Renamed elsewhere' });
    await page.getByText('Somebody else saved this meanwhile.').waitFor();
    expect(await page.getByLabel('Thanks').inputValue()).to.equal('Thank you!');
    await button('Discard changes').click();
    await page.getByRole('heading', { name: 'Renamed elsewhere' }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).to.equal(
      'Renamed elsewhere',
    );
  });

  it('can read and use every screen, on a phone too, in both themes', async () => {
    const id = await makeForm(gateway, NOBODY);
    await open('/settings/channels');
    await page
      .getByRole('link', { name: /Contact form/ })
      .first()
      .waitFor();
    await expectAccessibleInBoth(page);
    for (const path of ['', '/install']) {
      await page.goto(`/settings/channels/${id}${path}`);
      await page.getByRole('heading', { name: 'Contact form' }).waitFor();
      await page.getByRole('button', { name: /^(Move Name|Copy: Link)$/ }).waitFor();
      await expectAccessibleInBoth(page);
    }
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto('/settings/channels/new/form');
    await button('Next').click();
    await page.getByRole('button', { name: /^Email Email address/ }).click();
    await expectAccessibleInBoth(page);
  });
});

describe('in the settings, an agent', () => {
  it('reads that their role does not allow channels, and sees no link to them', async () => {
    const [browser, gateway] = await Promise.all([startBrowser(), startTestGateway()]);
    try {
      const agent = await makeAgent(gateway, 'Ana');
      const { page } = await openConsole(browser, gateway.url, { ...agent, path: '/settings/channels' });
      await page.getByRole('heading', { name: 'Your role does not allow this' }).waitFor();
      expect(await page.getByRole('link', { name: 'Channels' }).count()).to.equal(0);
    } finally {
      await browser.close();
      await gateway.stop();
    }
  });
});
