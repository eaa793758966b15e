import { expect } from 'chai';
import { pino } from 'pino';
import type { Browser, Page } from 'playwright-core';
import { parseConfig } from '../../config/index.ts';
import { type Gateway, startGateway } from '../../src/gateway/gateway.ts';
import { apiClient } from '../support/api-client.ts';
import { openPage, startBrowser } from '../support/browser.ts';
import { freshDatabase } from '../support/mongo.ts';

const PASSWORD = 'a long enough password';

describe('from an empty database, a newcomer', () => {
  let browser: Browser;
  let gateway: Gateway;
  let drop: () => Promise<void>;
  let page: Page;
  let trouble: string[];
  let ahead = 0;

  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser.close());

  beforeEach(async () => {
    const database = await freshDatabase();
    drop = database.drop;
    gateway = await startGateway({
      config: parseConfig({ PORT: '0' }),
      mongodbUri: database.uri,
      secretKey: 'a-key-for-tests-that-is-long-enough',
      clock: { now: () => Date.now() + ahead },
      log: pino({ level: 'silent' }),
      checkResponses: true,
    });
    ({ page, trouble } = await openPage(browser, gateway.url ?? ''));
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    await gateway.stop();
    await drop();
    expect(trouble).to.deep.equal([]);
  });

  function setupPath(): string {
    const { pathname, search } = new URL(gateway.setupLink ?? '');
    return pathname + search;
  }

  async function setUp(): Promise<void> {
    await page.goto(setupPath());
    await page.getByLabel('Your name').fill('Ana Costa');
    await page.getByLabel('Email').fill('ana@example.com');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('Password, once more').fill(PASSWORD);
    await page.getByRole('button', { name: 'Make the account' }).click();
    await account().waitFor();
  }

  function account(name = 'Ana Costa') {
    return page.getByRole('button', { name: `Your account: ${name}` });
  }

  async function signIn(password = PASSWORD): Promise<void> {
    await page.getByLabel('Email').fill('ana@example.com');
    await page.getByRole('textbox', { name: 'Password' }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  }

  it('reads where the set-up link is while nobody can sign in', async () => {
    await page.goto('/');
    await page.getByRole('heading', { name: 'Make the first account' }).waitFor();
    const german = await openPage(browser, gateway.url ?? '', { locale: 'de-DE' });
    await german.page.goto('/');
    await german.page.getByRole('heading', { name: 'Das erste Konto anlegen' }).waitFor();
  });

  it('comes from the set-up link to a routed ticket with its owner and the reason', async () => {
    await setUp();
    await page.getByText('No open tickets.').waitFor();
    await page.getByRole('button', { name: 'Make a form' }).click();
    const link = page.getByRole('link', { name: 'Open the form' });
    await link.waitFor();
    const [form] = await Promise.all([page.waitForEvent('popup'), link.click()]);
    await form.getByLabel('Email').fill('ben@example.com');
    await form.getByLabel('Subject').fill('<b>Lamp</b>');
    await form.getByLabel('Message').fill('It does not light.');
    // Nobody is as quick as a test: the form would suspect it.
    ahead += 5_000;
    await form.getByRole('button', { name: 'Send' }).click();
    await form.getByText('Your reference is').waitFor();
    await page.bringToFront();
    await page.getByRole('link', { name: '<b>Lamp</b>' }).click();
    await page.getByRole('heading', { name: '<b>Lamp</b>' }).waitFor();
    await page.getByText('It does not light.').first().waitFor();
    await page.getByRole('button', { name: 'Owner: Ana Costa' }).waitFor();
    await page.getByText('Ana Costa: the only one available').waitFor();
  });

  it('learns what is wrong with the first account by the fields', async () => {
    await page.goto(setupPath());
    await page.getByRole('button', { name: 'Make the account' }).click();
    expect(await page.locator('#name-error').textContent()).to.equal('Fill in this field.');
    expect(await page.locator(':focus').getAttribute('name')).to.equal('name');
    await page.getByLabel('Your name').fill('Ana');
    await page.getByLabel('Email').fill('ana@');
    await page.getByLabel('Password', { exact: true }).fill('short');
    await page.getByLabel('Password, once more').fill('other');
    await page.getByRole('button', { name: 'Make the account' }).click();
    await page.getByText('The two passwords differ.').waitFor();
    await page.getByLabel('Password, once more').fill('short');
    await page.getByRole('button', { name: 'Make the account' }).click();
    await page.getByText('Use at least 10 characters.').waitFor();
    expect(await page.locator('#email-error').textContent()).to.equal('This is not an email address.');
  });

  it('learns that a set-up link is cut off, wrong or used', async () => {
    await page.goto('/setup');
    await page.getByRole('heading', { name: 'This link is not complete' }).waitFor();
    await page.goto('/setup?token=%22%3E%3Cscript%3Ewrong');
    await page.getByLabel('Your name').fill('Ana');
    await page.getByLabel('Email').fill('ana@example.com');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('Password, once more').fill(PASSWORD);
    await page.getByRole('button', { name: 'Make the account' }).click();
    await page.getByText('This link was used already or is too old.').waitFor();
    await setUp();
    await page.goto(setupPath());
    await page.getByRole('heading', { name: 'set up already' }).waitFor();
  });

  it('signs out and in, and is refused with a wrong password', async () => {
    await setUp();
    await account().click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await signIn('a wrong password');
    await page.getByText('The address or the password is wrong.').waitFor();
    await signIn();
    await account().waitFor();
    await page.reload();
    await account().waitFor();
  });

  it('sees the sign-in at once when the session ends elsewhere', async () => {
    await setUp();
    // Taken back by the server: an answer under way would give a browser that forgot its cookie a new one.
    const elsewhere = apiClient(gateway.url ?? '');
    await elsewhere.signIn('ana@example.com', PASSWORD);
    const password = `${PASSWORD}, another one`;
    await elsewhere.patch('/users/me', { password, currentPassword: PASSWORD });
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('gets another try when the server does not answer', async () => {
    await page.goto(setupPath());
    await page.route('**/api/v1/setup', (route) => route.abort());
    for (const label of ['Your name', 'Password', 'Password, once more']) {
      await page.getByLabel(label, { exact: true }).fill(PASSWORD);
    }
    await page.getByLabel('Email').fill('ana@example.com');
    await page.getByRole('button', { name: 'Make the account' }).click();
    await page.getByText('The server did not answer.').waitFor();
    expect(await page.getByLabel('Email').inputValue()).to.equal('ana@example.com');
    await page.unroute('**/api/v1/setup');
    await page.getByRole('button', { name: 'Make the account' }).click();
    await account(PASSWORD).waitFor();
  });

  it('is invited, chooses a password, and reads who makes forms', async () => {
    await setUp();
    const admin = apiClient(gateway.url ?? '');
    await admin.signIn('ana@example.com', PASSWORD);
    const { body } = await admin.post('/users', { name: 'Ben', email: 'ben@example.com', role: 'agent' });
    const { pathname, search } = new URL(body.invitation.url);
    ({ page, trouble } = await openPage(browser, gateway.url ?? ''));
    await page.goto(pathname + search);
    await page.getByLabel('Your name').fill('Ben Ito');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('Password, once more').fill(PASSWORD);
    await page.getByRole('button', { name: 'Save and sign in' }).click();
    await account('Ben Ito').waitFor();
    await page.getByText('An admin makes forms.').waitFor();
  });
});
