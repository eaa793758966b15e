import { expect } from 'chai';
import { eventually, startTestGateway, type TestGateway } from '../../support/gateway.ts';

const FIELDS = [
  { name: 'email', label: 'Email', type: 'email', required: true },
  { name: 'message', label: 'Message', type: 'textarea', required: true },
  { name: 'photo', label: 'Photo', type: 'file', accept: ['image/*'] },
];
// The smallest PNG that is one: its signature and header.
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');

describe('a form in the gateway', () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await startTestGateway();
  });
  after(() => gateway.stop());

  async function makeForm(settings: object): Promise<string> {
    const { body } = await gateway.admin.post('/channels', { kind: 'form', name: 'Form', settings });
    return `${gateway.url}/forms/${body.id}`;
  }

  function filledIn(values: Record<string, string | File>): FormData {
    const data = new FormData();
    for (const [name, value] of Object.entries(values)) data.append(name, value);
    return data;
  }

  function post(form: string, body: FormData | URLSearchParams, headers = {}): Promise<Response> {
    return fetch(`${form}/submissions`, { method: 'POST', body, headers });
  }

  async function referenceOf(answer: Response): Promise<string> {
    expect(answer.status).to.equal(201);
    const { reference } = Object(await answer.json());
    return reference;
  }

  it('answers with the number of the ticket, which holds the file', async () => {
    const form = await makeForm({ fields: FIELDS });
    const photo = new File([PNG], 'lamp.png', { type: 'application/x-nonsense' });
    const reference = await referenceOf(
      await post(form, filledIn({ email: 'ana@example.com', message: 'Look', photo })),
    );
    const [message] = await eventually('the ticket', async () => {
      const { body } = await gateway.admin.get(`/tickets/${reference}/messages`);
      return body.items?.length > 0 && body.items;
    });
    expect(message).to.deep.include({ direction: 'in', text: 'Look' });
    expect(message.attachments[0]).to.include({ name: 'lamp.png', type: 'image/png', size: PNG.length });
  });

  it('tells the type of a file from its content', async () => {
    const form = await makeForm({ fields: FIELDS });
    const photo = new File(['%PDF-1.4 not a picture'], 'lamp.png', { type: 'image/png' });
    const answer = await post(form, filledIn({ email: 'ana@example.com', message: 'Look', photo }));
    expect(answer.status).to.equal(400);
    expect(await answer.text()).to.include('"path":"photo"');
  });

  it('refuses a file above its own limit', async () => {
    const form = await makeForm({ fields: FIELDS, maxFileBytes: 1_000_000 });
    const photo = new File([PNG, new Uint8Array(3_000_000)], 'lamp.png');
    const answer = await post(form, filledIn({ email: 'ana@example.com', message: 'Look', photo }));
    expect([answer.status, answer.headers.get('content-type')]).to.deep.equal([
      413,
      'application/problem+json',
    ]);
  });

  it('answers a suspected one like any other, and keeps it apart', async () => {
    const form = await makeForm({});
    const reference = await referenceOf(
      await post(form, new URLSearchParams({ email: 'ana@example.com', message: 'Buy', _website: 'x' })),
    );
    const [ticket] = await eventually('the suspected ticket', async () => {
      const { body } = await gateway.admin.get('/tickets?view=suspected');
      return body.items.length > 0 && body.items;
    });
    expect(String(ticket.number)).to.equal(reference);
    expect(ticket.suspicion).to.match(/people cannot see/);
  });

  it('gives a repeat the same ticket', async () => {
    const form = await makeForm({});
    const values = { email: 'ana@example.com', message: 'Once' };
    const key = { 'idempotency-key': 'once' };
    const first = await referenceOf(await post(form, new URLSearchParams(values), key));
    expect(await referenceOf(await post(form, new URLSearchParams(values), key))).to.equal(first);
  });

  it('slows down whoever sends too often, in words for a person', async () => {
    const form = await makeForm({ spam: { perMinute: 2 } });
    const send = () =>
      post(form, new URLSearchParams({ email: 'ana@example.com', message: 'Again' }), {
        accept: 'text/html',
      });
    expect([(await send()).status, (await send()).status]).to.deep.equal([200, 200]);
    const answer = await send();
    expect(answer.status).to.equal(429);
    expect(await answer.text()).to.include('what you entered is still there');
  });

  it('may be asked by scripts on other sites', async () => {
    const form = await makeForm({ allowedOrigins: ['https://shop.example'] });
    const preflight = await fetch(`${form}/submissions`, { method: 'OPTIONS' });
    expect(preflight.status).to.equal(204);
    const script = await fetch(`${form}/embed.js`, { headers: { origin: 'https://shop.example' } });
    expect(script.headers.get('access-control-allow-origin')).to.equal('https://shop.example');
    expect(script.headers.get('cross-origin-resource-policy')).to.equal('cross-origin');
  });

  it('shows its page with a policy of its own', async () => {
    const page = await fetch(await makeForm({}));
    expect(page.headers.get('content-security-policy')).to.match(/^default-src 'none'; style-src 'sha256-/);
    expect(page.headers.get('x-frame-options')).to.equal(null);
  });

  it('names a wrong setting by its path', async () => {
    const settings = { fields: [{ name: 'a', pattern: '(a+)+' }] };
    const { status, body } = await gateway.admin.post('/channels', { kind: 'form', name: 'Form', settings });
    expect(status).to.equal(400);
    expect(body.errors[0].path).to.equal('settings.fields.0.pattern');
  });
});
