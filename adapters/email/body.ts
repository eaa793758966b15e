import { cleanText, shorten } from './clean.ts';
import { htmlToText } from './html-text.ts';
import type { TextPart } from './read.ts';

/** What a mail says, as text always and as HTML where it has any. */
export interface MailBody {
  text: string;
  html: string | null;
}

const MAX_TEXT = 500_000;
const MAX_HTML = 1_500_000;

/**
 * Puts the text parts of a mail together: of alternatives the plain one for `text` and the HTML one for `html`,
 * of all others each in turn. HTML too long to be shown is left to the raw mail; its text is kept.
 */
export function assembleBody(parts: readonly TextPart[]): MailBody {
  const shown = parts.filter((part) => part.text.trim() !== '');
  const forText = preferred(shown, 'plain').map((part) =>
    part.kind === 'plain' ? part.text : htmlToText(part.text),
  );
  const text = shorten(cleanText(forText.join('\n\n')).trim(), MAX_TEXT);
  return { text, html: assembleHtml(shown) };
}

function assembleHtml(parts: readonly TextPart[]): string | null {
  if (!parts.some((part) => part.kind === 'html')) return null;
  const pieces = preferred(parts, 'html').map((part) =>
    part.kind === 'html' ? part.text : plainToHtml(part.text),
  );
  const html = cleanText(pieces.join('\n'));
  return html.length > MAX_HTML ? null : html;
}

/** All parts, but of one alternative only those of the kind where it has some. */
function preferred(parts: readonly TextPart[], kind: TextPart['kind']): TextPart[] {
  const served = new Set(parts.filter((part) => part.kind === kind).map((part) => part.alternative));
  return parts.filter(
    (part) => part.alternative === null || part.kind === kind || !served.has(part.alternative),
  );
}

/** Plain text as HTML that looks the same. */
export function plainToHtml(text: string): string {
  const escaped = cleanText(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<div style="white-space: pre-wrap">${escaped}</div>`;
}
