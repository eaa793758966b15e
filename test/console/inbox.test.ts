import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { openConsole, startBrowser, write } from '../support/browser.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';

describe('in the inbox, an agent', () => {
  let browser: Browser;
  let gateway: TestGateway;
  let ana: Awaited<ReturnType<typeof makeAgent>>;
  let team: string;
  let toAna: string;
  let toNobody: string;
  let page: Page;
  const trouble: string[][] = [];

  before(async () => {
    [browser, gateway] = await Promise.all([startBrowser(), startTestGateway()]);
    ana = await makeAgent(gateway, 'Ana');
    await makeAgent(gateway, 'Ben');
    const made = await gateway.admin.post('/teams', { name: 'Second level', members: [ana.id] });
    team = made.body.id;
    toAna = await makeForm(gateway, { assign: { to: 'specific', users: [ana.id], teams: [] } });
    toNobody = await makeForm(gateway, { assign: { to: 'nobody' } }, { name: 'Other form' });
  });
  after(async () => {
    await browser.close();
    await gateway.stop();
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    expect(trouble.splice(0).flat()).to.deep.equal([]);
  });

  async function open(path = '/', who = ana): Promise<Page> {
    const opened = await openConsole(browser, gateway.url, { ...who, path });
    trouble.push(opened.trouble);
    page = opened.page;
    return page;
  }

  const row = (subject: string) => page.locator('a[data-ticket]').filter({ hasText: subject });
  const owner = (name: string) => page.getByRole('button', { name: `Owner: ${name}` });

  async function giveTo(name: string): Promise<void> {
    await page.getByRole('button', { name: /^Owner:/ }).click();
    await page.getByPlaceholder('Find a user or team').fill(name);
    await page.getByRole('option', { name }).click();
  }

  it('sees a submission become their ticket at once, with why, and gives it to a colleague and a team', async () => {
    await open('/views/mine-open');
    await page.getByText('Nothing is waiting for you.').waitFor();
    await submit(gateway, toAna, { subject: 'A new lamp', message: 'It does not light.' });
    await row('A new lamp').click();
    await page.getByText('Ana: the only one available').waitFor();
    await giveTo('Ben');
    await owner('Ben').waitFor();
    await page.getByText(/gave it to Ben/).waitFor();
    await page.getByText('Nothing is waiting for you.').waitFor();
    await giveTo('Second level');
    await page.getByText(/gave it to the team Second level/).waitFor();
    await page.getByRole('link', { name: /^My teams unassigned/ }).click();
    await row('A new lamp').waitFor();
    expect((await gateway.admin.get(`/tickets?team=${team}`)).body.items).to.have.length(1);
  });

  it('becomes the owner of a ticket without one by replying', async () => {
    const number = await submit(gateway, toNobody, { subject: 'Who takes this?' });
    await routed(gateway, number);
    await open(`/tickets/${number}?view=unassigned`);
    await owner('Nobody').waitFor();
    await write(page, 'I do.');
    await page.keyboard.press('ControlOrMeta+Enter');
    await owner('Ana').waitFor();
    const { body } = await gateway.admin.get(`/tickets/${number}`);
    expect(body.owner).to.equal(ana.id);
  });

  it('finds tickets by words and filters, by their address, by a saved view and by the back button', async () => {
    for (const subject of ['Blue paint', 'Red paint'])
      await routed(gateway, await submit(gateway, toAna, { subject }));
    await open('/views/all-open');
    await page.getByLabel('Search subject, text, contact').fill('blue');
    await row('Red paint').waitFor({ state: 'detached' });
    await page.waitForURL(/q=blue/);
    await row('Blue paint').click();
    await page.getByRole('heading', { name: 'Blue paint' }).waitFor();
    await page.goBack();
    await page.getByText('Choose a ticket').waitFor();
    await page.getByRole('button', { name: 'Filter and sort' }).click();
    await page.getByRole('button', { name: 'Save as a view' }).click();
    await page.getByLabel('Name').fill('Only blue');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.goto('/views/closed');
    await page.getByRole('link', { name: /^Only blue/ }).click();
    await row('Blue paint').waitFor();
    await page.goto('/views/all-open?q=nothing+of+the+kind');
    await page.getByText('No ticket matches.').waitFor();
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await row('Red paint').waitFor();
  });

  it('merges a ticket into another, is led there from the old address, and undoes it', async () => {
    const [from = '', into = ''] = [
      await submit(gateway, toAna, { subject: 'Twice' }),
      await submit(gateway, toAna, { subject: 'Once' }),
    ];
    await Promise.all([routed(gateway, from), routed(gateway, into)]);
    await open(`/tickets/${from}`);
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Merge into another ticket…' }).click();
    await page.getByLabel('Into which ticket?').fill(into);
    await page.getByRole('button', { name: `#${into} Once` }).click();
    await page.getByText(`merged ticket ${from} into it`).waitFor();
    await page.goto(`/tickets/${from}`);
    await page.getByText('This ticket is part of another one.').waitFor();
    await page.getByRole('link', { name: `Ticket ${into}` }).waitFor();
    await page.getByRole('button', { name: 'Undo the merge' }).click();
    await page.getByRole('textbox', { name: /^Reply by/ }).waitFor();
    expect((await gateway.admin.get(`/tickets/${from}`)).body.mergedInto).to.equal(null);
  });

  it('puts a ticket off, and reads why it is back', async () => {
    const number = await submit(gateway, toAna, { subject: 'Not today' });
    const { id } = await routed(gateway, number);
    await open(`/tickets/${number}`);
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: /^Tomorrow/ }).click();
    await page.getByText(/· Snoozed until/).waitFor();
    await page.getByText(/snoozed it until/).waitFor();
    const until = (await gateway.admin.get(`/tickets/${id}`)).body.snoozedUntil;
    gateway.clock.moveTo(Date.parse(until) + 1);
    await page.getByText('Open · Back from snooze').waitFor();
    gateway.clock.moveTo(Date.now());
  });

  it('closes, gives away and tags many at once, and takes the closing back', async () => {
    for (const subject of ['Heap one', 'Heap two', 'Heap three'])
      await routed(gateway, await submit(gateway, toAna, { subject }));
    await open('/views/all-open?q=heap');
    await page.getByLabel('Select “Heap one”').click();
    await page.getByLabel('Select “Heap three”').click({ modifiers: ['Shift'] });
    await page.getByText('3 selected').waitFor();
    await page.getByRole('region', { name: 'Chosen tickets' }).getByRole('button', { name: 'Close' }).click();
    await page.getByText('3 tickets changed.').waitFor();
    await page.getByText('No ticket matches.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await row('Heap two').hover();
    await page.getByLabel('Select “Heap two”').click();
    await page.getByPlaceholder('Give to…').fill('Ben');
    await page.getByRole('option', { name: 'Ben' }).click();
    await page.getByText('1 ticket changed.').waitFor();
    await page.getByLabel('Select “Heap two”').click();
    await page.getByRole('region', { name: 'Chosen tickets' }).getByLabel('Add a tag').fill('heap');
    await page.keyboard.press('Enter');
    await page.getByText('0 selected').waitFor({ state: 'detached' });
    const { body } = await gateway.admin.get('/tickets?q=heap&tag=heap');
    expect(body.items.map((ticket: { subject: string }) => ticket.subject)).to.deep.equal(['Heap two']);
  });

  it('makes a ticket by hand and finds it open', async () => {
    await open('/');
    await page.getByRole('button', { name: 'New ticket' }).click();
    await page.getByRole('textbox', { name: 'Subject' }).fill('Met in the corridor');
    await page.getByLabel('Customer’s email').fill('dora@customer.example');
    await page.getByLabel('What it is about').fill('Wants an offer.');
    await page.getByRole('button', { name: 'Make the ticket' }).click();
    await page.getByRole('heading', { name: 'Met in the corridor' }).waitFor();
    await page.getByText('Reply by Email to dora@customer.example').first().waitFor();
  });

  it('reads that settings of the whole workspace are for admins, and sees no link to them', async () => {
    await open('/settings');
    await page.getByRole('navigation', { name: 'Settings' }).waitFor();
    expect(await page.getByRole('link', { name: 'Channels' }).count()).to.equal(0);
    await page.goto('/settings/channels');
    await page.getByText('Your role does not allow this').waitFor();
    await page.goto('/nowhere');
    await page.getByText('There is nothing here').waitFor();
    await page.goto('/tickets/999999');
    await page.getByText('This does not exist, or you may not see it.').waitFor();
  });
});
