import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { expectAccessibleInBoth } from '../support/axe.ts';
import { openConsole, startBrowser } from '../support/browser.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';

describe('in the policy of a channel, an admin', () => {
  let browser: Browser;
  let gateway: TestGateway;
  let ana: Awaited<ReturnType<typeof makeAgent>>;
  let ben: Awaited<ReturnType<typeof makeAgent>>;
  let page: Page;
  const trouble: string[][] = [];

  before(async () => {
    [browser, gateway] = await Promise.all([startBrowser(), startTestGateway()]);
    ana = await makeAgent(gateway, 'Ana');
    ben = await makeAgent(gateway, 'Ben', { away: true });
    await makeAgent(gateway, 'Cleo', { seat: 'none' });
    await gateway.admin.post('/skills', { name: 'Billing' });
    await gateway.admin.post('/teams', { name: 'Empty team' });
  });
  after(async () => {
    await browser.close();
    await gateway.stop();
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    expect(trouble.splice(0).flat()).to.deep.equal([]);
  });

  async function open(channel: string): Promise<void> {
    const path = `/settings/channels/${channel}/routing`;
    const who = { api: gateway.admin, email: 'root@example.com', path };
    const opened = await openConsole(browser, gateway.url, who);
    trouble.push(opened.trouble);
    page = opened.page;
    await page.getByRole('heading', { name: 'Who gets the tickets' }).waitFor();
  }

  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const now = () => page.getByRole('region', { name: 'Who would get a ticket now' });

  async function choose(field: string, option: string): Promise<void> {
    await page.getByRole('combobox', { name: field, exact: true }).click();
    await page.getByRole('option', { name: option }).click();
    await page.keyboard.press('Escape');
  }
  async function save() {
    await button('Save').click();
    await page.getByText('All changes are saved.').waitFor();
  }

  it('chooses users by searching and sees at once who would get a ticket, and why not the others', async () => {
    const form = await makeForm(gateway, { assign: { to: 'nobody' } });
    await open(form);
    expect(await page.getByRole('radio', { name: 'Customer agent' }).count()).to.equal(0);
    await page.getByRole('radio', { name: 'Specific users and teams' }).check();
    await now().getByText('Choose at least one user or team.').waitFor();
    const owners = page.getByRole('combobox', { name: 'Users and teams' });
    await owners.fill('Cle');
    await page.getByText('Nobody with a Service seat is called so.').waitFor();
    await owners.fill('An');
    await page.getByRole('option', { name: 'Ana' }).click();
    await owners.fill('Be');
    await page.getByRole('option', { name: 'Ben' }).click();
    await now().getByText('would get it').waitFor();
    await now().getByText('1 is passed over').waitFor();
    await gateway.admin.put(`/users/${ben.id}/availability`, { status: 'available' });
    await now().getByText('2 can take it').waitFor();
    await gateway.admin.put(`/users/${ben.id}/availability`, { status: 'away' });
    await save();
    const { policy } = (await gateway.admin.get(`/channels/${form}`)).body;
    expect(policy.assign).to.deep.equal({ to: 'specific', users: [ana.id, ben.id], teams: [] });
  });

  it('reads beside the field why a policy cannot work, and loses nothing', async () => {
    const form = await makeForm(gateway, { assign: { to: 'nobody' } });
    await open(form);
    await page.getByRole('radio', { name: 'Team only' }).check();
    await choose('Team', 'Empty team');
    await button('Save').click();
    await page.getByText('Nothing was saved; what you entered is still here.').waitFor();
    const team = page.getByRole('combobox', { name: 'Team', exact: true });
    expect(await team.getAttribute('aria-invalid')).to.equal('true');
    await page.getByText('Empty team has no active user with a Service seat.').first().waitFor();
    expect(await team.inputValue()).to.equal('Empty team');
  });

  it('asks for skills by rule and adds steps, and reads what that leaves uncovered', async () => {
    const form = await makeForm(gateway, { assign: { to: 'specific', users: [ana.id], teams: [] } });
    await open(form);
    await choose('Distribution', 'Round-robin');
    await page.getByRole('radio', { name: 'Queue it' }).check();
    await button('Add a rule').click();
    await page.getByLabel('contains').fill('invoice');
    await choose('require', 'Billing');
    await button('Add a step').click();
    await choose('Then', 'Alert the admins');
    await page.getByLabel('After minutes', { exact: true }).fill('30');
    await page.getByLabel('Take it back after minutes').fill('60');
    await button('Check the changes').click();
    await page.getByText('Nobody has the skill Billing.').waitFor();
    await save();
    const { policy } = (await gateway.admin.get(`/channels/${form}`)).body;
    expect(policy).to.deep.include({
      distribution: 'round-robin',
      whenNoneAvailable: 'queue',
      steps: [{ afterMinutes: 30, do: { alertAdmins: true } }],
      unansweredMinutes: 60,
    });
    expect(policy.skills.rules[0]).to.include({ field: 'subject', contains: 'invoice' });
  });

  it('sees what each version changed, brings one back, and takes that back', async () => {
    const assign = { to: 'specific', users: [ana.id], teams: [] };
    const form = await makeForm(gateway, { assign });
    await gateway.admin.patch(`/channels/${form}`, { policy: { assign, distribution: 'random' } });
    await open(form);
    const versions = page.getByRole('region', { name: 'Versions' });
    await versions.getByText('Load-balanced').waitFor();
    await versions.getByRole('button', { name: /^Restore.*Version 1$/ }).click();
    await page.getByText('Version 1 is the policy again.').waitFor();
    await versions.getByText('Version 3', { exact: true }).first().waitFor();
    const distribution = page.getByRole('combobox', { name: 'Distribution' });
    expect(await distribution.inputValue()).to.equal('Load-balanced');
    await button('Undo').click();
    await page.getByText('Version 2 is the policy again.').waitFor();
    await versions.getByText('Version 4', { exact: true }).first().waitFor();
    expect(await distribution.inputValue()).to.equal('Random');
  });

  it('sees what unsaved changes would have done with past tickets', async () => {
    const form = await makeForm(gateway, { assign: { to: 'nobody' } });
    await routed(gateway, await submit(gateway, form, { subject: 'A lamp' }));
    await open(form);
    await page.getByRole('radio', { name: 'Specific users and teams' }).check();
    await page.getByRole('combobox', { name: 'Users and teams' }).fill('Ana');
    await page.getByRole('option', { name: 'Ana' }).click();
    await page.keyboard.press('Escape');
    await button('Simulate the changes').click();
    await page.getByText('1 ticket; 1 would have come to somebody else.').waitFor();
    const row = page.getByRole('row', { name: /^Got an owner/ });
    expect(await row.getByRole('cell').allTextContents()).to.deep.equal(['1', '0']);
    await page.getByText('Show the ticket that differs').click();
    await page.getByRole('link', { name: /A lamp/ }).waitFor();
    await expectAccessibleInBoth(page);
  });
});
