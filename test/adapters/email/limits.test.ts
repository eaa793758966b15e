import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import fc from 'fast-check';
import type { FileStore, InboundMessage } from '../../../adapters/adapter.ts';
import { createEmailChannel } from '../../../adapters/email/channel.ts';
import { htmlToText } from '../../../adapters/email/html-text.ts';
import { parseMail } from '../../../adapters/email/parse.ts';
import { type MailParts, readMail } from '../../../adapters/email/read.ts';
import { stripReply } from '../../../adapters/email/thread.ts';
import { createMemoryHost } from '../../support/channel-host.ts';
import { type Dovecot, startDovecot } from '../../support/dovecot.ts';
import { emailChannel, mail, startEmail } from '../../support/email.ts';

const RAW = { id: 'raw', name: 'message.eml', type: 'message/rfc822', size: 1 };
const MEGABYTE = 1024 * 1024;

async function read(
  source: Iterable<string | Buffer>,
  files: FileStore = createMemoryHost().files,
): Promise<MailParts> {
  return readMail(Readable.from(source, { objectMode: false }), files);
}

async function parse(source: Iterable<string | Buffer>): Promise<InboundMessage> {
  const facts = { address: 'support@shop.example', receivedAt: 0, raw: RAW, rawDigest: 'abc', isOwn: false };
  return parseMail(await read(source), facts);
}

async function elapsed(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** A store that lets content through and keeps nothing. */
const forgetful: FileStore = {
  async save(content, about) {
    const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
    if (!Buffer.isBuffer(content)) await pipeline(content, sink);
    return { id: about.name, name: about.name, type: about.type ?? '', size: 0 };
  },
  open: () => Promise.reject(new Error('nothing is kept')),
  discard: async () => undefined,
};

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Bytes in buffers beyond so many that somebody holds; what only waits to be collected does not count. */
function heldBeyond(before: number): number {
  const more = () => process.memoryUsage().arrayBuffers - before;
  if (more() > 15 * MEGABYTE) collectGarbage();
  return more();
}

describe('email limits', () => {
  it('makes a ticket of a mail with ten megabytes of headers, quickly', async () => {
    const filler = `X-Filler: ${'y'.repeat(990)}\r\n`.repeat(10_000);
    let message: InboundMessage | undefined;
    const time = await elapsed(async () => {
      message = await parse([`Subject: Kept\r\nFrom: ana@c.example\r\n${filler}\r\nThe body\r\n`]);
    });
    expect(message).to.include({ subject: 'Kept', text: 'The body' });
    expect(time).to.be.below(10_000);
  });

  it('reads what stands behind one header of ten megabytes', async () => {
    const folded = `References: <a@b.example>\r\n${' <x@y.example>\r\n'.repeat(600_000)}`;
    const line = `X-Line: ${'y'.repeat(10 * MEGABYTE)}\r\n`;
    const message = await parse([folded, line, 'Subject: Behind\r\nFrom: ana@c.example\r\n\r\nThe body\r\n']);
    expect(message).to.include({ subject: 'Behind', text: 'The body' });
    expect(message.thread?.references.length).to.be.at.most(50);
  });

  it('ends quickly on 500 parts nested in one another', async () => {
    const open = Array.from(
      { length: 500 },
      (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`,
    );
    let message: InboundMessage | undefined;
    const time = await elapsed(async () => {
      message = await parse([
        'Subject: Deep\r\n',
        ...open,
        'Content-Type: text/plain\r\n\r\nAt the bottom\r\n',
      ]);
    });
    expect(message).to.include({ subject: 'Deep', text: 'At the bottom' });
    expect(time).to.be.below(10_000);
  });

  it('ends quickly on 500 mails forwarded in one another, kept as one file', async () => {
    const forwarded = 'Content-Type: message/rfc822\r\nContent-Disposition: inline\r\n\r\n'.repeat(500);
    const message = await parse([`Subject: Deep\r\n${forwarded}Subject: x\r\n\r\nEnd\r\n`]);
    expect(message.attachments).to.have.length(1);
  });

  it('makes text of hostile HTML in linear time', async () => {
    const hostile = [
      '<div>'.repeat(200_000),
      '<b '.repeat(300_000),
      '<!--'.repeat(300_000),
      '&'.repeat(500_000),
    ];
    for (const html of hostile) expect(await elapsed(() => htmlToText(html))).to.be.below(10_000);
  });

  it('looks for what bounced in linear time', async () => {
    const headers = 'From: mailer-daemon@c.example\r\nSubject: Undelivered Mail\r\nReturn-Path: <>\r\n\r\n';
    for (const piece of ['\n', '> ', 'message-id: ', '<a@', '550 ', '5.1.']) {
      expect(await elapsed(() => parse([headers, `x${piece.repeat(150_000)}x`])), piece).to.be.below(10_000);
    }
  });

  it('reads hostile headers in linear time', async () => {
    for (const piece of ['=?a?b?', '=?utf-8?q?=41?= ', '<', '(', '"', ',', 'Re: ', 't.', ' ']) {
      const value = piece.repeat(60_000 / piece.length);
      const headers = ['From', 'To', 'Subject', 'Date', 'References', 'Message-ID', 'Content-Type'];
      const mail = headers.map((name) => `${name}: ${value}x\r\n`).join('');
      expect(await elapsed(() => parse([`${mail}\r\nx\r\n`])), piece).to.be.below(10_000);
    }
  });

  it('cuts a text of many megabytes and keeps its beginning', async () => {
    const message = await parse(['Subject: Long\r\n\r\n', `${'words '.repeat(12)}\r\n`.repeat(100_000)]);
    expect(message.text.length).to.be.below(600_000);
    expect(message.text)
      .to.match(/^words words/)
      .and.to.match(/\[…\]$/);
  });

  it('keeps memory flat over a mail of 25 MB and more', async () => {
    const line = `${Buffer.alloc(57, 'a').toString('base64')}\r\n`.repeat(800);
    function* source() {
      yield 'Content-Type: application/octet-stream; name=big.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n';
      for (let written = 0; written < 40 * MEGABYTE; written += line.length) yield line;
    }
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const watched: FileStore = {
      ...forgetful,
      save: (content, about) => {
        if (!Buffer.isBuffer(content)) {
          content.on('data', () => {
            most = Math.max(most, heldBeyond(before));
          });
        }
        return forgetful.save(content, about);
      },
    };
    const parts = await read(source(), watched);
    expect(parts.files).to.have.length(1);
    expect(most).to.be.below(20 * MEGABYTE);
  });

  it('leaves out a file above the limit, and says so', async () => {
    const host = createMemoryHost({ maxFileBytes: 1000 });
    const body = `--b\r\n\r\nSee.\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\n${'x'.repeat(5000)}\r\n--b--\r\n`;
    const parts = await read([`Content-Type: multipart/mixed; boundary=b\r\n\r\n${body}`], host.files);
    expect(parts.skipped).to.deep.equal(['a.pdf']);
    expect(parts.texts[0]?.text.trim()).to.equal('See.');
  });

  it('makes a message of any bytes at all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (bytes) => {
        const message = await parse([Buffer.from(bytes)]);
        expect(`${message.subject}${message.text}`.isWellFormed()).to.equal(true);
      }),
      { numRuns: 60 },
    );
  });

  it('strips any pile of reply prefixes down to the subject', () => {
    const prefixes = fc.array(fc.constantFrom('Re: ', 'AW: ', 'RE[2]: ', 'Antw: ', 'SV: ', '回复：'), {
      minLength: 1,
    });
    fc.assert(
      fc.property(prefixes, (pile) => {
        expect(stripReply(`${pile.join('')}Order 12`)).to.equal('Order 12');
      }),
    );
    expect(stripReply('Order 12')).to.equal(null);
    expect(stripReply('Fwd: Order 12')).to.equal(null);
  });
});

describe('email replay and loops', () => {
  let dovecot: Dovecot;
  before(async () => {
    dovecot = await startDovecot();
  });
  after(() => dovecot[Symbol.asyncDispose]());

  it('reads a stored mail again from its raw file', async () => {
    const host = createMemoryHost();
    const raw = await host.files.save(Buffer.from(mail({ 'Message-ID': '' })), RAW);
    const adapter = createEmailChannel(emailChannel(dovecot, { user: 'replay' }), host);
    const message = await adapter.reread({ externalId: 'x', raw, error: 'once' });
    expect(message).to.include({ subject: 'My order', text: 'Hello' });
    expect(message.externalId).to.match(/^sha256:[0-9a-f]{64}$/);
  });

  it('knows its own mail when it comes back to a mailbox of ours, and nobody else can make it look so', async () => {
    const host = createMemoryHost();
    const id = 'reply-9@shop.example';
    const own = { From: 'sales@shop.example', 'Message-ID': `<${id}>` };
    await dovecot.append('loop', mail({ ...own, 'X-Deskroute-Origin': host.sign(`mail-origin:${id}`) }));
    await dovecot.append('loop', mail({ ...own, 'X-Deskroute-Origin': 'forged', Subject: 'Other' }));
    await using _adapter = await startEmail(emailChannel(dovecot, { user: 'loop' }), host);
    await host.until(() => host.accepted.length === 2);
    expect(host.accepted.map((message) => message.automatic)).to.deep.equal(['loop', null]);
  });
});
