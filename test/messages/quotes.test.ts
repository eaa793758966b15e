import { expect } from 'chai';
import fc from 'fast-check';
import { foldText } from '../../src/messages/quotes.ts';
import { foldHtml } from '../../src/messages/quotes-html.ts';

const lines = (...all: string[]) => all.join('\n');
const words = (text: string) => text.split(/\s+/).filter(Boolean).sort();

describe('folding quoted text', () => {
  it('folds the quote below an answer with the line that says who wrote it', () => {
    const quote = lines(
      'On Sun, 1 Mar 2026 at 09:00, Ana <ana@c.example> wrote:',
      '> Where is it?',
      '>',
      '> Ana',
    );
    expect(foldText(lines('On its way.', '', quote))).to.deep.equal({
      visible: 'On its way.',
      quoted: quote,
      signature: '',
    });
  });

  const attributions = [
    lines('Am So., 1. März 2026 um 09:00 Uhr schrieb Ana Alba <', 'ana@c.example>:'),
    'Le dim. 1 mars 2026 à 09:00, Ana <ana@c.example> a écrit :',
    'El dom, 1 mar 2026 a las 9:00, Ana (<ana@c.example>) escribió:',
    'Op zo 1 mrt 2026 om 09:00 schreef Ana <ana@c.example>:',
    '在 2026年3月1日，Ana 写道：',
  ];
  for (const attribution of attributions) {
    it(`knows "${attribution.slice(0, 30)}…"`, () => {
      expect(foldText(lines('Thanks', '', attribution, '> old')).visible).to.equal('Thanks');
    });
  }

  it("folds what stands below Outlook's header block and its rule", () => {
    const block = lines(
      '________________________________',
      'Von: Ana',
      'Gesendet: Sonntag',
      'An: Shop',
      'Betreff: X',
    );
    expect(foldText(lines('Danke', '', block, '', 'Old words')).visible).to.equal('Danke');
  });

  it('folds what stands below "Original Message"', () => {
    expect(foldText(lines('Thanks', '-----Original Message-----', 'Old')).visible).to.equal('Thanks');
  });

  it('leaves answers between quotes where they are and folds only the last quote', () => {
    const folded = foldText(lines('> first?', 'Yes.', '> second?', 'No.', '> third'));
    expect(folded.visible).to.equal(lines('> first?', 'Yes.', '> second?', 'No.'));
    expect(folded.quoted).to.equal('> third');
  });

  it('folds a quote above the answer', () => {
    const quote = lines('Ana <ana@c.example> wrote:', '> Where is it?');
    expect(foldText(lines(quote, '', 'Here.'))).to.include({ visible: 'Here.', quoted: quote });
  });

  it('separates the signature, above the quote or below it', () => {
    const above = foldText(lines('Thanks', '-- ', 'Ana Alba', 'Boss', '', '> old'));
    expect(above).to.deep.equal({
      visible: 'Thanks',
      quoted: '> old',
      signature: lines('-- ', 'Ana Alba', 'Boss'),
    });
    const below = foldText(lines('Thanks', '', '> old', '', '-- ', 'Ana Alba'));
    expect(below).to.deep.equal({ visible: 'Thanks', quoted: '> old', signature: lines('-- ', 'Ana Alba') });
  });

  it('knows the signatures of phones', () => {
    expect(foldText(lines('Ok', '', 'Sent from my iPhone'))).to.include({
      visible: 'Ok',
      signature: 'Sent from my iPhone',
    });
  });

  it('hides nothing where nothing would be left', () => {
    for (const text of [lines('> only', '> quoted'), lines('-- ', 'Ana'), '']) {
      expect(foldText(text)).to.deep.equal({ visible: text, quoted: '', signature: '' });
    }
  });

  it('does not take a sentence about writing for a quote', () => {
    const text = lines('My friend wrote:', 'it is broken.', '', 'From: what I see, it is.');
    expect(foldText(text).visible).to.equal(text);
  });

  it('hides nothing that the person wrote between quotes below a divider', () => {
    const text = lines('See below', '-----Original Message-----', '> first?', 'Yes.', '> second?', 'No.');
    expect(foldText(text).visible).to.equal(text);
    const last = foldText(lines(text, '> third'));
    expect(last).to.include({ visible: text, quoted: '> third' });
  });

  it('shows what a person passes on', () => {
    const block = lines('From: Bank', 'Date: Sunday', 'Subject: Bill', 'To: Ana');
    const forward = lines('Is this yours?', '', '---------- Forwarded message ---------', block, '', 'Pay.');
    expect(foldText(forward).visible).to.equal(forward);
    const apple = lines('Is this yours?', '', 'Begin forwarded message:', '', '> From: Bank', '>', '> Pay.');
    expect(foldText(apple).visible).to.equal(apple);
  });

  it('shows what the person cites', () => {
    const text = lines('It says:', '', '> Error 42');
    expect(foldText(text).visible).to.equal(text);
  });

  it('takes neither a dividing line nor a sentence for a signature', () => {
    for (const text of [
      lines('The first is fine.', '--', 'The second is broken.'),
      lines('It was broken.', '', 'Gesendet mit DHL am Montag'),
      lines('I have it', 'Sent from my sister'),
    ]) {
      expect(foldText(text)).to.deep.equal({ visible: text, quoted: '', signature: '' });
    }
  });

  it('takes characters without width for nothing written', () => {
    const text = lines('\u200b\ufeff', '', '> old');
    expect(foldText(text).visible).to.equal(text);
  });

  it('loses no word, whatever the text', () => {
    const line = fc.constantFrom(
      '',
      'Hello',
      '> old',
      '-- ',
      'Ana wrote:',
      'From: Ana',
      'Sent: now',
      'To: x',
      'Ciao',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 25 }), (all) => {
        const { visible, quoted, signature } = foldText(all.join('\n'));
        expect(words(`${visible}\n${quoted}\n${signature}`)).to.deep.equal(words(all.join('\n')));
      }),
    );
  });

  it('is quick on a hostile text', () => {
    const started = performance.now();
    const pieces = ['> ', 'On wrote ', 'From: a\n', '-- \n', '>\n\n', ' ', '\n', '-', '_ '];
    for (const piece of pieces) foldText(`x${piece.repeat(100_000)}x`);
    expect(performance.now() - started).to.be.below(15_000);
  });
});

describe('folding quoted HTML', () => {
  const old = '<blockquote class="gmail_quote"><p>old</p></blockquote>';

  it('folds the quote of Gmail with the line above it', () => {
    const quote = `<div dir="ltr" class="gmail_attr">On Sunday Ana wrote:<br></div>${old}`;
    const { visible, folded } = foldHtml(`<div>New</div><div class="gmail_quote">${quote}</div>`);
    expect(visible).to.equal('<div>New</div><div class="gmail_quote"></div>');
    expect(folded).to.equal(quote);
  });

  it('folds the quotes of Apple Mail, Thunderbird and Yahoo', () => {
    const quotes = [
      '<blockquote type="cite"><div>old</div></blockquote>',
      '<div class="moz-cite-prefix">Ana wrote:</div><blockquote type="cite" cite="mid:1">old</blockquote>',
      '<div id="yahoo_quoted_1" class="yahoo_quoted"><div>Ana wrote:</div>old</div>',
    ];
    for (const quote of quotes) {
      expect(foldHtml(`<p>New</p>${quote}`)).to.deep.equal({ visible: '<p>New</p>', folded: quote });
    }
  });

  it('folds all that follows the marks of Outlook', () => {
    const word =
      '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3pt 0 0 0"><p>From: Ana</p></div>';
    const { visible, folded } = foldHtml(`<body><p>New</p><div>${word}</div><p>old</p></body>`);
    expect(visible).to.equal('<body><p>New</p><div></div></body>');
    expect(folded).to.equal(`${word}<p>old</p>`);
    const web = '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg">From: Ana</div><div>old</div>';
    expect(foldHtml(`<p>New</p>${web}`)).to.deep.equal({ visible: '<p>New</p>', folded: web });
  });

  it("leaves a line of the person's own that looks like Outlook's", () => {
    const rule = '<div style="border:none;border-top:solid #E1E1E1 1.0pt">Second question</div>';
    const empty = '<div style="border:none;border-top:solid #E1E1E1 1.0pt"></div>From: what I see';
    for (const html of [`<p>New</p>${rule}<p>More</p>`, `<p>New</p>${empty}`]) {
      expect(foldHtml(html)).to.deep.equal({ visible: html, folded: '' });
    }
  });

  it('leaves quotes that have something written below them', () => {
    const html = `<p>Hi</p>${old}<p>Answer</p>${old}`;
    expect(foldHtml(html)).to.deep.equal({ visible: `<p>Hi</p>${old}<p>Answer</p>`, folded: old });
  });

  it('leaves a picture that was put below a quote', () => {
    const html = `<p>Hi</p>${old}<img src="cid:1">`;
    expect(foldHtml(html).visible).to.equal(html);
  });

  it('hides nothing where nothing would be left, also when a style stands above', () => {
    const html = `<style>p{}</style>${old}`;
    expect(foldHtml(html)).to.deep.equal({ visible: html, folded: '' });
  });

  it('leaves a quotation that the person made part of the text', () => {
    const html = '<p>As he said:</p><blockquote>Words.</blockquote>';
    expect(foldHtml(html).visible).to.equal(html);
  });

  it('is quick on hostile HTML', () => {
    const started = performance.now();
    for (const piece of ['<div>', '<blockquote type=cite>', '<b ', '<!--', '</p>'])
      foldHtml(`x${piece.repeat(150_000)}`);
    expect(performance.now() - started).to.be.below(15_000);
  });
});
