import { expect } from 'chai';
import { multipart, parseBytes, parseSource } from './parse-source.ts';

/** `hello` as old programs wrote it into the text. */
const UUENCODED = 'begin 644 notes.txt\n%:&5L;&\\\n`\nend';

describe('mail of old programs', () => {
  it('gives uuencoded files out of its text', async () => {
    const { text, attachments } = await parseSource({}, `See below.\n\n${UUENCODED}\n\nRegards`);
    expect(text).to.match(/^See below\.\s+Regards$/);
    expect(attachments.map(({ name, size }) => ({ name, size }))).to.deep.equal([
      { name: 'notes.txt', size: 5 },
    ]);
  });

  it('keeps in its text what only looks uuencoded', async () => {
    const body = 'We begin 644 tests\nbegin 644 notes.txt\n%not encoded at all, is it\nend\n';
    const { text, attachments } = await parseSource({}, body);
    expect(text).to.contain('%not encoded at all');
    expect(attachments).to.deep.equal([]);
  });

  it('is read in UTF-7, in its text and in its headers', async () => {
    const { text, subject } = await parseSource(
      { Subject: '=?utf-7?Q?Fr+APY-sche?=', 'Content-Type': 'text/plain; charset=utf-7' },
      'Gr+APwA3w-e, 1 +- 1',
    );
    expect({ text, subject }).to.deep.equal({ text: 'Grüße, 1 + 1', subject: 'Frösche' });
  });

  const raw: [charset: string, bytes: number[], text: string][] = [
    ['big5', [0xa7, 0xda, 0xaa, 0xba], '我的'],
    ['koi8-r', [0xf4, 0xc5, 0xd3, 0xd4], 'Тест'],
    ['shift_jis', [0x82, 0xa0, 0x82, 0xa2], 'あい'],
    ['iso-8859-2', [0xa3, 0xf3, 0x64, 0xbc], 'Łódź'],
  ];
  for (const [charset, bytes, text] of raw) {
    it(`has the charset of its text, ${charset}, for headers that say none`, async () => {
      const word = Buffer.from(bytes);
      const message = await parseBytes(
        Buffer.concat([
          Buffer.from('From: '),
          word,
          Buffer.from(' <ana@customer.example>\r\nSubject: '),
          word,
          Buffer.from(`\r\nContent-Type: text/plain; charset=${charset}\r\n\r\n`),
          word,
        ]),
      );
      expect(message).to.include({ subject: text, text });
      expect(message.from.name).to.equal(text);
    });
  }

  it('is read alike with its lines ended by CR, by LF, and by both', async () => {
    const { header, body } = multipart('multipart/mixed', [
      { type: 'text/plain', body: 'Hello' },
      { type: 'text/csv; name="a.csv"', body: 'a,b' },
    ]);
    for (const end of ['\r', '\n', '\r\n']) {
      const change = (source: string) => source.replace(/\r?\n/g, end);
      const message = await parseSource({ 'Content-Type': header }, body, change);
      expect(message, JSON.stringify(end)).to.include({ text: 'Hello', subject: 'My order' });
      expect(message.attachments.map((file) => file.name)).to.deep.equal(['a.csv']);
    }
  });
});

describe('automatic replies by their words', () => {
  for (const subject of [
    'Automatikus válasz: My order',
    'Otomatik yanıt: My order',
    'Αυτόματη απάντηση: My order',
    'Răspuns automat: My order',
    'Автоматична відповідь: My order',
    'תשובה אוטומטית: My order',
    '자동 회신: My order',
    'Trả lời tự động: My order',
  ]) {
    it(`are known by the subject "${subject}"`, async () => {
      expect((await parseSource({ Subject: subject })).automatic).to.equal('auto-reply');
    });
  }

  for (const text of [
    'This is an automated reply. We got your mail.',
    'Dies ist eine automatische Antwort.',
    'Ceci est une réponse automatique.',
    '*** Esta es una respuesta automática ***',
  ]) {
    it(`are known by beginning with "${text.slice(0, 30)}"`, async () => {
      expect((await parseSource({ Subject: 'Re: My order' }, text)).automatic).to.equal('auto-reply');
    });
  }

  it('are not seen where a person writes about one', async () => {
    const text = 'I got "This is an automated reply" again. Where is my order?';
    expect((await parseSource({ Subject: 'Re: My order' }, text)).automatic).to.equal(null);
  });
});
