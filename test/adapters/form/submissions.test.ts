import { expect } from 'chai';
import { type FormSite, openFormSite } from './form-site.ts';

const VALID = {
  name: 'Ana Costa',
  email: 'Ana@Example.COM',
  subject: 'Lamp',
  message: 'It does not light.\nHelp.',
};
const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('a submission to a form', () => {
  let site: FormSite;
  afterEach(() => site[Symbol.asyncDispose]());

  async function open(settings: unknown = {}): Promise<FormSite> {
    site = await openFormSite(settings);
    return site;
  }

  function post(
    body: string | URLSearchParams | FormData,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return fetch(`${site.url}/submissions`, { method: 'POST', body, headers, redirect: 'manual' });
  }

  function postJson(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return post(JSON.stringify(body), { 'content-type': 'application/json', ...headers });
  }

  async function errorsOf(answer: Response): Promise<Record<string, string>> {
    expect(answer.headers.get('content-type')).to.equal('application/problem+json');
    const { errors = [], status } = (await answer.json()) as {
      status: number;
      errors?: { path: string; message: string }[];
    };
    expect(status).to.equal(answer.status);
    return Object.fromEntries(errors.map(({ path, message }) => [path, message]));
  }

  it('sent as JSON is accepted and answered with its reference', async () => {
    await open();
    const answer = await postJson(VALID);
    expect(answer.status).to.equal(201);
    expect(await answer.json()).to.deep.equal({ reference: '1' });
    expect(site.messages[0]).to.deep.include({
      from: { name: 'Ana Costa', email: 'ana@example.com', phone: null, visitor: null },
      subject: 'Lamp',
      text: 'It does not light.\nHelp.',
      fields: { ...VALID, email: 'ana@example.com' },
      suspicion: null,
    });
  });

  it('sent by a browser is answered with a page of thanks', async () => {
    await open({ successText: 'Got it & <b>thanks</b>' });
    const answer = await post(new URLSearchParams(VALID), BROWSER);
    expect(answer.status).to.equal(200);
    const page = await answer.text();
    expect(page).to.include('Got it &amp; &lt;b&gt;thanks&lt;/b&gt;').and.include('Your reference is 1.');
  });

  it('sent by a browser goes on to the page that the settings name', async () => {
    await open({ redirectUrl: 'https://shop.example/thanks' });
    const answer = await post(new URLSearchParams(VALID), BROWSER);
    expect([answer.status, answer.headers.get('location')]).to.deep.equal([
      303,
      'https://shop.example/thanks',
    ]);
  });

  it('sent urlencoded or multipart by a program is answered like JSON', async () => {
    await open();
    expect((await post(new URLSearchParams(VALID))).status).to.equal(201);
    const body = new FormData();
    for (const [name, value] of Object.entries(VALID)) body.append(name, value);
    expect(await (await post(body)).json()).to.deep.equal({ reference: '2' });
  });

  it('is refused with every wrong field named as it was sent', async () => {
    await open();
    const answer = await postJson({ email: 'ana@', colour: 'red', message: ' ' });
    expect(answer.status).to.equal(400);
    expect(await errorsOf(answer)).to.have.all.keys('email', 'colour', 'message');
    expect(site.messages).to.be.empty;
  });

  it('is refused when a browser sends a field that the form has not', async () => {
    await open();
    const answer = await post(new URLSearchParams({ ...VALID, admin: '1' }));
    expect(await errorsOf(answer)).to.have.all.keys('admin');
  });

  it('comes back to a browser as it was entered, with the errors by their fields', async () => {
    await open();
    const answer = await post(new URLSearchParams({ ...VALID, email: '"><script>' }), BROWSER);
    const page = await answer.text();
    expect(answer.status).to.equal(400);
    expect(page).to.include('value="&quot;&gt;&lt;script&gt;"').and.include('It does not light.\nHelp.');
    expect(page).to.match(/aria-invalid="true" aria-describedby="e-email"/);
    expect(page).to.include('Enter an email address');
  });

  it('comes back with a box unticked that was ticked at first', async () => {
    const news = { name: 'news', label: 'News', type: 'checkbox', value: 'true' };
    await open({ fields: [{ name: 'email', type: 'email', required: true }, news] });
    expect(await (await fetch(site.url)).text()).to.match(/name="news"[^>]* checked/);
    const page = await (await post(new URLSearchParams({ email: '' }), BROWSER)).text();
    expect(page)
      .to.match(/name="news"/)
      .and.not.match(/name="news"[^>]* checked/);
  });

  for (const body of ['{"email":', '[]', 'null', '"text"', '']) {
    it(`with the JSON body ${JSON.stringify(body)} is a bad request`, async () => {
      await open();
      const answer = await post(body, { 'content-type': 'application/json' });
      expect([answer.status, answer.headers.get('content-type')]).to.deep.equal([
        400,
        'application/problem+json',
      ]);
    });
  }

  it('of another media type is refused as such', async () => {
    await open();
    expect((await post('<xml/>', { 'content-type': 'text/xml' })).status).to.equal(415);
  });

  it('with more text than a form can hold is too large', async () => {
    await open();
    expect((await postJson({ ...VALID, message: 'x'.repeat(3_000_000) })).status).to.equal(413);
  });

  it('sent twice with one Idempotency-Key makes one message and one answer', async () => {
    await open();
    const key = { 'idempotency-key': 'k-1' };
    const answers = [await postJson(VALID, key), await postJson(VALID, key)];
    expect(await Promise.all(answers.map((each) => each.json()))).to.deep.equal([
      { reference: '1' },
      { reference: '1' },
    ]);
    expect(site.messages).to.have.length(1);
  });

  it('is refused with an Idempotency-Key too long to keep', async () => {
    await open();
    expect((await postJson(VALID, { 'idempotency-key': 'k'.repeat(256) })).status).to.equal(400);
  });

  it('of one filled-in page counts once, and again when it was changed', async () => {
    await open();
    await postJson({ ...VALID, _submission: 'n1' });
    await postJson({ ...VALID, _submission: 'n1' });
    await postJson({ ...VALID, _submission: 'n1', message: 'One more thing.' });
    expect(site.messages.map((message) => message.text)).to.deep.equal([VALID.message, 'One more thing.']);
  });

  it('without any mark of a repeat is always a new one', async () => {
    await open();
    await postJson(VALID);
    await postJson(VALID);
    expect(site.messages).to.have.length(2);
  });

  it('that fills in the trap is answered as any other and kept apart', async () => {
    await open();
    const answer = await postJson({ ...VALID, _website: 'http://spam.example' });
    expect([answer.status, await answer.json()]).to.deep.equal([201, { reference: '1' }]);
    expect(site.messages[0]?.suspicion).to.match(/people cannot see/);
  });

  it('of the hosted page is suspected when it comes too soon, and not later', async () => {
    await open({ spam: { minSeconds: 3 } });
    const page = await (await fetch(site.url)).text();
    const started = /name="_started" value="([^"]+)"/.exec(page)?.[1] ?? '';
    await postJson({ ...VALID, _started: started });
    site.moveClock(3_000);
    await postJson({ ...VALID, _started: started });
    await postJson({ ...VALID, _started: `1${started}` });
    expect(site.messages.map((message) => message.suspicion)).to.deep.equal([
      'The form was filled in within 3 seconds.',
      null,
      'The time at which the form was opened is forged.',
    ]);
  });

  it('without the work that the settings ask for is kept apart, and so is work done for another', async () => {
    await open({ spam: { minSeconds: 0, proofOfWork: 20 } });
    await postJson(VALID);
    await postJson({ ...VALID, _work: '12345' });
    expect(site.messages.map((message) => message.suspicion)).to.deep.equal([
      'The proof of work is missing or wrong.',
      'The proof of work is missing or wrong.',
    ]);
  });

  it('of a program is not held against the time of a page', async () => {
    await open({ spam: { minSeconds: 60 } });
    await postJson(VALID);
    expect(site.messages[0]?.suspicion).to.equal(null);
  });

  it('is not acknowledged when it could not be stored', async () => {
    await open();
    site.host.failAccept(2);
    expect((await postJson(VALID)).status).to.equal(500);
    const answer = await post(new URLSearchParams(VALID), BROWSER);
    expect(answer.status).to.equal(503);
    expect(await answer.text())
      .to.include('could not be sent')
      .and.include('It does not light.');
    expect(site.host.logLines.map((line) => line.message)).to.deep.equal([
      'a form submission could not be stored',
    ]);
    expect(JSON.stringify(site.host.logLines)).not.to.include('ana@').and.not.include('light');
  });

  it('is turned away once the channel has stopped', async () => {
    await open();
    await site.channel.stop();
    expect((await postJson(VALID)).status).to.equal(503);
  });

  describe('with the tracking cookie', () => {
    it('gets a visitor only when the page gives consent', async () => {
      await open();
      expect((await postJson(VALID)).headers.get('set-cookie')).to.equal(null);
      const cookie = (await postJson({ ...VALID, _consent: true })).headers.get('set-cookie');
      expect(cookie).to.match(
        /^deskroute_visitor=[0-9a-f]{32}\.[\w-]+; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax$/,
      );
      expect(cookie).to.include(site.messages[1]?.from.visitor);
    });

    it('is recognised by it, and by no forged one', async () => {
      await open();
      const made = await postJson({ ...VALID, _consent: 'on' });
      const cookie = made.headers.get('set-cookie')?.split(';')[0] ?? '';
      await postJson(VALID, { cookie });
      await postJson(VALID, { cookie: cookie.replace(/=./, '=x') });
      const [first, second, third] = site.messages.map((message) => message.from.visitor);
      expect(first).to.be.a('string');
      expect([second, third]).to.deep.equal([first, null]);
    });

    it('gets none from a script on another site, which could not keep it', async () => {
      await open();
      const answer = await postJson({ ...VALID, _consent: true }, { origin: 'https://shop.example' });
      expect(answer.headers.get('set-cookie')).to.equal(null);
      expect(site.messages[0]?.from.visitor).to.equal(null);
    });
  });

  describe('from a page on another site', () => {
    it('can be read by any page by default', async () => {
      await open();
      const answer = await postJson(VALID, { origin: 'https://shop.example' });
      expect(answer.headers.get('access-control-allow-origin')).to.equal('*');
    });

    it('is taken from the named sites alone', async () => {
      await open({ allowedOrigins: ['https://shop.example/'] });
      const allowed = await postJson(VALID, { origin: 'https://shop.example' });
      expect(allowed.headers.get('access-control-allow-origin')).to.equal('https://shop.example');
      expect(allowed.status).to.equal(201);
      expect((await postJson(VALID, { origin: 'https://evil.example' })).status).to.equal(403);
      expect((await postJson(VALID, { origin: 'http://desk.example' })).status).to.equal(201);
      expect((await postJson(VALID)).status).to.equal(201);
    });
  });
});
