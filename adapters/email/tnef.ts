import { decodeText } from './charset.ts';
import { cleanLine } from './clean.ts';
import { readRtf } from './rtf.ts';
import { createByteReader } from './tnef-bytes.ts';
import { OBJECT, type Properties, readProperties, UNICODE } from './tnef-properties.ts';

/** A file inside a TNEF container, decoded. */
export interface TnefFile {
  name: string;
  /** The type that it gives itself; null when it says none. */
  type: string | null;
  contentId: string | null;
  content: Buffer;
}

/** What Outlook packed: the body in the forms that are there, and files. */
export interface TnefContent {
  text: string | null;
  html: string | null;
  files: TnefFile[];
}

const SIGNATURE = 0x223e9f78;
const MAX_FILES = 200;
const MAX_DEPTH = 3;
/** The interface id that stands before an object's content. */
const GUID_BYTES = 16;

const BODY = 0x0002800c;
const CODEPAGE = 0x00069007;
const MESSAGE_PROPERTIES = 0x00069003;
const FILE_BEGINS = 0x00069002;
const FILE_TITLE = 0x00018010;
const FILE_DATA = 0x0006800f;
const FILE_PROPERTIES = 0x00069005;

const TAG = {
  body: 0x1000,
  rtf: 0x1009,
  html: 0x1013,
  data: 0x3701,
  shortName: 0x3704,
  longName: 0x3707,
  displayName: 0x3001,
  mimeType: 0x370e,
  contentId: 0x3712,
} as const;

interface PackedFile {
  title: Buffer | null;
  data: Buffer | null;
  properties: Properties;
}

interface Packed {
  codepage: number;
  body: Buffer | null;
  properties: Properties;
  files: PackedFile[];
}

/** True for bytes that begin as TNEF does. */
function isTnef(bytes: Buffer): boolean {
  return bytes.length >= 6 && bytes.readUInt32LE(0) === SIGNATURE;
}

/**
 * Unpacks a `winmail.dat` ([MS-OXTNEF]). A damaged one gives what stands before the damage; null when it is none. A
 * message inside becomes its text and its files.
 */
export function unpackTnef(bytes: Buffer, depth = 0): TnefContent | null {
  if (!isTnef(bytes)) return null;
  const packed = readAttributes(bytes);
  const charset = charsetOf(packed.codepage);
  const text = textOf(packed.properties, TAG.body, charset) ?? decode(packed.body, charset);
  const files = packed.files.flatMap((file, index) => unpackFile(file, index + 1, { charset, depth }));
  const html = textOf(packed.properties, TAG.html, charset);
  const rtf = packed.properties.get(TAG.rtf)?.value;
  return { text: text ?? (html === null && rtf ? readRtf(rtf, charset) : null), html, files };
}

function readAttributes(bytes: Buffer): Packed {
  const packed: Packed = { codepage: 1252, body: null, properties: new Map(), files: [] };
  const reader = createByteReader(bytes);
  try {
    reader.take(6);
    while (reader.left() > 0) {
      reader.u8();
      const id = reader.u32();
      note(packed, id, reader.take(reader.u32()));
      reader.take(2);
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return packed;
}

function note(packed: Packed, id: number, value: Buffer): void {
  const file = packed.files.at(-1);
  if (id === CODEPAGE && value.length >= 4) packed.codepage = value.readUInt32LE(0);
  else if (id === BODY) packed.body = value;
  else if (id === MESSAGE_PROPERTIES) packed.properties = readProperties(value);
  else if (id === FILE_BEGINS && packed.files.length < MAX_FILES)
    packed.files.push({ title: null, data: null, properties: new Map() });
  else if (file && id === FILE_TITLE) file.title = value;
  else if (file && id === FILE_DATA) file.data = value;
  else if (file && id === FILE_PROPERTIES) file.properties = readProperties(value);
}

function unpackFile(
  { title, data, properties }: PackedFile,
  number: number,
  of: { charset: string; depth: number },
): TnefFile[] {
  const said = (tag: number) => textOf(properties, tag, of.charset);
  const given =
    said(TAG.longName) ?? decode(title, of.charset) ?? said(TAG.shortName) ?? said(TAG.displayName);
  const name = cleanLine(given ?? '', 200) || `part-${number}`;
  const stored = properties.get(TAG.data);
  const content = data ?? (stored?.type === OBJECT ? stored.value.subarray(GUID_BYTES) : stored?.value);
  if (content === undefined || content.length === 0) return [];
  const inner = of.depth < MAX_DEPTH ? unpackTnef(content, of.depth + 1) : null;
  if (inner !== null) return asFiles(inner, name);
  const contentId = cleanLine(said(TAG.contentId) ?? '', 300).replace(/^<|>$/g, '') || null;
  return [{ name, type: cleanLine(said(TAG.mimeType) ?? '', 100).toLowerCase() || null, contentId, content }];
}

/** A message inside a message: its text under its name, then what it brings. */
function asFiles({ text, html, files }: TnefContent, name: string): TnefFile[] {
  const body = text ?? html;
  if (body === null || body.trim() === '') return files;
  const [ending, type] = text === null ? ['html', 'text/html'] : ['txt', 'text/plain'];
  return [{ name: `${name}.${ending}`, type, contentId: null, content: Buffer.from(body) }, ...files];
}

function textOf(properties: Properties, tag: number, charset: string): string | null {
  const property = properties.get(tag);
  if (property === undefined) return null;
  if (property.type === UNICODE) return withoutEnd(property.value.toString('utf16le'));
  return decode(property.value, charset);
}

function decode(bytes: Buffer | null, charset: string): string | null {
  return bytes === null ? null : withoutEnd(decodeText(bytes, charset));
}

/** Texts end with a NUL; an empty one is none. */
function withoutEnd(text: string): string | null {
  const end = text.indexOf('\0');
  const kept = end < 0 ? text : text.slice(0, end);
  return kept.trim() === '' ? null : kept;
}

const CODEPAGES: Record<number, string> = {
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gb18030',
  949: 'euc-kr',
  950: 'big5',
  20866: 'koi8-r',
  21866: 'koi8-u',
  50220: 'iso-2022-jp',
  50221: 'iso-2022-jp',
  51932: 'euc-jp',
  65001: 'utf-8',
};

/** The name of a Windows code page's charset. */
function charsetOf(codepage: number): string {
  if (codepage >= 1250 && codepage <= 1258) return `windows-${codepage}`;
  if (codepage > 28590 && codepage <= 28605) return `iso-8859-${codepage - 28590}`;
  return CODEPAGES[codepage] ?? 'windows-1252';
}
