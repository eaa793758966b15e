import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { expectAccessibleInBoth } from '../support/axe.ts';
import { openConsole, startBrowser } from '../support/browser.ts';
import { eventually, PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent } from '../support/workspace.ts';

/** Counts the notes that a window plays: a test cannot listen. */
const COUNT_NOTES = `
  window.notes = 0;
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (at) {
    window.notes += 1;
    start.call(this, at);
  };
`;

/** A window that is behind others, and keeps what it would show on the desktop. */
const HIDDEN_WITH_MESSAGES = `
  Object.defineProperty(document, 'hidden', { get: () => true });
  window.messages = [];
  window.Notification = class {
    static permission = 'granted';
    constructor(title, { body }) {
      window.messages.push(title + ': ' + body);
    }
    close() {}
  };
`;

describe('by notifications, an agent', () => {
  let browser: Browser;
  let gateway: TestGateway;
  let page: Page;
  let ana: Awaited<ReturnType<typeof makeAgent>>;
  const trouble: string[][] = [];

  before(async () => {
    [browser, gateway] = await Promise.all([startBrowser(), startTestGateway()]);
  });
  after(async () => {
    await browser.close();
    await gateway.stop();
  });
  beforeEach(async () => {
    ana = await makeAgent(gateway, 'Ana');
    await ana.api.signIn(ana.email, PASSWORD);
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    expect(trouble.splice(0).flat()).to.deep.equal([]);
  });

  async function open(path: string, who = { api: ana.api, email: ana.email }): Promise<Page> {
    const opened = await openConsole(browser, gateway.url, { ...who, path });
    trouble.push(opened.trouble);
    page = opened.page;
    return page;
  }

  /** A ticket that somebody else gives to the agent. */
  async function assign(subject: string): Promise<number> {
    const made = await gateway.admin.post('/tickets', { subject, text: 'Hi', contact: { name: 'Eva' } });
    await gateway.admin.put(`/tickets/${made.body.id}/owner`, { user: ana.id });
    return made.body.number;
  }

  const bell = (unread: number, where = page) =>
    where.getByRole('button', {
      name: unread ? `Notifications, ${unread} unread` : 'Notifications',
      exact: true,
    });
  const panel = () => page.getByRole('dialog', { name: 'Notifications' });

  it('learns at once of a ticket that became theirs, in all windows, and opens it', async () => {
    const other = await open('/');
    await open('/');
    const number = await assign('Lamp');
    await bell(1, other).waitFor();
    await bell(1).click();
    expect(await page.title()).to.equal('(1) Deskroute');
    await expectAccessibleInBoth(page);
    await panel().getByRole('link', { name: /Lamp/ }).click();
    await page.waitForURL(`**/tickets/${number}`);
    await bell(0, other).waitFor();
    expect(await other.title()).to.equal('Deskroute');
  });

  it('marks one and all of them as read, and one as unread again', async () => {
    await assign('Lamp');
    await assign('Chair');
    await open('/settings/profile');
    await bell(2).click();
    await panel().getByRole('button', { name: 'Mark as read' }).first().click();
    await panel().getByRole('button', { name: 'Mark as unread' }).waitFor();
    await panel().getByRole('button', { name: 'Mark all as read' }).click();
    await bell(0).waitFor();
    await panel().getByRole('button', { name: 'Mark as unread' }).first().click();
    await bell(1).waitFor();
  });

  it('has a sound in one window only, after the first gesture', async () => {
    await open('/');
    const context = page.context();
    const second = await context.newPage();
    const windows = [page, second];
    for (const each of windows) {
      await each.addInitScript({ content: COUNT_NOTES });
      await each.goto(`${gateway.url}/settings/profile`);
      await each.locator('main h1').click();
    }
    await assign('Lamp');
    for (const each of windows) await bell(1, each).waitFor();
    await eventually('two notes were played', async () => {
      const notes = await Promise.all(windows.map((each) => each.evaluate<number>('window.notes')));
      return notes.reduce((sum, each) => sum + each, 0) === 2;
    });
  });

  it('has a message on the desktop only while no window is to be seen', async () => {
    await open('/settings/profile');
    const context = page.context();
    await context.grantPermissions(['notifications']);
    const hidden = await context.newPage();
    await hidden.addInitScript({ content: HIDDEN_WITH_MESSAGES });
    await hidden.goto(`${gateway.url}/settings/profile`);
    await hidden.locator('main h1').waitFor();
    await assign('Seen');
    await Promise.all([bell(1, page).waitFor(), bell(1, hidden).waitFor()]);
    await page.close();
    await assign('Unseen');
    const messages = await eventually('a message', async () => {
      const shown = await hidden.evaluate<string[]>('window.messages');
      return shown.length > 0 && shown;
    });
    expect(messages).to.have.length(1);
    expect(messages[0]).to.match(/^Assigned to you by .*: #\d+ Unseen$/);
    page = hidden;
  });

  it('chooses what comes how, and goes back to the default setting by setting', async () => {
    await open('/settings/notifications');
    const box = page.getByRole('checkbox', { name: 'Tickets that become yours: Email' });
    await box.check();
    const back = page.getByRole('button', { name: 'Back to default: Tickets that become yours: Email' });
    await back.waitFor();
    await expectAccessibleInBoth(page);
    expect((await ana.api.get('/users/me/notification-settings')).body.own).to.deep.equal(['assigned.email']);
    await back.click();
    await back.waitFor({ state: 'detached' });
    expect(await box.isChecked()).to.equal(false);
    expect(await page.getByText('Channels that are down').count()).to.equal(0);
  });

  it('keeps quiet hours and mutes for an hour', async () => {
    await open('/settings/notifications');
    await page.getByRole('switch', { name: 'Keep quiet hours' }).check({ force: true });
    await page.getByLabel('Quiet from').fill('22:00');
    await page.getByLabel('Quiet from').press('Enter');
    await page.getByRole('button', { name: 'For an hour' }).click();
    await page.getByText('Muted until').waitFor();
    // What one sets shows at once, before it is stored.
    const own = await eventually('the quiet hours are stored', async () => {
      const { body } = await ana.api.get('/users/me/notification-settings');
      const [night] = body.settings.quietHours?.weekly ?? [];
      return night?.from === '22:00' && night.to === '07:00' && body.own;
    });
    expect(own).to.deep.equal(['quietHours']);
  });

  it('follows the defaults that a super admin sets', async () => {
    await open('/settings/notification-defaults', { api: gateway.admin, email: 'root@example.com' });
    await expectAccessibleInBoth(page);
    await page.getByRole('checkbox', { name: 'New messages on your tickets: Email' }).check();
    await page.getByRole('button', { name: /^Back to default: New messages/ }).waitFor();
    const own = await eventually('the default is stored', async () => {
      const { body } = await ana.api.get('/users/me/notification-settings');
      return body.settings.message.email === true && body.own;
    });
    expect(own).to.deep.equal([]);
  });
});
