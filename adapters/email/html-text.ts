import { Tokenizer } from 'htmlparser2';
import { cleanText } from './clean.ts';

const BREAKS = new Set(['br', 'tr', 'li', 'hr', 'dt', 'dd']);
const BLOCKS = new Set(
  'p div table ul ol dl pre blockquote section article header footer h1 h2 h3 h4 h5 h6 form address'.split(
    ' ',
  ),
);
const HIDDEN = new Set(['script', 'style', 'head', 'title', 'template', 'noscript', 'svg', 'math']);

/** HTML longer than this is read only so far for its text; the HTML itself is kept. */
const MAX_HTML = 2 * 1024 * 1024;

/**
 * The readable text of an HTML mail. Reads tokens without building a tree, so that time and memory stay linear
 * however deep the markup nests.
 */
export function htmlToText(html: string): string {
  const source = html.slice(0, MAX_HTML);
  const text = createCollector();
  const tokenizer = new Tokenizer({ decodeEntities: true }, callbacks(source, text));
  tokenizer.write(source);
  tokenizer.end();
  return cleanText(text.result());
}

/** What the tokens of a page become: words, breaks, and nothing from inside hidden elements. */
function createCollector() {
  const pieces: string[] = [];
  let hidden: string | null = null;
  const add = (piece: string) => {
    if (hidden === null) pieces.push(piece);
  };
  return {
    add,
    open(name: string) {
      if (hidden === null && HIDDEN.has(name)) hidden = name;
      if (BREAKS.has(name)) add('\n');
      if (BLOCKS.has(name)) add('\n\n');
      if (name === 'li') add('- ');
      if (name === 'td' || name === 'th') add(' ');
    },
    close(name: string) {
      if (hidden === name) hidden = null;
      if (BLOCKS.has(name)) add('\n\n');
    },
    result: () => tidy(pieces.join('')),
  };
}

function tidy(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function callbacks(source: string, text: ReturnType<typeof createCollector>) {
  const name = (start: number, end: number) => source.slice(start, end).toLowerCase();
  const ignore = () => undefined;
  return {
    ontext: (start: number, end: number) => text.add(source.slice(start, end).replace(/[\s\u00a0]+/g, ' ')),
    ontextentity: (code: number) => text.add(code === 0xa0 ? ' ' : safeCodePoint(code)),
    onopentagname: (start: number, end: number) => text.open(name(start, end)),
    onclosetag: (start: number, end: number) => text.close(name(start, end)),
    onattribdata: ignore,
    onattribentity: ignore,
    onattribend: ignore,
    onattribname: ignore,
    oncdata: ignore,
    oncomment: ignore,
    ondeclaration: ignore,
    onend: ignore,
    onopentagend: ignore,
    onprocessinginstruction: ignore,
    onselfclosingtag: ignore,
  };
}

function safeCodePoint(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}
