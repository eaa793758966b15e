import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { InboundMessage } from '../../../adapters/adapter.ts';
import { parseMail } from '../../../adapters/email/parse.ts';
import { readMail } from '../../../adapters/email/read.ts';
import { createMemoryHost, type MemoryHost } from '../../support/channel-host.ts';

const FOLDER = join(import.meta.dirname, '../../../adapters/email/fixtures');
const RECEIVED_AT = Date.UTC(2026, 2, 1, 12);
const RAW = { id: 'raw', name: 'message.eml', type: 'message/rfc822', size: 1 };
const tested = new Set<string>();

async function parse(name: string, host: MemoryHost = createMemoryHost()): Promise<InboundMessage> {
  tested.add(`${name}.eml`);
  const parts = await readMail(createReadStream(join(FOLDER, `${name}.eml`)), host.files);
  const facts = {
    address: 'support@shop.example',
    receivedAt: RECEIVED_AT,
    raw: RAW,
    rawDigest: 'abc',
    isOwn: false,
  };
  return parseMail(parts, facts);
}

describe('email fixtures', () => {
  it('reads plain text', async () => {
    const message = await parse('plain');
    expect(message).to.include({ text: 'Grüße, where is my order?', html: null, subject: 'My order' });
    expect(message.at).to.equal(Date.UTC(2026, 2, 1, 8));
    expect(message.externalId).to.match(/^m1@customer\.example#[0-9a-f]{12}$/);
    expect(message.copyId).to.equal(message.externalId);
  });

  it('takes of two alternatives the plain one as text and the other as HTML', async () => {
    const message = await parse('alternative');
    expect(message.text).to.equal('The plain words.');
    expect(message.html).to.equal('<p>The <b>rich</b> words.</p>');
  });

  it('makes text of HTML that came alone, without scripts and styles', async () => {
    const { text } = await parse('html-only');
    expect(text).to.equal('Hello there,\n\n- one\n- two & three\n\na b');
  });

  it('shows all plain parts in turn', async () => {
    expect((await parse('two-plain-parts')).text).to.equal('First.\n\nSecond.');
  });

  it('joins flowed lines', async () => {
    expect((await parse('flowed')).text).to.equal('This is one long line.\n\n> quoted line\nEnd.');
  });

  it('keeps what there is of a mail that breaks off', async () => {
    const message = await parse('unclosed-boundary');
    expect(message.text).to.equal('Never closed.');
    expect(message.attachments.map((file) => file.name)).to.deep.equal(['a.pdf']);
  });
});

describe('email fixtures: character sets', () => {
  const cases: [fixture: string, subject: string, text: string][] = [
    ['iso-2022-jp', 'ご注文の件', 'こんにちは、注文はどこですか。'],
    ['iso-2022-jp-unlabelled', 'ご注文の件', 'こんにちは'],
    ['gb18030', '我的订单𠮷', '联通 你好，订单在哪里？'],
    ['charset-latin1-as-utf8', 'My order', 'Grüße aus Köln €'],
    ['charset-utf8-as-latin1', 'My order', 'Grüße aus Köln'],
    ['charset-unknown', 'Café', 'Café'],
    ['charset-split-word', 'üüü', 'x'],
  ];
  for (const [fixture, subject, text] of cases) {
    it(`reads ${fixture}`, async () => {
      expect(await parse(fixture)).to.include({ subject, text });
    });
  }

  it('reads a name in ISO-2022-JP', async () => {
    expect((await parse('iso-2022-jp')).from.name).to.equal('山田太郎');
  });
});

describe('email fixtures: broken mail', () => {
  it('knows a mail without Message-ID by its content', async () => {
    expect(await parse('no-message-id')).to.include({ externalId: 'sha256:abc', messageId: null });
    expect(await parse('empty-message-id')).to.include({ externalId: 'sha256:abc', messageId: null });
  });

  it('takes a mail without From as one without a contact', async () => {
    expect((await parse('no-from')).from).to.deep.equal({
      name: null,
      email: null,
      phone: null,
      visitor: null,
    });
  });

  for (const fixture of ['no-date', 'bad-date', 'future-date']) {
    it(`takes the time of arrival for ${fixture}`, async () => {
      expect((await parse(fixture)).at).to.equal(RECEIVED_AT);
    });
  }

  it('leaves NUL bytes out', async () => {
    expect(await parse('nul-bytes')).to.include({ subject: 'Nul here', text: 'Hello there' });
  });

  it('takes a bare carriage return as a line end', async () => {
    expect((await parse('bare-cr')).text).to.equal('first line\nsecond line\nthird line');
  });

  it('shows what stands in a multipart whose boundary is missing', async () => {
    expect((await parse('no-boundary')).text).to.equal('Nobody set a boundary.');
  });

  it('takes words without any header', async () => {
    expect((await parse('no-headers')).externalId).to.equal('sha256:abc');
  });

  it('makes something of bytes that nobody knows', async () => {
    const message = await parse('nobody-knows');
    expect(message.externalId).to.equal('sha256:abc');
    expect(message.text.isWellFormed()).to.equal(true);
    expect(message.text).not.to.contain('\u0000');
  });
});

describe('email fixtures: parts that are kept as they are', () => {
  const cases: [fixture: string, names: string[], text: string][] = [
    ['winmail', ['winmail.dat'], 'See the attachment.'],
    ['smime-encrypted', ['smime.p7m'], ''],
    ['smime-signed', ['smime.p7s'], 'Signed words.'],
    ['smime-opaque', ['smime.p7m', 'a.csv'], 'Signed Grüße'],
    ['pgp-encrypted', ['part-1.asc', 'encrypted.asc'], ''],
    ['forwarded', ['part-1.eml'], 'See below.'],
    ['attachment-names', ['Rechnung €.pdf', 'Grüße.txt', '.._.._etc_passwd'], 'Files.'],
  ];
  for (const [fixture, names, text] of cases) {
    it(`keeps the files of ${fixture}`, async () => {
      const message = await parse(fixture);
      expect(message.attachments.map((file) => file.name)).to.deep.equal(names);
      expect(message.text).to.equal(text);
    });
  }

  it('leaves an inline PGP message in the text', async () => {
    expect((await parse('pgp-inline')).text).to.contain('-----BEGIN PGP MESSAGE-----\n\nhQEMA3Us');
  });

  it('keeps a calendar invitation as a file beside the text', async () => {
    const host = createMemoryHost();
    const { text, attachments } = await parse('calendar-invite', host);
    expect(text).to.equal('Meeting on Monday.');
    expect(attachments[0]).to.include({ type: 'text/calendar', name: 'part-1.ics' });
    expect(attachments[0] && host.readText(attachments[0])).to.contain('METHOD:REQUEST');
  });

  it('names an inline image that has none, and keeps its Content-ID', async () => {
    const { html, attachments } = await parse('inline-image');
    expect(html).to.contain('cid:pic@1');
    expect(attachments[0]).to.include({ name: 'image-1.png', contentId: 'pic@1', type: 'image/png' });
  });
});

describe('email fixtures: who and whereto', () => {
  it('reads references nearest first, the token and the bare subject of a reply', async () => {
    expect((await parse('reply')).thread).to.deep.equal({
      references: ['reply-1@shop.example', 'm0@customer.example', 't.66f0c0ffee.bWFjbWFj@shop.example'],
      token: 't.66f0c0ffee.bWFjbWFj',
      replySubject: '[shop] My order',
    });
  });

  it('takes the person whom a contact form answers to', async () => {
    expect((await parse('contact-form')).from).to.include({ name: 'Bo Berg', email: 'bo@customer.example' });
  });

  it('lists the others once each, without ourselves and without what is no address', async () => {
    const { from, cc } = await parse('many-recipients');
    expect(from.email).to.equal('ana@customer.example');
    expect(cc).to.deep.equal([
      { name: null, email: 'office@customer.example' },
      { name: null, email: 'bo@customer.example' },
      { name: 'Cy, C', email: 'cy@customer.example' },
    ]);
  });

  it('says when the mailbox marked a mail as spam', async () => {
    expect((await parse('spam-flagged')).suspicion).to.contain('spam');
    expect((await parse('plain')).suspicion).to.equal(null);
  });
});

describe('email fixtures: machine mail', () => {
  const bounces: [fixture: string, status: string | null, action: string, reason: string][] = [
    ['bounce-postfix', '5.1.1', 'failed', '550 5.1.1 User unknown'],
    ['bounce-office365', '5.4.14', 'failed', '554 5.4.14 Hop count exceeded'],
    ['bounce-exim', '5.7.1', 'failed', '550 5.7.1 Mailbox not accepting mail'],
    ['bounce-qmail', '5.1.1', 'failed', 'Sorry, no mailbox here by that name. (#5.1.1)'],
    ['bounce-delayed', '4.4.1', 'delayed', 'Delayed Mail (still being retried)'],
  ];
  for (const [fixture, status, action, reason] of bounces) {
    it(`finds the message and the recipient of ${fixture}`, async () => {
      const message = await parse(fixture);
      expect(message.automatic).to.equal('bounce');
      const about = { messageId: 'reply-1@shop.example', recipient: 'ana@customer.example' };
      expect(message.bounce).to.deep.equal({ ...about, status, action, reason });
    });
  }

  it('finds the message of a bounce that only quotes it', async () => {
    const { bounce } = await parse('bounce-quoted-text');
    expect(bounce).to.include({ messageId: 'reply-1@shop.example', status: '5.2.2', action: 'failed' });
  });

  const kinds: [fixture: string, kind: InboundMessage['automatic']][] = [
    ['dsn-success', 'report'],
    ['auto-reply-rfc3834', 'auto-reply'],
    ['auto-reply-outlook', 'auto-reply'],
    ['auto-reply-subject-only', 'auto-reply'],
    ['auto-reply-precedence', 'auto-reply'],
    ['list', 'list'],
    ['newsletter', 'bulk'],
    ['generated', 'bulk'],
    ['abuse-report', 'report'],
    ['read-receipt', 'report'],
    ['challenge', 'challenge'],
    ['own-address', 'loop'],
    ['auto-submitted-no', null],
    ['contact-form', null],
    ['reply', null],
  ];
  for (const [fixture, kind] of kinds) {
    it(`takes ${fixture} as ${kind ?? "a person's mail"}`, async () => {
      const message = await parse(fixture);
      expect(message.automatic).to.equal(kind);
      expect(message.bounce).to.equal(null);
    });
  }
});

describe('email fixtures folder', () => {
  it('has a test for each mail', async () => {
    const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.eml'));
    expect(names.filter((name) => !tested.has(name))).to.deep.equal([]);
  });

  it('holds only mail that is small enough to read', async () => {
    const sizes = await Promise.all(
      [...tested].map(async (name) => (await readFile(join(FOLDER, name))).length),
    );
    expect(Math.max(...sizes)).to.be.below(20_000);
  });
});
