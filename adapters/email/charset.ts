import libmime from 'libmime';

const UTF8_NAMES = /^(utf-?8|us-?ascii|ascii|ansi_x3\.4-1968|unknown-8bit|8bit)?$/i;
const UTF7_NAMES = /^(unicode-1-1-|x-unicode-2-0-|csunicode11)?utf-?7$/i;
/** Names that decoders know under another one. */
const ALIASES: Record<string, string> = {
  'iso-2022-jp-1': 'iso-2022-jp',
  'iso-2022-jp-2': 'iso-2022-jp',
  cp932: 'shift_jis',
  gb2312: 'gb18030',
  gbk: 'gb18030',
  'ks_c_5601-1987': 'euc-kr',
  'iso-8859-8-i': 'iso-8859-8',
};

/** Charsets in which every byte sequence is valid, so that decoding proves nothing. */
const SINGLE_BYTE = /^(iso-?8859|windows-?125|cp125|koi8|macintosh|latin)/;

/**
 * Decodes a text by its declared charset, and by what the bytes say where that cannot be true: text is valid
 * UTF-8 by chance so rarely that it wins over a missing or single-byte label, and Windows-1252 takes the rest.
 */
export function decodeText(bytes: Buffer, declared: string | null): string {
  const name = (declared ?? '').trim().replace(/^"|"$/g, '').toLowerCase();
  const utf8 = tryDecode(bytes, 'utf-8');
  if (UTF7_NAMES.test(name)) return decodeUtf7(bytes.toString('latin1'));
  if (UTF8_NAMES.test(name)) return tryMarks(bytes) ?? utf8 ?? decodeLegacy(bytes);
  if (SINGLE_BYTE.test(name) && utf8 !== null && hasMultibyte(bytes)) return utf8;
  return (
    tryDecode(bytes, ALIASES[name] ?? name) ?? utf8Multibyte(utf8, bytes) ?? decodeByLibmime(bytes, name)
  );
}

const ENCODED_WORD = /=\?([^?*\s]{1,40})(?:\*[^?\s]*)?\?([bq])\?([^?]*)\?=/gi;

/**
 * Encoded words (RFC 2047) and raw 8-bit bytes of a header value, given as a latin1 string, as Unicode. Raw bytes that
 * are no UTF-8 have the `fallback` charset, which is that of the mail's text.
 */
export function decodeHeaderText(value: string, fallback: string | null = null): string {
  const text = decodeRawHeader(value, fallback).replace(/(\?=)\s+(?==\?)/g, '$1');
  const pieces: string[] = [];
  let run: EncodedRun | null = null;
  let end = 0;
  for (const match of text.matchAll(ENCODED_WORD)) {
    const [whole, charset = '', encoding = '', content = ''] = match;
    // One character may be split over words of the same charset.
    if (run !== null && (match.index > end || run.charset !== charset)) run = flushRun(run, pieces);
    pieces.push(text.slice(end, match.index));
    run ??= { charset, bytes: [] };
    run.bytes.push(decodeWordBytes(encoding, content));
    end = match.index + whole.length;
  }
  if (run !== null) flushRun(run, pieces);
  return [...pieces, text.slice(end)].join('');
}

/** A raw header value, given as a latin1 string, without a look at encoded words. */
export function decodeRawHeader(value: string, fallback: string | null): string {
  const bytes = Buffer.from(value, 'latin1');
  return decodeText(bytes, tryDecode(bytes, 'utf-8') === null ? fallback : null);
}

interface EncodedRun {
  charset: string;
  bytes: Buffer[];
}

function flushRun(run: EncodedRun, pieces: string[]): null {
  pieces.push(decodeText(Buffer.concat(run.bytes), run.charset));
  return null;
}

function decodeWordBytes(encoding: string, content: string): Buffer {
  if (encoding.toLowerCase() === 'b') return Buffer.from(content, 'base64');
  const bytes = content.replaceAll('_', ' ').replace(/=([0-9a-f]{2})/gi, (_, hex) => hexCharacter(hex));
  return Buffer.from(bytes, 'latin1');
}

function hexCharacter(hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16));
}

/** RFC 2152: runs of base64 over UTF-16 between `+` and `-`. */
function decodeUtf7(text: string): string {
  return text.replace(/\+([A-Za-z0-9+/]*)-?/g, (_, run: string) => {
    if (run === '') return '+';
    const units = Buffer.from(run, 'base64');
    return units
      .subarray(0, units.length & ~1)
      .swap16()
      .toString('utf16le');
  });
}

function tryDecode(bytes: Buffer, charset: string): string | null {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function decodeLegacy(bytes: Buffer): string {
  return new TextDecoder('windows-1252').decode(bytes);
}

/** Charsets that the platform does not have, such as cp437; libmime replaces what it cannot read. */
function decodeByLibmime(bytes: Buffer, charset: string): string {
  const isKnown = libmime.createDecodeStream(charset).supported;
  return isKnown ? libmime.decodeWord(charset, 'B', bytes.toString('base64')) : decodeLegacy(bytes);
}

function utf8Multibyte(utf8: string | null, bytes: Buffer): string | null {
  return utf8 !== null && hasMultibyte(bytes) ? utf8 : null;
}

function tryMarks(bytes: Buffer): string | null {
  const marked = detectMarks(bytes);
  return marked === null ? null : tryDecode(bytes, marked);
}

/** ISO-2022-JP and UTF-16 tell by their first marks what they are, whatever the label says. */
function detectMarks(bytes: Buffer): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const mark = bytes.indexOf(0x1b);
  if (mark < 0 || bytes.some((byte) => byte > 0x7f)) return null;
  return /^\$[@B]|^\([BJ]/.test(bytes.toString('latin1', mark + 1, mark + 3)) ? 'iso-2022-jp' : null;
}

function hasMultibyte(bytes: Buffer): boolean {
  return bytes.some((byte) => byte > 0x7f);
}
