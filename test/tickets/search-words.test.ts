import { expect } from 'chai';
import fc from 'fast-check';
import { moreWords, searchWords, wordFilter } from '../../src/tickets/search-words.ts';

describe('the words of a search', () => {
  it('are folded: lower case, no accents, `ß` as `ss`, each once', () => {
    expect(searchWords('Straße, STRASSE & Çà-et-là!')).to.deep.equal(['strasse', 'ca', 'et', 'la']);
  });

  it('are single characters in scripts without spaces', () => {
    expect(searchWords('返品 OK')).to.deep.equal(['返', '品', 'ok']);
  });

  it('are asked for by their beginning, all of them', () => {
    expect(wordFilter('Ord 47')).to.deep.equal({ words: { $all: [/^ord/, /^47/] } });
    expect(wordFilter('.*?')).to.equal(null);
  });

  it('find a text by the beginning of any of its words, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.nat(),
        fc.nat(),
        (text, which, length) => {
          const words = searchWords(text);
          const word = words[which % Math.max(words.length, 1)];
          const patterns = wordFilter(word?.slice(0, 1 + (length % word.length)) ?? '')?.words.$all ?? [];
          for (const pattern of patterns) expect(words.some((w) => pattern.test(w))).to.equal(true);
          const again = wordFilter(text)?.words.$all ?? [];
          for (const pattern of again) expect(words.some((w) => pattern.test(w))).to.equal(true);
        },
      ),
    );
  });

  it('are bounded, however long the text, and the first ones of a ticket stay', () => {
    const long = Array.from({ length: 5000 }, (_, i) => `w${i}`).join(' ');
    expect(searchWords(long).length).to.be.at.most(64);
    expect(searchWords('x'.repeat(900))[0]?.length).to.equal(40);
    let words = searchWords('first');
    for (let i = 0; i < 50; i += 1) words = moreWords(words, long.replaceAll('w', `v${i}w`));
    expect(words).to.have.length(256).and.include('first');
  });
});
