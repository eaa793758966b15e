import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { journalModel } from '../../src/inbound/journal-model.ts';
import { newId } from '../../src/store/ids.ts';
import { expectAccessibleInBoth } from '../support/axe.ts';
import { openConsole, startBrowser } from '../support/browser.ts';
import { PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm } from '../support/workspace.ts';

describe('under Workspace, a super admin', () => {
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

  async function open(path: string, who = { api: gateway.admin, email: 'root@example.com' }): Promise<void> {
    const opened = await openConsole(browser, gateway.url, { ...who, path: `/settings/${path}` });
    trouble.push(opened.trouble);
    page = opened.page;
    await page.locator('main h1').waitFor();
  }

  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const dialog = () => page.getByRole('dialog');

  it('makes a key that is shown once, and takes it back', async () => {
    await open('api-keys');
    await page.getByText('No keys yet').waitFor();
    await button('Make a key').click();
    await dialog().getByLabel('Name').fill('Shop');
    await dialog().getByRole('radio', { name: 'Read and write' }).check();
    await expectAccessibleInBoth(page);
    await button('Make the key').click();
    const shop = gateway.client(await page.getByLabel('Key', { exact: true }).inputValue());
    expect((await shop.get('/tickets')).status).to.equal(200);
    await button('I have kept it').click();
    await button('Delete: Shop').click();
    await dialog().getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No keys yet').waitFor();
    expect((await shop.get('/tickets')).status).to.equal(401);
  });

  it('sets routing rules, and reads the change in the audit log', async () => {
    await open('routing-rules');
    await page.getByLabel('Email tickets, at most').fill('7');
    await expectAccessibleInBoth(page);
    await page.getByLabel('Away without an open console after').fill('15');
    await button('Save').click();
    await page.getByText('All changes are saved.').waitFor();
    await page.getByRole('link', { name: 'Audit log' }).click();
    const entry = page.getByRole('listitem').filter({ hasText: 'changed: routing rules' });
    await entry.getByText('15', { exact: true }).waitFor();
    await entry.getByText('7', { exact: true }).waitFor();
    await expectAccessibleInBoth(page);
  });

  it('writes a shared canned reply with a placeholder, which agents read and do not change', async () => {
    await open('canned-replies');
    await button('Add a canned reply').click();
    await dialog().getByLabel('Title').fill('Thanks');
    await dialog().getByLabel('Shortcut').fill('thanks');
    await dialog().getByLabel('Text', { exact: true }).fill('Hello ');
    await button('Contact’s first name').click();
    await dialog().getByLabel('Share with everybody').check();
    await button('Save').click();
    await page.getByText('Hello {{contact.firstName}}').waitFor();
    await expectAccessibleInBoth(page);
    const ana = await makeAgent(gateway, 'Ana');
    await ana.api.signIn(ana.email, PASSWORD);
    await open('canned-replies', { api: ana.api, email: ana.email });
    await page.getByText('Hello {{contact.firstName}}').waitFor();
    expect(await button('Edit Thanks').count()).to.equal(0);
  });

  it('renames and deletes a tag', async () => {
    await gateway.admin.post('/tags', { name: 'refund' });
    await open('tags');
    await button('Rename refund').waitFor();
    await expectAccessibleInBoth(page);
    await button('Rename refund').click();
    await dialog().getByLabel('Name').fill('money back');
    await button('Save').click();
    await button('Delete: money back').click();
    await dialog().getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No tags yet').waitFor();
  });

  it('exports a person as a file, and erases them only after typing their name', async () => {
    await gateway.admin.post('/contacts', { name: 'Eva Kunde', emails: ['eva@customer.example'] });
    await open('person-data');
    await page.getByLabel('Search by name, address or number').fill('Eva');
    await expectAccessibleInBoth(page);
    const [file] = await Promise.all([page.waitForEvent('download'), button('Export Eva Kunde').click()]);
    expect(file.suggestedFilename()).to.match(/^contact-.*\.json$/);
    await button('Erase Eva Kunde').click();
    expect(await button('Erase for good').isDisabled()).to.equal(true);
    await dialog().getByRole('textbox').fill('Eva Kunde');
    await button('Erase for good').click();
    await page.getByText('Nobody found').waitFor();
    expect((await gateway.admin.get('/contacts?q=Eva')).body.items).to.deep.equal([]);
  });

  it('reads why something that came in is stuck, and discards it after being asked', async () => {
    const channel = await makeForm(gateway, { assign: { to: 'nobody' } });
    await journalModel(gateway.db).create({
      ...{ _id: newId(), channel, externalId: newId(), state: 'failed', message: null, number: null },
      ...{ raw: null, error: 'It broke.', attempts: 3, ticket: null, by: '', at: new Date(), doneAt: null },
    });
    await open('replay');
    const row = page.getByRole('row', { name: /Contact form/ });
    await row.getByText('It broke.').waitFor();
    await expectAccessibleInBoth(page);
    await row.getByRole('button', { name: /^Delete/ }).click();
    await dialog().getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Nothing is stuck').waitFor();
  });

  it('asks everybody for a second factor, who then set it up before anything else', async () => {
    await open('general');
    await expectAccessibleInBoth(page);
    await page.getByRole('radio', { name: 'Everybody must use it' }).check();
    await page.getByText('Set it up to go on').waitFor();
    await page.getByRole('button', { name: 'Set up two-factor sign-in' }).waitFor();
  });
});
