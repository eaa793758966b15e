import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { expectAccessibleInBoth } from '../support/axe.ts';
import { openConsole, startBrowser } from '../support/browser.ts';
import { type Dovecot, MAIL_PASSWORD, startDovecot } from '../support/dovecot.ts';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { type SmtpSink, startSmtpSink } from '../support/smtp.ts';

describe('setting up an email channel in the console', () => {
  let browser: Browser;
  let gateway: TestGateway;
  let imap: Dovecot;
  let smtp: SmtpSink;
  let page: Page;
  const trouble: string[][] = [];

  before(async () => {
    [browser, gateway, imap, smtp] = await Promise.all([
      startBrowser(),
      startTestGateway(),
      startDovecot(),
      startSmtpSink({ user: 'support', password: MAIL_PASSWORD }),
    ]);
  });
  after(async () => {
    await browser.close();
    await gateway.stop();
    await imap[Symbol.asyncDispose]();
    await smtp[Symbol.asyncDispose]();
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    expect(trouble.splice(0).flat()).to.deep.equal([]);
  });

  async function open(path: string): Promise<void> {
    const who = { api: gateway.admin, email: 'root@example.com', path };
    const opened = await openConsole(browser, gateway.url, who);
    trouble.push(opened.trouble);
    page = opened.page;
  }

  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const channels = async () => (await gateway.admin.get('/channels')).body.items;

  async function enterServer(name: string, port: number, password?: string): Promise<void> {
    const server = page.getByRole('group', { name });
    await server.getByLabel('Server').fill('127.0.0.1');
    await server.getByLabel('Port').fill(String(port));
    await server.getByRole('combobox', { name: 'Encryption' }).click();
    await page.getByRole('option', { name: 'None (this machine only)' }).click();
    if (password !== undefined) await server.getByRole('textbox', { name: 'Password' }).fill(password);
  }

  it('tests before it switches on, and keeps everything when a test fails', async () => {
    await open('/settings/channels/new/email');
    await page.getByLabel('Address').fill('support@shop.example');
    await button('Next').click();
    await enterServer('Receiving (IMAP)', imap.port, 'a wrong password');
    await page.getByRole('group', { name: 'Receiving' }).getByLabel('User name').fill('support');
    await enterServer('Sending (SMTP)', smtp.port);
    await button('Test the connection').click();
    await page.getByText('Everything you entered is kept').waitFor();
    expect((await channels()).map((each: { enabled: boolean }) => each.enabled)).to.deep.equal([false]);
    const password = page
      .getByRole('group', { name: 'Receiving' })
      .getByRole('textbox', { name: 'Password' });
    expect(await password.inputValue()).to.equal('a wrong password');
    // The way into the mailbox goes for sending too, as long as nothing else is entered there.
    await password.fill(MAIL_PASSWORD);
    await button('Test the connection').click();
    const result = page.getByRole('list', { name: 'Result of the test' });
    await result.getByText('Sending: works').waitFor();
    await result.getByText('Receiving: works').waitFor();
    await expectAccessibleInBoth(page);
    await button('Next').click();
    await page.getByLabel('Signature').fill('Your team at Shop');
    await page.getByRole('checkbox', { name: 'Acknowledge new tickets' }).check();
    await button('Next').click();
    await button('Save and switch on').click();
    await page.getByText('Mail to support@shop.example now becomes tickets.').waitFor();
    await page.getByText('Connected', { exact: true }).waitFor();
    const [channel, ...others] = await channels();
    expect(others).to.deep.equal([]);
    expect(channel.settings).to.include({ acknowledge: true, signature: 'Your team at Shop' });
  });

  it('never shows a secret, and keeps it when something else is changed', async () => {
    const [{ id }] = await channels();
    await open(`/settings/channels/${id}`);
    const password = page
      .getByRole('group', { name: 'Receiving' })
      .getByRole('textbox', { name: 'Password' });
    expect(await password.inputValue()).to.equal('');
    expect(await password.getAttribute('placeholder')).to.equal('unchanged');
    await page.getByLabel('Name of the sender').fill('Shop');
    await button('Save and test').click();
    await page.getByText('Sending: works').waitFor();
    await page.getByText('All changes are saved.').waitFor();
    await eventually('the new name is saved', async () => (await channels())[0].settings.name === 'Shop');
    await expectAccessibleInBoth(page);
  });

  it('fills in the servers of a provider, and says how one signs in there', async () => {
    await open('/settings/channels/new/email');
    await page.getByLabel('Address').fill('help@shop.example');
    await page.getByRole('combobox', { name: 'Provider' }).click();
    await page.getByRole('option', { name: 'Microsoft 365' }).click();
    await page.getByText('takes no passwords').waitFor();
    await button('Next').click();
    const sending = page.getByRole('group', { name: 'Sending' });
    expect(await sending.getByLabel('Server').inputValue()).to.equal('smtp.office365.com');
    expect(await sending.getByLabel('Port').inputValue()).to.equal('587');
    expect(await sending.getByLabel('Token address').inputValue()).to.contain('microsoftonline');
    await page.getByRole('group', { name: 'Receiving' }).getByLabel('Client ID').fill('app');
    expect(await sending.getByLabel('Client ID').inputValue()).to.equal('app');
    await button('Test the connection').click();
    await page.getByText('Nothing was saved; what you entered is still here.').waitFor();
    const token = page
      .getByRole('group', { name: 'Receiving' })
      .getByRole('textbox', { name: 'Refresh token' });
    expect(await token.getAttribute('aria-invalid')).to.equal('true');
    await page.getByText('Fill in this field.').first().waitFor();
  });
});
