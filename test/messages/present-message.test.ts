import { expect } from 'chai';
import type { MessageRecord } from '../../src/messages/message-model.ts';
import { presentMessage } from '../../src/messages/present-message.ts';
import { storedMessage } from '../../src/messages/stored-message.ts';

const RAW = { id: 'f1', name: 'message.eml', type: 'message/rfc822', size: 9 };
const OLD = '<blockquote type="cite"><p>old</p></blockquote>';

function present(changes: Partial<MessageRecord>, showRemoteImages = false) {
  const author = { kind: 'contact', id: null, name: null } as const;
  const base = { ticket: 't', direction: 'in', author, text: 'Hello', at: new Date(0) } as const;
  return presentMessage(storedMessage({ ...base, ...changes }), { showRemoteImages });
}

describe('a message in the API', () => {
  it('shows what the person wrote apart from what they quote and their signature', () => {
    const { text, folded } = present({ text: 'Thanks\n-- \nAna\n\nBen wrote:\n> old' });
    expect(text).to.contain('> old').and.contain('Thanks');
    expect(folded).to.deep.equal({
      visible: 'Thanks',
      quoted: 'Ben wrote:\n> old',
      signature: '-- \nAna',
    });
  });

  it('folds the quote of an HTML mail by marks that do not survive the cleaning', () => {
    const quote = '<div class="gmail_quote"><div class="gmail_attr">Ben wrote:</div>';
    const { html } = present({ html: `<div>New</div>${quote}${OLD}</div>` });
    expect(html).to.match(/^<div>New<\/div>/);
    expect(html).to.match(/<details class="quoted"><summary>…<\/summary>.*Ben wrote:.*old.*<\/details>$/);
    expect(html).not.to.contain('gmail');
  });

  it('lets nobody make the element that folds, nor leave it', () => {
    const forged = '<details class="quoted"><summary>…</summary>Mine</details>';
    expect(present({ html: forged }).html).not.to.contain('details');
    const { html } = present({ html: `<p>New</p><blockquote type="cite"></details>old<p></blockquote>` });
    expect(html?.match(/details>/g)).to.have.length(1);
    expect(html).to.match(/<\/details>$/);
  });

  it('hides nothing when what is written above the quote cannot be seen', () => {
    const html = `<math>New</math><svg>x</svg>${OLD}`;
    expect(present({ html }).html).to.contain('old').and.not.contain('details');
  });

  it('counts the images left out of both parts', () => {
    const html = `<p>New <img src="https://a.example/1"></p><blockquote type="cite">old <img src="https://a.example/2"></blockquote>`;
    expect(present({ html })).to.include({ blockedImages: 2 });
    expect(present({ html }, true).html?.match(/a\.example/g)).to.have.length(2);
  });

  it('folds nothing of what we write ourselves', () => {
    for (const direction of ['out', 'note'] as const) {
      const text = 'As you said:\n\nOn Sunday you wrote:\n> broken\n\n-- \nAna';
      const shown = present({ direction, text, html: `<p>New</p>${OLD}` });
      expect(shown.folded).to.deep.equal({ visible: text, quoted: '', signature: '' });
      expect(shown.html).not.to.contain('details');
    }
  });

  it('names its source and whether it came late', () => {
    expect(present({ raw: RAW, late: true })).to.deep.include({
      raw: { ...RAW, url: '/api/v1/files/f1' },
      late: true,
    });
    expect(present({})).to.deep.include({ raw: null, late: false });
  });

  it('is quick on a hostile mail', () => {
    const started = performance.now();
    for (const piece of [
      '<div>',
      '<blockquote type=cite>',
      '<b ',
      '<p>x<blockquote type=cite>y</blockquote>',
    ]) {
      const hostile = piece.repeat(1_400_000 / piece.length);
      present({ html: `x${hostile}`, text: hostile.slice(0, 500_000) });
    }
    expect(performance.now() - started).to.be.below(20_000);
  });
});
