import { request } from 'node:http';
import { expect } from 'chai';
import { ChannelError } from '../../../adapters/adapter.ts';
import { type FormSite, openFormSite } from './form-site.ts';

const FIELDS = [
  { name: 'email', label: 'Email', type: 'email', required: true },
  { name: 'photo', label: 'Photo', type: 'file', multiple: true, accept: ['image/*', 'text/plain'] },
  { name: 'receipt', label: 'Receipt', type: 'file' },
  { name: 'note', label: 'Note' },
];

interface Problem {
  errors?: { path: string; message: string }[];
}

describe('files sent with a form', () => {
  let site: FormSite;
  afterEach(() => site[Symbol.asyncDispose]());

  async function send(
    parts: [string, string | File][],
    settings: object = {},
    headers = {},
  ): Promise<Response> {
    site = await openFormSite({ fields: FIELDS, ...settings });
    const body = new FormData();
    for (const [name, value] of parts) body.append(name, value);
    return fetch(`${site.url}/submissions`, { method: 'POST', body, headers });
  }

  async function wrongFields(answer: Response): Promise<string[]> {
    const problem = (await answer.json()) as Problem;
    return (problem.errors ?? []).map((error) => error.path);
  }

  function file(name: string, bytes: number, type = 'text/plain'): File {
    return new File([new Uint8Array(bytes).fill(65)], name, { type });
  }

  it('become attachments in their order, and their names the values of their fields', async () => {
    const answer = await send([
      ['photo', file('größe.txt', 70_000)],
      ['email', 'ana@example.com'],
      ['photo', file('b.txt', 3)],
    ]);
    expect(answer.status).to.equal(201);
    const [message] = site.messages;
    expect(message?.attachments.map(({ name, size }) => [name, size])).to.deep.equal([
      ['größe.txt', 70_000],
      ['b.txt', 3],
    ]);
    expect(message?.fields).to.deep.equal({ email: 'ana@example.com', photo: 'größe.txt, b.txt' });
    expect(message?.text).to.equal('Email: ana@example.com\nPhoto: größe.txt, b.txt');
  });

  it('are refused above the limit with the field named, and read to their end', async () => {
    const answer = await send(
      [
        ['receipt', file('big.bin', 300_000)],
        ['email', 'ana@example.com'],
      ],
      { maxFileBytes: 100_000 },
    );
    expect(answer.status).to.equal(413);
    expect(await wrongFields(answer)).to.deep.equal(['receipt']);
    expect(site.messages).to.be.empty;
    expect(site.saved).to.be.empty;
  });

  it('too large from a browser bring the form back as it was filled in', async () => {
    const answer = await send(
      [
        ['receipt', file('big.bin', 300_000)],
        ['email', 'ana@example.com'],
      ],
      { maxFileBytes: 100_000 },
      { accept: 'text/html' },
    );
    expect(answer.status).to.equal(413);
    const page = await answer.text();
    expect(page).to.include('The file is too large.').and.include('value="ana@example.com"');
    expect(page).to.include('have to be chosen again.');
  });

  it('are refused when the store takes no file so large', async () => {
    site = await openFormSite({ fields: FIELDS });
    site.host.files.save = async () => {
      throw new ChannelError('permanent', 'too large');
    };
    const body = new FormData();
    body.append('receipt', file('a.txt', 200_000));
    const answer = await fetch(`${site.url}/submissions`, { method: 'POST', body });
    expect(answer.status).to.equal(413);
  });

  it('are not acknowledged when the store is away', async () => {
    site = await openFormSite({ fields: FIELDS });
    site.host.files.save = async () => {
      throw new Error('away');
    };
    const body = new FormData();
    body.append('email', 'ana@example.com');
    body.append('receipt', file('a.txt', 200_000));
    const answer = await fetch(`${site.url}/submissions`, { method: 'POST', body });
    expect(answer.status).to.equal(500);
  });

  it('of a type that the field does not take are refused', async () => {
    const answer = await send([
      ['email', 'ana@example.com'],
      ['photo', file('a.pdf', 3, 'application/pdf')],
    ]);
    expect(answer.status).to.equal(400);
    expect(await wrongFields(answer)).to.deep.equal(['photo']);
  });

  it('are refused where one is allowed and two came, and where no file belongs', async () => {
    const answer = await send([
      ['email', 'ana@example.com'],
      ['receipt', file('a.txt', 3)],
      ['receipt', file('b.txt', 3)],
      ['note', file('c.txt', 3)],
      ['other', file('d.txt', 3)],
    ]);
    expect(answer.status).to.equal(400);
    expect(await wrongFields(answer)).to.have.members(['receipt', 'note', 'other']);
  });

  it('are missing when a browser sends its empty input', async () => {
    const answer = await send([
      ['email', 'ana@example.com'],
      ['receipt', new File([], '', { type: 'application/octet-stream' })],
    ]);
    expect(answer.status).to.equal(201);
    expect(site.messages[0]?.attachments).to.be.empty;
  });

  it('are told to come as multipart when JSON holds something in their place', async () => {
    site = await openFormSite({ fields: FIELDS });
    const answer = await fetch(`${site.url}/submissions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'ana@example.com', receipt: 'data:...' }),
    });
    expect(await wrongFields(answer)).to.deep.equal(['receipt']);
  });

  for (const [what, type, body] of [
    ['without a boundary', 'multipart/form-data', 'x'],
    [
      'that ends in the middle',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="email"\r\n\r\nana',
    ],
    ['with no part at all', 'multipart/form-data; boundary=b', 'nothing'],
  ] as const) {
    it(`in a body ${what} are a bad request`, async () => {
      site = await openFormSite({ fields: FIELDS });
      const headers = { 'content-type': type };
      const answer = await fetch(`${site.url}/submissions`, { method: 'POST', headers, body });
      expect(answer.status).to.equal(400);
    });
  }

  it('leave nothing behind when the submission is refused', async () => {
    const answer = await send([
      ['photo', file('a.txt', 3)],
      ['receipt', file('b.txt', 3)],
      ['email', 'nobody'],
    ]);
    expect(answer.status).to.equal(400);
    expect(site.saved).to.have.length(2);
    expect(site.host.fileIds()).to.be.empty;
  });

  it('leave nothing behind when the body breaks off after them', async () => {
    site = await openFormSite({ fields: FIELDS });
    const part = '--b\r\nContent-Disposition: form-data; name="receipt"; filename="a"\r\n\r\nwhole\r\n';
    const answer = await fetch(`${site.url}/submissions`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
      body: `${part}--b\r\nContent-Disposition: form-data; name="email"\r\n\r\nana`,
    });
    expect(answer.status).to.equal(400);
    expect(site.saved).to.have.length(1);
    expect(site.host.fileIds()).to.be.empty;
  });

  it('stay when the submission was taken', async () => {
    await send([
      ['email', 'ana@example.com'],
      ['receipt', file('a.txt', 3)],
    ]);
    expect(site.host.fileIds()).to.have.length(1);
  });

  it('leave nothing behind when the sender hangs up in the middle', async () => {
    site = await openFormSite({ fields: FIELDS });
    const saving = Promise.withResolvers<unknown>();
    const save = site.host.files.save.bind(site.host.files);
    site.host.files.save = (content, about) => {
      const saved = save(content, about);
      saving.resolve(
        saved.then(
          () => 'kept',
          () => 'given up',
        ),
      );
      return saved;
    };
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    const req = request(`${site.url}/submissions`, { method: 'POST', headers });
    req.on('error', () => {});
    req.write('--b\r\nContent-Disposition: form-data; name="receipt"; filename="a"\r\n\r\n');
    req.write('x'.repeat(100_000), () => req.destroy());
    expect(await saving.promise).to.equal('given up');
    expect(site.messages).to.be.empty;
  });
});
