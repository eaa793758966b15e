import { expect } from 'chai';
import fc from 'fast-check';
import { unpackTnef } from '../../../adapters/email/tnef.ts';
import { parseBytes } from './parse-source.ts';
import { makeTnef } from './tnef-source.ts';

const BODY = 0x1000;
const HTML = 0x1013;
const RTF = 0x1009;
const LONG_NAME = 0x3707;
const CONTENT_ID = 0x3712;

/** The example of [MS-OXRTFCP], section 4.1. */
const COMPRESSED = Buffer.from(
  '2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0',
  'hex',
);

const packed = makeTnef({
  properties: [{ tag: BODY, value: 'Grüße aus Köln' }],
  files: [
    {
      title: 'RECHNU~1.PDF',
      content: Buffer.from('%PDF-1.4 bill'),
      properties: [
        { tag: LONG_NAME, value: 'Rechnung März.pdf' },
        { tag: CONTENT_ID, value: 'bill@01' },
      ],
    },
    { title: 'notes.txt', content: Buffer.from('notes') },
  ],
});

/** A mail that carries a container, with or without words beside it. */
function mailWith(container: Buffer, text: string): Promise<Awaited<ReturnType<typeof parseBytes>>> {
  const source = [
    'From: ana@customer.example',
    'Message-ID: <packed@customer.example>',
    'Content-Type: multipart/mixed; boundary=x1',
    '',
    `--x1\r\nContent-Type: text/plain\r\n\r\n${text}`,
    '--x1\r\nContent-Type: application/ms-tnef; name="winmail.dat"\r\nContent-Transfer-Encoding: base64',
    '',
    container.toString('base64').replace(/.{76}/g, '$&\r\n'),
    '--x1--',
  ];
  return parseBytes(Buffer.from(source.join('\r\n')));
}

describe('winmail.dat', () => {
  it('gives up its files under their long names, and is kept as well', async () => {
    const { attachments } = await mailWith(packed, 'See attached.');
    expect(attachments.map((file) => file.name)).to.deep.equal([
      'winmail.dat',
      'Rechnung März.pdf',
      'notes.txt',
    ]);
    expect(attachments[1]).to.include({ size: 13, contentId: 'bill@01' });
  });

  it('gives its text where the mail has none', async () => {
    expect((await mailWith(packed, '')).text).to.equal('Grüße aus Köln');
    expect((await mailWith(packed, 'See attached.')).text).to.equal('See attached.');
  });

  it('gives its HTML where it has only that', async () => {
    const html = makeTnef({ properties: [{ tag: HTML, value: Buffer.from('<p>Hello <b>you</b></p>\0') }] });
    expect(await mailWith(html, '')).to.include({ text: 'Hello you', html: '<p>Hello <b>you</b></p>' });
  });

  it('gives the words of its compressed rich text where it has only that', () => {
    const rich = makeTnef({ properties: [{ tag: RTF, value: COMPRESSED }] });
    expect(unpackTnef(rich)?.text?.trim()).to.equal('hello world');
  });

  it('reads umlauts, breaks and HTML wrapped in rich text', () => {
    const rtf = String.raw`{\rtf1\ansi\fromhtml1{\fonttbl{\f0 Arial;}}{\*\htmltag64 <p>}Gr\'fc\'dfe\par \u8364?5 \{ok\}}`;
    const head = Buffer.alloc(16);
    head.writeUInt32LE(0x414c454d, 8);
    const rich = makeTnef({ properties: [{ tag: RTF, value: Buffer.concat([head, Buffer.from(rtf)]) }] });
    expect(unpackTnef(rich)?.text?.trim()).to.equal('Grüße\n€5 {ok}');
  });

  it('gives the files of a message inside it', () => {
    const outer = makeTnef({ files: [{ title: 'Forwarded', content: packed }] });
    expect(unpackTnef(outer)?.files.map((file) => file.name)).to.deep.equal([
      'Forwarded.txt',
      'Rechnung März.pdf',
      'notes.txt',
    ]);
  });

  it('ends at some depth however deep messages are packed into each other', () => {
    let container = packed;
    for (let depth = 0; depth < 20; depth += 1)
      container = makeTnef({ files: [{ title: `m${depth}`, content: container }] });
    expect(unpackTnef(container)?.files).to.have.length(1);
  });

  it('gives what stands before the damage, wherever it is cut off', () => {
    for (let length = 0; length <= packed.length; length += 1) {
      const content = unpackTnef(packed.subarray(0, length));
      if (length < 6) expect(content).to.equal(null);
      else expect(content?.files.length).to.be.at.most(2);
    }
    expect(unpackTnef(packed.subarray(0, packed.length - 200))?.text).to.equal('Grüße aus Köln');
  });

  it('never fails, whatever bytes are changed', () => {
    const change = fc.tuple(fc.nat(packed.length - 1), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), (changes) => {
        const bytes = Buffer.from(packed);
        for (const [at, byte] of changes) bytes[at] = byte;
        unpackTnef(bytes);
      }),
      { numRuns: 500, seed: 20 },
    );
  });

  it('stays an attachment like others when it is none', async () => {
    const { attachments, text } = await mailWith(Buffer.from('no container'), 'Hello');
    expect(attachments).to.have.length(1);
    expect(text).to.equal('Hello');
  });
});
