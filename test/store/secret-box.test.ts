import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { createSecretBox, loadSecretKey, SealError } from '../../src/store/secret-box.ts';

const KEY = 'a key for tests that is long enough';

describe('the secret box', () => {
  const box = createSecretBox(KEY);

  it('opens what it sealed, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(box.open(box.seal(text))).to.equal(text);
      }),
    );
  });

  it('seals one text differently each time', () => {
    expect(box.seal('x')).not.to.equal(box.seal('x'));
  });

  it('notices any change, and another key', () => {
    const sealed = box.seal('a secret');
    for (let i = 0; i < sealed.length; i += 1) {
      const changed = `${sealed.slice(0, i)}${sealed[i] === 'A' ? 'B' : 'A'}${sealed.slice(i + 1)}`;
      // The last character of base64 may carry bits that mean nothing.
      if (decode(changed) !== decode(sealed)) expect(() => box.open(changed), String(i)).to.throw(SealError);
    }
    expect(() => createSecretBox(`${KEY}!`).open(sealed)).to.throw(SealError, 'SECRET_KEY');
  });

  it('refuses what is no sealed secret, and a shortened tag', () => {
    const [version, iv, , content] = box.seal('x').split('.');
    for (const text of ['', 'plain', 'v1.a.b', `${version}.${iv}.AAAA.${content}`]) {
      expect(() => box.open(text)).to.throw(SealError);
    }
  });

  it('signs one text differently for each purpose and key', () => {
    const signature = box.sign('text', 'ticket');
    expect(signature).to.match(/^[\w-]{43}$/);
    expect(box.isSigned('text', 'ticket', signature)).to.equal(true);
    expect(box.isSigned('text', 'visitor', signature)).to.equal(false);
    expect(box.isSigned('texts', 'ticket', signature)).to.equal(false);
    expect(box.isSigned('text', 'ticket', '')).to.equal(false);
    expect(createSecretBox(`${KEY}!`).sign('text', 'ticket')).not.to.equal(signature);
  });
});

describe('the secret key', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'deskroute-key-'));
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  it('is the configured one where there is one', async () => {
    expect(await loadSecretKey({ secretKey: KEY, dataDir })).to.equal(KEY);
    expect(await readdir(dataDir)).to.deep.equal([]);
  });

  it('is made once, for the eyes of its owner, also by many processes at once', async () => {
    const folder = join(dataDir, 'new');
    const load = () => loadSecretKey({ secretKey: null, dataDir: folder });
    const keys = await Promise.all([load(), load(), load(), load()]);
    expect(new Set([...keys, await load()]).size).to.equal(1);
    expect(keys[0]).to.have.length(43);
    expect(await readdir(folder)).to.deep.equal(['secret.key']);
    expect((await stat(join(folder, 'secret.key'))).mode & 0o777).to.equal(0o600);
    expect(await readFile(join(folder, 'secret.key'), 'utf8')).to.equal(keys[0]);
  });
});

function decode(sealed: string): string {
  const [version, ...parts] = sealed.split('.');
  return [version, ...parts.map((part) => Buffer.from(part, 'base64url').toString('hex'))].join('.');
}
