import { Parser } from 'htmlparser2';
import { hasWords } from './quotes.ts';

/** HTML in two: what is shown, and what is folded away below it. Both are balanced. */
export interface FoldedHtml {
  visible: string;
  folded: string;
}

interface Span {
  start: number;
  end: number;
}

type Attributes = Record<string, string>;

const MAX_LENGTH = 2_000_000;
/** Deeper than any mail; the parser's cost grows with the square of the depth. */
const MAX_DEPTH = 512;
const HIDDEN = new Set(['head', 'style', 'script', 'title']);
const VOID = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'source',
  'wbr',
]);
const QUOTE_CLASS = /(^|\s)(yahoo_quoted|gmail_attr|moz-cite-prefix|protonmail_quote|tutanota_quote)(\s|$)/;
/** Outlook's marks: what follows them is quoted, though it is no element of its own. */
const DIVIDER_ID = /^(x_)*(divRplyFwdMsg|appendonsend|reply-intro|mail-editor-reference-message-container)$/;
const WORD_RULE = /border:\s*none;\s*border-top:\s*solid\s+#?(e1e1e1|b5c4df|windowtext)/i;

/** What such a rule of Word stands above; without it a rule is the person's own. */
const FIRST_HEADER =
  /^\s*(from|von|de|da|van|från|fra|od|feladó|lähettäjä|kimden|от|від|差出人|发件人|寄件者|보낸 사람)\s*([:：]|$)/i;

/**
 * Folds the quote at the end of an HTML mail, by the marks that mail programs leave. Quotes with something
 * written below them stay, and where nothing would be left, nothing is folded.
 */
export function foldHtml(html: string): FoldedHtml {
  const page = html.length > MAX_LENGTH ? null : readPage(html);
  const spans = page?.spans.filter((span) => span.start >= page.lastWritten && span.end > span.start) ?? [];
  if (spans.length === 0) return { visible: html, folded: '' };
  return {
    visible: outside(html, spans),
    folded: spans.map((span) => html.slice(span.start, span.end)).join(''),
  };
}

function outside(html: string, spans: readonly Span[]): string {
  const ends = [0, ...spans.map((span) => span.end)];
  const starts = [...spans.map((span) => span.start), html.length];
  return ends.map((end, index) => html.slice(end, starts[index])).join('');
}

/** The quotes of a page and where the last thing outside them was written; null when there is nothing to fold. */
function readPage(html: string): { spans: Span[]; lastWritten: number } | null {
  const reader = createReader();
  const parser = new Parser({
    onopentag: (name, attributes) => {
      reader.open(name, attributes, parser.startIndex);
      if (reader.isTooDeep()) parser.pause();
    },
    ontext: (text) => reader.text(text, parser.endIndex + 1),
    onclosetag: (name, isImplied) => {
      const end = isImplied ? parser.startIndex : parser.endIndex + 1;
      reader.close(name, parser.startIndex, end);
    },
  });
  parser.write(html);
  if (reader.isTooDeep()) return null;
  parser.end();
  return reader.finish(html.length);
}

type Role = 'quote' | 'hidden' | 'plain';

/** Follows the elements of a page. Outside quotes it notes what is written; in them it only counts. */
function createReader() {
  const stack: Role[] = [];
  const count = { quote: 0, hidden: 0, plain: 0 };
  const spans: Span[] = [];
  const rest = createRest(spans);
  let quoteStart = 0;
  let lastWritten = 0;
  const note = (end: number) => {
    if (count.hidden === 0 && count.quote === 0 && !rest.hasBegun()) lastWritten = end;
  };
  return {
    isTooDeep: () => stack.length > MAX_DEPTH,
    open(name: string, attributes: Attributes, start: number) {
      if (name === 'img') note(start);
      if (VOID.has(name)) return;
      if (lastWritten > 0 && count.quote === 0) rest.consider(attributes, start, stack.length);
      const role = roleOf(name, attributes);
      if (role === 'quote' && count.quote === 0) quoteStart = start;
      stack.push(role);
      count[role] += 1;
    },
    text(text: string, end: number) {
      if (!hasWords(text)) return;
      rest.read(text);
      note(end);
    },
    close(name: string, start: number, end: number) {
      const role = VOID.has(name) ? undefined : stack.pop();
      if (role === undefined) return;
      count[role] -= 1;
      rest.closeAbove({ start, end }, stack.length);
      if (role === 'quote' && count.quote === 0 && !rest.hasBegun()) spans.push({ start: quoteStart, end });
    },
    finish(length: number) {
      rest.closeAbove({ start: length, end: length }, -1);
      return lastWritten === 0 ? null : { spans, lastWritten };
    },
  };
}

interface Place {
  from: number;
  depth: number;
}

/** From a divider on everything is quoted. What is cut ends where an element from above the divider does. */
function createRest(spans: Span[]) {
  let current: Place | null = null;
  let rule: Place | null = null;
  return {
    hasBegun: () => current !== null,
    /** Told of each start tag below something written, outside quotes. */
    consider(attributes: Attributes, from: number, depth: number) {
      if (DIVIDER_ID.test(attributes.id ?? '')) current ??= { from, depth };
      else if (WORD_RULE.test(attributes.style ?? '')) rule ??= { from, depth };
    },
    /** Told of each text: the first below a rule tells what the rule is. */
    read(text: string) {
      if (rule !== null && FIRST_HEADER.test(text)) current ??= rule;
      rule = null;
    },
    /** Told of each end tag, with the depth after it. */
    closeAbove(tag: Span, depth: number) {
      if (rule !== null && depth <= rule.depth) rule = null;
      if (current === null || depth >= current.depth) return;
      spans.push({ start: current.from, end: tag.start });
      current = { from: tag.end, depth };
    },
  };
}

function roleOf(name: string, attributes: Attributes): Role {
  if (HIDDEN.has(name)) return 'hidden';
  return isQuote(name, attributes) ? 'quote' : 'plain';
}

function isQuote(name: string, attributes: Attributes): boolean {
  if (QUOTE_CLASS.test(attributes.class ?? '')) return true;
  const isCite = attributes.type?.toLowerCase() === 'cite' || /gmail_quote/.test(attributes.class ?? '');
  return name === 'blockquote' && (isCite || attributes.cite !== undefined);
}
