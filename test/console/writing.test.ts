import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { openConsole, startBrowser, write } from '../support/browser.ts';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { type SmtpSink, startSmtpSink } from '../support/smtp.ts';
import { makeAgent } from '../support/workspace.ts';

type Agent = Awaited<ReturnType<typeof makeAgent>>;

describe('writing in the console', () => {
  let browser: Browser;
  let gateway: TestGateway;
  let smtp: SmtpSink;
  let ana: Agent;
  let ben: Agent;
  let channel: string;
  const trouble: string[][] = [];

  before(async () => {
    [browser, gateway, smtp] = await Promise.all([startBrowser(), startTestGateway(), startSmtpSink()]);
    [ana, ben] = [await makeAgent(gateway, 'Ana'), await makeAgent(gateway, 'Ben')];
    const made = await gateway.admin.post('/channels', {
      kind: 'email',
      name: 'Support',
      settings: {
        address: 'support@shop.example',
        imap: { host: '127.0.0.1', port: 9, security: 'none', user: 'desk', password: 'secret' },
        smtp: { host: smtp.host, port: smtp.port, security: 'none', user: 'desk', password: 'secret' },
      },
      policy: { assign: { to: 'nobody' } },
    });
    channel = made.body.id;
  });
  after(async () => {
    await browser.close();
    await gateway.stop();
    await smtp[Symbol.asyncDispose]();
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    expect(trouble.splice(0).flat()).to.deep.equal([]);
  });

  async function open(who: Agent, number: string): Promise<Page> {
    const opened = await openConsole(browser, gateway.url, { ...who, path: `/tickets/${number}` });
    trouble.push(opened.trouble);
    await editorOf(opened.page).waitFor();
    return opened.page;
  }

  const editorOf = (page: Page) =>
    page.getByRole('main').getByRole('textbox', { name: /^(Reply by|A note)/ });
  const send = (page: Page) => page.getByRole('button', { name: 'Send', exact: true }).click();

  async function makeTicket(subject: string): Promise<string> {
    const contact = { email: 'carl@customer.example', name: 'Carl' };
    const body = { subject, text: 'It is broken.', contact, route: channel };
    const made = await gateway.admin.post('/tickets', body);
    expect(made.status, JSON.stringify(made.body)).to.equal(201);
    return String(made.body.number);
  }

  it('shows a reply at once, its way out tick by tick, and puts the signature under it', async () => {
    await ana.api.signIn(ana.email, 'correct-horse-battery');
    await ana.api.patch('/users/me', { signature: 'Ana, Shop support' });
    const page = await open(ana, await makeTicket('Broken lamp'));
    await page.getByText('Ana, Shop support').waitFor();
    await write(page, 'A new one is on its way.');
    await send(page);
    await page.getByText('The reply is on its way.').waitFor();
    await page.getByText('Sending', { exact: true }).waitFor();
    await page.getByText('Sent', { exact: true }).waitFor();
    const { parsed } = await smtp.nextMessage();
    expect(parsed.text).to.match(/A new one is on its way\.\s+Ana, Shop support/);
    await ana.api.patch('/users/me', { signature: '' });
  });

  it('takes a reply back within its moment, with its words in the editor again', async () => {
    const page = await open(ana, await makeTicket('Too quick'));
    await write(page, 'Oh no');
    await send(page);
    await page.getByRole('button', { name: 'Undo' }).click();
    await eventually('the words are back', async () => (await editorOf(page).textContent()) === 'Oh no');
    expect(await page.getByText('Sending', { exact: true }).count()).to.equal(0);
  });

  it('finds a draft again after a reload and on another device', async () => {
    const number = await makeTicket('Half written');
    const page = await open(ana, number);
    const kept = page.waitForResponse((answer) => answer.url().endsWith('/draft') && answer.ok());
    await write(page, 'To be continued');
    await kept;
    await page.reload();
    await eventually('it is there', async () => (await editorOf(page).textContent()) === 'To be continued');
    const phone = await openConsole(
      browser,
      gateway.url,
      { ...ana, path: `/tickets/${number}` },
      { viewport: { width: 390, height: 800 } },
    );
    await eventually(
      'and there',
      async () => (await editorOf(phone.page).textContent()) === 'To be continued',
    );
  });

  it('calls a colleague in a note that the customer never sees', async () => {
    const number = await makeTicket('Ask Ben');
    const page = await open(ana, number);
    await page.getByRole('heading', { name: 'Ask Ben' }).click();
    await page.keyboard.press('n');
    await page.getByRole('textbox', { name: /^A note/ }).waitFor();
    await write(page, 'Do you know, @Be');
    await page.getByRole('option', { name: /^Ben/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Add the note' }).click();
    await page.getByText('Do you know, @Ben').waitFor();
    const { body } = await gateway.admin.get(`/tickets/${number}/messages`);
    expect(body.items.at(-1)).to.deep.include({ direction: 'note', mentions: [ben.id] });
  });

  it('writes with a canned reply, filled for this customer', async () => {
    const text = 'Hello {{contact.name}}, it will take a week.';
    const reply = { shortcut: 'week', title: 'A week', text, shared: true };
    const made = await gateway.admin.post('/canned-replies', reply);
    expect(made.status, JSON.stringify(made.body)).to.equal(201);
    const page = await open(ana, await makeTicket('How long?'));
    await write(page, '/we');
    await page.getByRole('option', { name: /A week/ }).waitFor();
    await page.keyboard.press('Enter');
    await eventually('it is filled', async () =>
      (await editorOf(page).textContent())?.startsWith('Hello Carl, it will take a week.'),
    );
  });

  it('tells two agents of each other, and warns who answers what has been answered', async () => {
    const number = await makeTicket('Both at once');
    const [ofAna, ofBen] = [await open(ana, number), await open(ben, number)];
    await write(ofBen, 'I think');
    await ofAna.getByText('Ben is writing…').waitFor();
    await write(ofAna, 'This is the answer.');
    await ofBen.getByText('Ana is writing…').waitFor();
    await send(ofAna);
    await ofBen.getByText('This is the answer.').first().waitFor();
    await send(ofBen);
    await ofBen.getByRole('button', { name: 'Send all the same' }).waitFor();
    expect(await editorOf(ofBen).textContent()).to.equal('I think');
    await ofBen.getByRole('button', { name: 'Send all the same' }).click();
    await ofAna.getByText('I think', { exact: true }).first().waitFor();
  });

  it('runs and loads nothing of a hostile mail, and opens its links outside', async () => {
    const number = await makeTicket('Hostile');
    const { body: ticket } = await gateway.admin.get(`/tickets/${number}`);
    const evil = 'https://evil.example/x';
    const html = `<p>Words</p><script>parent.ran=1</script><img src=x onerror="parent.ran=1"><img src="${evil}">
      <a href="javascript:parent.ran=1">one</a> <a href="${evil}">two</a><style>@import url(${evil})</style>
      <form action="${evil}"><input autofocus onfocus="parent.ran=1"></form><iframe src="${evil}"></iframe>`;
    await gateway.db
      .collection<{ _id: string; ticket: string }>('messages')
      .updateOne({ ticket: ticket.id }, { $set: { html } });
    const opened = await openConsole(browser, gateway.url, { ...ana, path: '/' });
    const { page } = opened;
    const asked: string[] = [];
    page.context().on('request', (request) => asked.push(request.url()));
    await page.goto(`/tickets/${number}`);
    const mail = page.frameLocator('iframe[title^="Message of"]');
    await mail.getByText('Words').waitFor();
    const link = mail.getByRole('link', { name: 'two' });
    expect(await link.getAttribute('href')).to.equal(evil);
    await page.context().route('https://evil.example/**', (route) => route.fulfill({ body: 'outside' }));
    const [outside] = await Promise.all([page.waitForEvent('popup'), link.click()]);
    expect(await outside.evaluate('window.opener')).to.equal(null);
    await outside.close();
    expect(asked.filter((url) => url.includes('evil') && url !== evil)).to.deep.equal([]);
    expect(asked.filter((url) => url === evil)).to.have.length(1);
    expect(await page.evaluate('window.ran')).to.equal(undefined);
    expect(new URL(page.url()).pathname).to.equal(`/tickets/${number}`);
  });
});
