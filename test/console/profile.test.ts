import { expect } from 'chai';
import { TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { expectAccessibleInBoth } from '../support/axe.ts';
import { openConsole, startBrowser } from '../support/browser.ts';
import { PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent } from '../support/workspace.ts';

describe('in their profile, an agent', () => {
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

  async function open(path: string): Promise<void> {
    const opened = await openConsole(browser, gateway.url, { api: ana.api, email: ana.email, path });
    trouble.push(opened.trouble);
    page = opened.page;
    await page.locator('main h1').waitFor();
  }

  const button = (name: string) => page.getByRole('button', { name, exact: true });

  it('changes name, language and signature; the console follows the language', async () => {
    await open('/settings/profile');
    await expectAccessibleInBoth(page);
    await page.getByLabel('Name').fill('Ana Costa');
    await page.getByRole('textbox', { name: 'Signature' }).click();
    await page.keyboard.type('Ana from support');
    await page.getByRole('combobox', { name: 'Language' }).click();
    await page.getByRole('option', { name: 'Deutsch' }).click();
    await button('Save').click();
    await page.getByRole('heading', { name: 'Ihr Profil' }).waitFor();
    const { body } = await ana.api.get('/users/me');
    expect(body).to.include({ name: 'Ana Costa', language: 'de', signature: '<p>Ana from support</p>' });
  });

  it('sets own working hours and becomes available or away by one click', async () => {
    await open('/settings/profile/hours');
    await page.getByText('By the week', { exact: true }).click();
    await button('Save').click();
    await page.getByText('All changes are saved.').waitFor();
    expect((await ana.api.get('/users/me')).body.workingHours.weekly).to.have.length(1);
    await button('Set away').click();
    await button('Set available').waitFor();
    expect((await ana.api.get('/users/me')).body.availability.status).to.equal('away');
  });

  it('changes the password, stays signed in here, and is signed out elsewhere', async () => {
    const elsewhere = gateway.client();
    await elsewhere.signIn(ana.email, PASSWORD);
    await open('/settings/profile/security');
    await page.getByLabel('Present password').fill('wrong');
    await page.getByLabel('New password', { exact: true }).fill(`${PASSWORD} 2`);
    await page.getByLabel('New password, once more').fill(`${PASSWORD} 2`);
    await button('Change password').click();
    await page.getByText('This is not your present password.').waitFor();
    await page.getByLabel('Present password').fill(PASSWORD);
    await button('Change password').click();
    await page.getByText('Your password is changed.').waitFor();
    expect((await elsewhere.get('/users/me')).status).to.equal(401);
    await page.reload();
    await page.getByLabel('Present password').waitFor();
  });

  it('sees where else they are signed in, and ends it', async () => {
    const elsewhere = gateway.client();
    await elsewhere.signIn(ana.email, PASSWORD);
    await open('/settings/profile/security');
    await page.getByText('This browser').waitFor();
    await expectAccessibleInBoth(page);
    await button('Sign out everywhere else').click();
    await page.getByText('Signed out there.').waitFor();
    expect((await elsewhere.get('/users/me')).status).to.equal(401);
  });

  it('sets up two-factor sign-in by QR code, keeps the recovery codes, and switches it off again', async () => {
    await open('/settings/profile/security');
    await page.getByLabel('Your password').fill(PASSWORD);
    await button('Set up two-factor sign-in').click();
    await page.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor();
    const secret = (await page.locator('main code').textContent()) ?? '';
    const app = new TOTP({ secret, algorithm: 'SHA1', digits: 6, period: 30 });
    const code = page.getByLabel('Code that the app shows now');
    await code.fill('000000');
    await button('Switch on').click();
    await page.getByText('This code is wrong').waitFor();
    await code.fill(app.generate({ timestamp: gateway.clock.now() }));
    await button('Switch on').click();
    const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
    await codes.first().waitFor();
    const [first] = await codes.allTextContents();
    await expectAccessibleInBoth(page);
    await button('I have kept them').click();
    await page.getByText('Two-factor sign-in is on.').waitFor();
    await button('Switch off').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill(first ?? '');
    await dialog.getByRole('button', { name: 'Switch off' }).click();
    await button('Set up two-factor sign-in').waitFor();
  });
});
