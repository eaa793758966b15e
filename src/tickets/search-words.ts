/** What of a text is looked at, in characters. */
const MOST_TEXT = 1000;
const LONGEST_WORD = 40;
/** Words of one text, and of one ticket over all its messages. */
const MOST_WORDS = 64;
const MOST_OF_TICKET = 256;
const MOST_ASKED = 10;

/** Scripts that put no space between words: each character counts as one. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu;

/** The words by which a search finds a text, each once: lower case, without accents, `ß` as `ss`. */
export function searchWords(text: string): string[] {
  const folded = text
    .slice(0, MOST_TEXT)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(UNSPACED, ' $& ');
  const words = folded.match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words.map((word) => word.slice(0, LONGEST_WORD)))].slice(0, MOST_WORDS);
}

/** The words of a ticket with those of a further text; the first ones stay when there are too many. */
export function moreWords(words: readonly string[], text: string): string[] {
  return [...new Set([...words, ...searchWords(text)])].slice(0, MOST_OF_TICKET);
}

/** Finds what has every word of a question in its `words`, at least by its beginning; null for a question without any. */
export function wordFilter(question: string): { words: { $all: RegExp[] } } | null {
  const words = searchWords(question).slice(0, MOST_ASKED);
  return words.length === 0 ? null : { words: { $all: words.map((word) => new RegExp(`^${word}`)) } };
}
