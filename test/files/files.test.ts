import { expect } from 'chai';
import { newId } from '../../src/store/ids.ts';
import type { ApiClient } from '../support/api-client.ts';
import { PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent } from '../support/workspace.ts';

const MEGABYTE = 1024 * 1024;
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('files', () => {
  let gateway: TestGateway;
  let ana: ApiClient;
  let ben: ApiClient;
  before(async () => {
    gateway = await startTestGateway();
    ana = await signedIn('Ana');
    ben = await signedIn('Ben');
  });
  after(() => gateway.stop());

  async function signedIn(name: string, more: object = {}): Promise<ApiClient> {
    const agent = await makeAgent(gateway, name, { ...more });
    await agent.api.signIn(agent.email, PASSWORD);
    return agent.api;
  }
  const formOf = (content: string | Uint8Array<ArrayBuffer>, name: string, type = '') => {
    const form = new FormData();
    form.append('file', new Blob([content], { type }), name);
    return form;
  };
  const upload = async (content: string | Uint8Array<ArrayBuffer>, name: string, type = '') => {
    const answer = await ana.post('/files', formOf(content, name, type));
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    return answer.body;
  };
  const download = (id: string, client = ana) => client.get(`/files/${id}`);
  const stored = async () => ({
    files: await gateway.db.collection('files.files').countDocuments(),
    chunks: await gateway.db.collection('files.chunks').countDocuments(),
  });

  it('come back as they were sent, with their name, type and size', async () => {
    const file = await upload('a,b\n1,2\n', 'list.csv', 'text/csv');
    expect(file).to.deep.equal({
      id: file.id,
      name: 'list.csv',
      type: 'text/plain',
      size: 8,
      url: `/api/v1/files/${file.id}`,
    });
    const answer = await download(file.id);
    expect(answer.status).to.equal(200);
    expect(answer.body).to.equal('a,b\n1,2\n');
    expect(answer.headers.get('content-length')).to.equal('8');
    expect((await upload('', 'empty.txt')).size).to.equal(0);
  });

  it('have the type of their content, whatever name and type they were given', async () => {
    expect((await upload(PNG, 'evil.html', 'text/html')).type).to.equal('image/png');
    expect((await upload('%PDF-1.7\n', 'x.txt', 'text/plain')).type).to.equal('application/pdf');
    expect((await upload('hello', 'x.png', 'image/png')).type).to.equal('text/plain');
    expect((await upload(Buffer.from([0, 1, 2, 255]), 'x.txt')).type).to.equal('application/octet-stream');
  });

  it('are never shown in the page when a browser could run them', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
    for (const content of [
      '<html><script>alert(1)</script></html>',
      '\n <!DOCTYPE html><p>x',
      svg,
      `<?xml version="1.0"?>${svg}`,
      `\ufeff${svg}`,
      '<!-- x --><script>alert(1)</script>',
    ]) {
      const { id } = await upload(content, 'image.svg', 'image/svg+xml');
      const { headers } = await download(id);
      expect(headers.get('content-disposition'), content).to.match(/^attachment;/);
      expect(headers.get('content-type')).not.to.match(/html|svg|xml/);
      expect(headers.get('x-content-type-options')).to.equal('nosniff');
      expect(headers.get('content-security-policy')).to.contain('sandbox').and.contain("default-src 'none'");
    }
    const image = await download((await upload(PNG, 'x.png')).id);
    expect(image.headers.get('content-disposition')).to.match(/^inline;/);
    expect(image.headers.get('content-type')).to.equal('image/png');
    expect(image.headers.get('content-security-policy')).to.contain('sandbox');
    expect(image.headers.get('x-content-type-options')).to.equal('nosniff');
  });

  it('have a clean name', async () => {
    for (const [given, clean] of [
      ['../../etc/passwd', 'passwd'],
      ['C:\\temp\\bill.pdf', 'bill.pdf'],
      ['..', 'file'],
      ['a<b>:c|d?e*.txt', 'abcde.txt'],
      ['annex\u202efdp.exe', 'annexfdp.exe'],
      ['naïve 日本.txt', 'naïve 日本.txt'],
      ["it's (1).txt", "it's (1).txt"],
      [`${'x'.repeat(300)}.txt`, `${'x'.repeat(196)}.txt`],
    ] as const) {
      const file = await upload('x', given);
      expect(file.name).to.equal(clean);
      const disposition = (await download(file.id)).headers.get('content-disposition') ?? '';
      const [, encoded = ''] = /filename\*=UTF-8''([\w.%~-]+)$/.exec(disposition) ?? [];
      expect(decodeURIComponent(encoded)).to.equal(clean);
    }
  });

  it('are taken up to 25 MB; of a larger one nothing stays', async () => {
    expect((await upload(Buffer.alloc(25 * MEGABYTE), 'just.bin')).size).to.equal(25 * MEGABYTE);
    const before = await stored();
    for (const size of [25 * MEGABYTE + 1, 31 * MEGABYTE]) {
      const answer = await ana.post('/files', formOf(Buffer.alloc(size), 'large.bin'));
      expect(answer.status).to.equal(413);
      expect(answer.headers.get('content-type')).to.contain('application/problem+json');
      expect(answer.body.errors[0].path).to.equal('file');
      expect(await stored()).to.deep.equal(before);
    }
  });

  it('are one in a request, in the field `file`', async () => {
    const before = await stored();
    const twice = formOf('one', 'one.txt');
    twice.append('file', new Blob(['two']), 'two.txt');
    const further = formOf('one', 'one.txt');
    further.append('folder', 'x');
    const other = new FormData();
    other.append('document', new Blob(['x']), 'x.txt');
    for (const [form, path] of [
      [twice, 'file'],
      [further, 'folder'],
      [other, 'document'],
      [new FormData(), 'file'],
    ] as const) {
      const answer = await ana.post('/files', form);
      expect(answer.status, path).to.equal(400);
      if (answer.body.errors) expect(answer.body.errors[0].path).to.equal(path);
    }
    expect((await ana.post('/files', { file: 'x' })).status).to.equal(415);
    expect(await stored()).to.deep.equal(before);
  });

  it('leave nothing behind when the upload breaks off', async () => {
    const before = await stored();
    const body = '--b\r\nContent-Disposition: form-data; name="file"; filename="x.txt"\r\n\r\nbroken';
    const { key } = (await gateway.admin.post('/api-keys', { name: 'p', scopes: ['files:write'] })).body;
    const headers = { 'content-type': 'multipart/form-data; boundary=b', authorization: `Bearer ${key}` };
    const answer = await fetch(`${gateway.url}/api/v1/files`, { method: 'POST', headers, body });
    expect(answer.status).to.equal(400);
    expect(await answer.json()).to.include({ type: 'urn:deskroute:problem:bad-multipart' });
    expect(await stored()).to.deep.equal(before);
  });

  it('are made once, however often they are sent with one Idempotency-Key', async () => {
    const headers = { 'idempotency-key': newId() };
    const first = await ana.post('/files', formOf('same', 'same.txt'), headers);
    const second = await ana.post('/files', formOf('same', 'same.txt'), headers);
    expect(second.body).to.deep.equal(first.body);
  });

  describe('are seen', () => {
    it('by whoever uploaded them, and by all agents once they are on a ticket', async () => {
      const { id } = await upload('for the ticket', 'x.txt');
      expect((await download(id)).status).to.equal(200);
      expect((await download(id, ben)).status).to.equal(404);
      expect((await download(id, gateway.admin)).status).to.equal(404);
      expect((await download(id, gateway.client())).status).to.equal(401);
      const ticket = (await gateway.admin.post('/tickets', { subject: 'Help' })).body.id;
      await ana.post(`/tickets/${ticket}/notes`, { text: 'See this.', attachments: [id] });
      expect((await download(id, ben)).status).to.equal(200);
    });

    it('by programs whose key lets them read files', async () => {
      const { id } = await upload('for programs', 'x.txt');
      const ticket = (await gateway.admin.post('/tickets', { subject: 'Help' })).body.id;
      await ana.post(`/tickets/${ticket}/notes`, { text: 'See this.', attachments: [id] });
      const keyFor = async (scopes: string[]) =>
        (await gateway.admin.post('/api-keys', { name: 'p', scopes })).body.key;
      expect((await download(id, gateway.client(await keyFor(['files:read'])))).status).to.equal(200);
      expect((await download(id, gateway.client(await keyFor(['contacts:read'])))).status).to.equal(403);
    });

    it('by nobody when there is none of that id', async () => {
      for (const id of ['ffffffffffffffffffffffff', 'nonsense', '..%2F..%2Fetc']) {
        expect((await download(id)).status).to.equal(404);
      }
    });
  });
});
