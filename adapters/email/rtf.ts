import { decodeText } from './charset.ts';
import { createByteReader } from './tnef-bytes.ts';

const COMPRESSED = 0x75465a4c;
const PLAIN = 0x414c454d;
const HEADER_BYTES = 16;
const WINDOW = 4096;
const MAX_RTF = 4 * 1024 * 1024;
/** What the window holds at first ([MS-OXRTFCP] 2.1.3.1.1). */
const PRELOAD =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';

/** The text of a compressed RTF body ([MS-OXRTFCP]); null when it is none or says nothing. */
export function readRtf(bytes: Buffer, charset: string): string | null {
  const rtf = expand(bytes);
  const text = rtf === null ? '' : rtfToText(rtf, charset);
  return text.trim() === '' ? null : text;
}

function expand(bytes: Buffer): string | null {
  if (bytes.length < HEADER_BYTES) return null;
  const kind = bytes.readUInt32LE(8);
  const content = bytes.subarray(HEADER_BYTES);
  if (kind === PLAIN) return content.toString('latin1', 0, MAX_RTF);
  return kind === COMPRESSED ? decompress(content) : null;
}

/** Damage ends it; what was read before is given back. */
function decompress(content: Buffer): string {
  const reader = createByteReader(content);
  const window = Buffer.alloc(WINDOW, ' ');
  let at = window.write(PRELOAD, 'latin1');
  const out: number[] = [];
  const put = (byte: number) => {
    out.push(byte);
    window[at] = byte;
    at = (at + 1) % WINDOW;
  };
  try {
    while (out.length < MAX_RTF) {
      const flags = reader.u8();
      for (let bit = 0; bit < 8; bit += 1) {
        if ((flags & (1 << bit)) === 0) put(reader.u8());
        else {
          const token = (reader.u8() << 8) | reader.u8();
          const from = token >> 4;
          if (from === at) return asLatin1(out);
          for (let n = 0; n < (token & 15) + 2; n += 1) put(window[(from + n) % WINDOW] ?? 0);
        }
      }
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return asLatin1(out);
}

function asLatin1(bytes: readonly number[]): string {
  return Buffer.from(bytes).toString('latin1');
}

const TOKEN =
  /\\u(-?\d{1,5}) ?|\\'([0-9a-f]{2})|\\([a-z]{1,32})(-?\d{1,10})? ?|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)/gi;
/** Groups that say how a text looks, or hold what is no text. */
const HIDDEN =
  /^(fonttbl|colortbl|stylesheet|info|pict|object|themedata|listtable|listoverridetable|generator|xmlnstbl|header|footer|htmltag|mhtmltag)$/;
const BREAKS: Record<string, string> = { par: '\n', line: '\n', tab: '\t', cell: '\t', row: '\n' };

/** The readable text of RTF. HTML wrapped in RTF shows its words without its tags. */
function rtfToText(rtf: string, charset: string): string {
  const text = createRtfText(charset);
  for (const match of rtf.matchAll(TOKEN)) {
    const [, unicode, hex, word, , symbol, brace, plain] = match;
    if (unicode !== undefined) text.character(Number(unicode));
    else if (hex !== undefined) text.byte(Number.parseInt(hex, 16));
    else if (word !== undefined) text.word(word);
    else if (symbol !== undefined) text.symbol(symbol);
    else if (brace !== undefined) text.brace(brace);
    else if (plain !== undefined) text.plain(plain);
  }
  return text.result();
}

/** Collects what is seen. Bytes of one character may stand apart, so that they are decoded together. */
function createRtfText(charset: string) {
  const pieces: string[] = [];
  let bytes: number[] = [];
  const hidden: boolean[] = [false];
  let skips = 0;
  const isSeen = () => hidden.at(-1) !== true;
  const flush = () => {
    if (bytes.length > 0) pieces.push(decodeText(Buffer.from(bytes), charset));
    bytes = [];
  };
  const add = (text: string) => {
    flush();
    if (isSeen()) pieces.push(text);
  };
  const hide = () => {
    hidden[hidden.length - 1] = true;
  };
  return {
    character(code: number) {
      add(String.fromCharCode(code < 0 ? code + 65536 : code));
      skips = 1;
    },
    byte(value: number) {
      if (skips > 0) skips -= 1;
      else if (isSeen()) bytes.push(value);
    },
    word(word: string) {
      if (HIDDEN.test(word)) hide();
      else if (BREAKS[word] !== undefined) add(BREAKS[word]);
    },
    symbol(symbol: string) {
      if (symbol === '*') hide();
      else if (symbol === '~') add(' ');
      else if (/[\\{}]/.test(symbol)) add(symbol);
    },
    brace(brace: string) {
      flush();
      skips = 0;
      if (brace === '{') hidden.push(!isSeen());
      else if (hidden.length > 1) hidden.pop();
    },
    plain(text: string) {
      const shown = skips > 0 ? text.slice(1) : text;
      skips = 0;
      add(shown);
    },
    result() {
      flush();
      return pieces.join('');
    },
  };
}
