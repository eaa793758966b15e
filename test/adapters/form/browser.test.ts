import { expect } from 'chai';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type FormSite, openFormSite } from './form-site.ts';

const SETTINGS = {
  title: 'Write to us',
  spam: { minSeconds: 0 },
  consentText: 'Recognise me next time',
  fields: [
    { name: 'email', label: 'Email', type: 'email', required: true, help: 'We answer here.' },
    { name: 'topic', label: 'Topic', type: 'select', options: ['sales', 'repair'] },
    { name: 'serial', label: 'Serial', required: true, showIf: { field: 'topic', equals: 'repair' } },
    { name: 'photo', label: 'Photo', type: 'file' },
    { name: 'message', label: 'Message', type: 'textarea', required: true },
  ],
};

describe('a form in a browser', () => {
  let browser: Browser;
  let site: FormSite;
  before(async () => {
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  });
  after(() => browser.close());
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    await site[Symbol.asyncDispose]();
  });

  async function openPage(javaScriptEnabled = true): Promise<{ page: Page; trouble: string[] }> {
    const context = await browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    const trouble: string[] = [];
    page.on('pageerror', (error) => trouble.push(error.message));
    // Refused posts are told to the console as well; everything else there is a fault.
    page.on('console', (line) => {
      if (line.type() === 'error' && !line.text().includes('Failed to load resource'))
        trouble.push(line.text());
    });
    return { page, trouble };
  }

  describe('on the hosted page', () => {
    it('goes from an error, with everything kept, to the thanks', async () => {
      site = await openFormSite(SETTINGS);
      const { page, trouble } = await openPage();
      await page.goto(site.url);
      await page.getByLabel('Email').fill('ana@');
      await page.getByLabel('Message').fill('\nFirst line\nsecond');
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByRole('alert').getByText('Please check').waitFor();
      expect(await page.locator(':focus').getAttribute('class')).to.equal('summary');
      expect(await page.getByLabel('Email').getAttribute('aria-describedby')).to.equal('h-email e-email');
      await page.getByRole('link', { name: 'Email' }).click();
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type('ana@example.com');
      await page.getByLabel('Recognise me').check();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByText('Your reference is 1.').waitFor();
      expect(site.messages[0]).to.deep.include({ suspicion: null, text: '\nFirst line\nsecond' });
      expect(site.messages[0]?.from.visitor).to.match(/^[0-9a-f]{32}$/);
      expect(trouble).to.deep.equal([]);
    });

    it('shows a field only while its condition holds', async () => {
      site = await openFormSite(SETTINGS);
      const { page } = await openPage();
      await page.goto(site.url);
      expect(await page.getByLabel('Serial').isVisible()).to.equal(false);
      await page.getByLabel('Topic').selectOption('repair');
      expect(await page.getByLabel('Serial').isVisible()).to.equal(true);
    });

    it('works without scripts, and a double click makes one message', async () => {
      site = await openFormSite(SETTINGS);
      const { page } = await openPage(false);
      await page.goto(site.url);
      await page.getByLabel('Email').fill('ana@example.com');
      await page.getByLabel('Message').fill('Hello');
      await page
        .getByLabel('Photo')
        .setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('hi') });
      await page.getByRole('button', { name: 'Send' }).dblclick();
      await page.getByText('Your reference is 1.').waitFor();
      expect(site.messages).to.have.length(1);
      expect(site.messages[0]?.attachments[0]).to.include({ name: 'a.txt', size: 2 });
    });

    it('does the work that the settings ask for, whatever was entered', async () => {
      site = await openFormSite({ ...SETTINGS, spam: { minSeconds: 0, proofOfWork: 10 } });
      const { page, trouble } = await openPage();
      for (const text of ['One\ntwo', 'ä 🙂 "quoted" & <b>', 'x'.repeat(500)]) {
        await page.goto(site.url);
        await page.getByLabel('Email').fill('ana@example.com');
        await page.getByLabel('Message').fill(text);
        await page.getByRole('button', { name: 'Send' }).click();
        await page.getByText('Your reference is').waitFor();
      }
      expect(site.messages.map((message) => message.suspicion)).to.deep.equal([null, null, null]);
      expect(trouble).to.deep.equal([]);
    });

    it('is filled in by its link, except for the consent', async () => {
      site = await openFormSite(SETTINGS);
      const { page } = await openPage();
      await page.goto(`${site.url}?topic=repair&serial=${encodeURIComponent('<b>"1"')}&_consent=true`);
      expect(await page.getByLabel('Serial').inputValue()).to.equal('<b>"1"');
      expect(await page.getByLabel('Recognise me').isChecked()).to.equal(false);
    });
  });

  describe('embedded on another site', () => {
    const style = '<style>input, label { display: none !important; color: red }</style>';

    async function openElsewhere(
      settings: object = SETTINGS,
      around = style,
    ): Promise<{ page: Page; trouble: string[] }> {
      site = await openFormSite(settings);
      const opened = await openPage();
      await opened.page.goto(
        site.servePage(
          `<!doctype html><title>Shop</title>${around}<h1>Shop</h1><script src="${site.url}/embed.js"></script><p>After</p>`,
        ),
      );
      return opened;
    }

    it('shows errors by their fields and then the thanks, untouched by the page around it', async () => {
      const { page, trouble } = await openElsewhere();
      await page.getByLabel('Message').fill('Hello');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').getByText('Please check').waitFor();
      expect(await page.locator('#e-email').textContent()).to.equal('Fill in this field.');
      await page.getByRole('link', { name: 'Email' }).press('Enter');
      await page.keyboard.type('ana@example.com');
      await page
        .getByLabel('Photo')
        .setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('hi') });
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByText('Your reference is 1.').waitFor();
      expect(site.messages[0]).to.deep.include({ text: 'Hello', suspicion: null });
      expect(site.messages[0]?.attachments).to.have.length(1);
      expect(trouble).to.deep.equal([]);
    });

    it('does the work that the settings ask for', async () => {
      const { page } = await openElsewhere({ ...SETTINGS, spam: { minSeconds: 0, proofOfWork: 10 } });
      await page.getByLabel('Email').fill('ana@example.com');
      await page.getByLabel('Message').fill('Hello\nthere');
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByText('Your reference is').waitFor();
      expect(site.messages[0]?.suspicion).to.equal(null);
    });

    it('asks for no consent to a cookie that could not be kept there', async () => {
      const { page } = await openElsewhere();
      expect(await page.getByLabel('Recognise me').count()).to.equal(0);
    });

    it('keeps what was entered when it cannot be sent, and makes one ticket of both tries', async () => {
      const { page } = await openElsewhere();
      await page.getByLabel('Email').fill('ana@example.com');
      await page.getByLabel('Message').fill('Hello');
      await page.route('**/submissions', async (route) => {
        await route.fetch();
        await route.abort();
      });
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByText('could not be sent').waitFor();
      await page.unroute('**/submissions');
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByText('Your reference is 1.').waitFor();
      expect(site.messages).to.have.length(1);
    });

    it("keeps to the page's own rules for styles and scripts", async () => {
      site = await openFormSite(SETTINGS);
      const origin = new URL(site.url).origin;
      const policy = `default-src 'none'; script-src ${origin}; connect-src ${origin}`;
      const { page, trouble } = await openPage();
      await page.goto(
        site.servePage(
          `<!doctype html><meta http-equiv="content-security-policy" content="${policy}"><script async src="${site.url}/embed.js"></script>`,
        ),
      );
      await page.getByLabel('Email').fill('ana@example.com');
      await page.getByLabel('Message').fill('Hello');
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByText('Your reference is 1.').waitFor();
      expect(trouble).to.deep.equal([]);
    });
  });
});
