import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { expectAccessibleInBoth } from '../support/axe.ts';
import { openConsole, startBrowser } from '../support/browser.ts';
import { eventually, PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm } from '../support/workspace.ts';

describe('under People, an admin', () => {
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
    const opened = await openConsole(browser, gateway.url, { ...who, path });
    trouble.push(opened.trouble);
    page = opened.page;
    await page.locator('main h1').waitFor();
  }

  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const users = async () => (await gateway.admin.get('/users?limit=200')).body.items;

  it('invites somebody, is told what is wrong beside the field, and gets the link', async () => {
    await gateway.admin.post('/teams', { name: 'Billing' });
    await open('/settings/people/new');
    await expectAccessibleInBoth(page);
    await page.getByLabel('Name').fill('Ben Ito');
    await page.getByLabel('Email', { exact: true }).fill('ben@');
    await button('Invite').click();
    await page.getByText('This is not an email address.').first().waitFor();
    await page.getByLabel('Email', { exact: true }).fill('ben@example.com');
    await page.getByRole('combobox', { name: 'Teams' }).click();
    await page.getByRole('option', { name: 'Billing' }).click();
    await button('Invite').click();
    await page.getByRole('heading', { name: 'Ben Ito is invited' }).waitFor();
    expect(await page.getByLabel('Invitation link').inputValue()).to.match(/\/invitation\?token=/);
    const ben = (await users()).find(({ name }: { name: string }) => name === 'Ben Ito');
    expect(ben.teams).to.have.length(1);
    expect(ben.invited).to.equal(true);
  });

  it('sends a new link to whoever lost theirs, and revokes it', async () => {
    const { body } = await gateway.admin.post('/users', { name: 'Dan', email: 'dan@example.com' });
    await open(`/settings/people/${body.id}`);
    await page.getByText('Their link works until').waitFor();
    await button('Send a new link').click();
    const link = page.getByLabel('Invitation link');
    await link.waitFor();
    expect(await link.inputValue()).not.to.equal(body.invitation.url);
    await button('Revoke the link').click();
    await page.getByText('no link works any more').waitFor();
  });

  it('changes what routing goes by, and sees an absence count at once', async () => {
    const eva = await makeAgent(gateway, 'Eva');
    await open(`/settings/people/${eva.id}`);
    await page.getByLabel('Email tickets, at most').fill('3');
    await button('Save').click();
    await page.getByText('All changes are saved.').waitFor();
    expect((await gateway.admin.get(`/users/${eva.id}`)).body.capacity.email).to.equal(3);
    await page.getByRole('link', { name: 'Out of office' }).click();
    await page.getByLabel('Away from').fill('2020-01-01T00:00');
    await page.getByLabel('Back on').fill('2120-01-01T00:00');
    await button('Add absence').click();
    await button('Save').click();
    await page.getByText('out of office').first().waitFor();
    await expectAccessibleInBoth(page);
  });

  it('deactivates somebody and hands their open tickets to a colleague', async () => {
    const [leaving, heir] = [await makeAgent(gateway, 'Finn'), await makeAgent(gateway, 'Gil')];
    const made = await gateway.admin.post('/tickets', {
      subject: 'Lamp',
      text: 'Hi',
      contact: { name: 'Eva' },
    });
    await gateway.admin.put(`/tickets/${made.body.id}/owner`, { user: leaving.id });
    await open(`/settings/people/${leaving.id}`);
    await button('Deactivate').click();
    const dialog = page.getByRole('dialog', { name: 'Deactivate Finn?' });
    await dialog.getByRole('radio', { name: 'go to one person' }).check();
    await dialog.getByRole('combobox', { name: 'Person' }).click();
    await page.getByRole('option', { name: 'Gil' }).click();
    await dialog.getByRole('button', { name: 'Deactivate' }).click();
    await button('Activate again').waitFor();
    await eventually('the ticket has its heir', async () => {
      const { body } = await gateway.admin.get(`/tickets/${made.body.id}`);
      return body.owner === heir.id;
    });
  });

  it('makes a team, and learns which policy keeps it from being deleted', async () => {
    await makeAgent(gateway, 'Hana');
    await open('/settings/teams');
    await button('Add a team').click();
    await page.getByLabel('Name').fill('Returns');
    await page.getByRole('combobox', { name: 'Members' }).click();
    await page.getByRole('option', { name: 'Hana' }).click();
    await page.keyboard.press('Escape');
    await button('Save').click();
    const row = page.getByRole('row', { name: /Returns/ });
    await row.getByText('Hana').waitFor();
    const { items } = (await gateway.admin.get('/teams')).body;
    const team = items.find(({ name }: { name: string }) => name === 'Returns').id;
    await makeForm(gateway, { assign: { to: 'team', team } }, { name: 'Returns form' });
    await row.getByText('Returns form').waitFor();
    await expectAccessibleInBoth(page);
    await row.getByRole('button', { name: 'Delete: Returns' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('The policies of these channels use it: Returns form.').waitFor();
  });

  it('searches the list, which an agent does not get to see', async () => {
    await open('/settings/people');
    await expectAccessibleInBoth(page);
    await page.getByLabel('Search by name or address').fill('ROOT@');
    await page.getByRole('row', { name: /root@example.com/ }).waitFor();
    expect(await page.getByRole('row').count()).to.equal(2);
    const ida = await makeAgent(gateway, 'Ida');
    await ida.api.signIn(ida.email, PASSWORD);
    const opened = await openConsole(browser, gateway.url, {
      api: ida.api,
      email: ida.email,
      path: '/settings/people',
    });
    await opened.page.getByText('Your role does not allow this').waitFor();
    expect(await opened.page.getByRole('link', { name: 'People' }).count()).to.equal(0);
  });
});
