import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { MimeNode, SplitterChunk } from '@zone-eu/mailsplit';
import mailsplit from '@zone-eu/mailsplit';
import libmime from 'libmime';
import type { FileStore, StoredFile } from '../adapter.ts';
import { ChannelError } from '../adapter.ts';
import { decodeText } from './charset.ts';
import { cleanLine } from './clean.ts';
import { createWitness } from './digest.ts';
import { createHeaderLimit } from './header-limit.ts';
import { type MailHeaders, parseHeaders } from './headers.ts';
import { createLineEnds } from './line-ends.ts';
import { readSigned } from './signed.ts';
import { isPackedFile, isSigned, MAX_PACKED_BYTES, type Unpacked, unpackInto, unpackText } from './unpack.ts';

/** A text part of a mail, decoded; only the beginning of a very long one. */
export interface TextPart {
  kind: 'plain' | 'html';
  text: string;
  /** The `multipart/alternative` around it, only to be compared with that of other parts; null outside. */
  alternative: object | null;
}

/** A part that was stored as a file, with the hash of its content and how it begins. */
export interface FilePart {
  file: StoredFile;
  /** The type that the mail gives it, lower-cased. */
  declaredType: string;
  /** Hex of the SHA-256 over the content. */
  digest: string;
  /** The first bytes of a part that tells about other mail or a meeting; empty for all others. */
  head: Buffer;
}

/** A mail taken apart: its parts in the order they stand. */
export interface MailParts {
  headers: MailHeaders;
  contentType: string;
  /** Parameters of the content type that tell reports apart, such as `report-type`. */
  reportType: string;
  /** What the first text part says its charset is; null when none says any. */
  charset: string | null;
  texts: TextPart[];
  files: FilePart[];
  /** Names of parts above the size limit; only the raw mail has them. */
  skipped: string[];
  /** What stands in a `winmail.dat`, which is among the files as well, and files that stood in texts. */
  unpacked: Unpacked;
  /** An opaquely signed mail inside, until it was read. */
  signed: Buffer | null;
}

const MAX_TEXT_BYTES = 2 * 1024 * 1024;
const HEAD_BYTES = 64 * 1024;
/** Chunks of what stands between parts that are looked at when there is no part at all. */
const MAX_STRAY_CHUNKS = 32;
/** More parts than any mail program makes; a mail above that is unreadable. */
const MAX_PARTS = 1000;
/** Signed once more on its way, as by a gateway. */
const MAX_SIGNED_DEPTH = 2;
const LOOKED_INTO = /^(message\/|text\/(rfc822|calendar))/;

/**
 * Takes a mail apart while it streams through: text is decoded, every other part goes to the store. Memory does
 * not grow with the mail. Embedded mail stays a file, but one that is signed opaquely is read; `depth` counts those around
 * this one. Rejects when the mail cannot be read.
 *
 * Built on the splitter inside mailparser rather than on mailparser itself, which decodes text before its
 * charset can be checked against the bytes and holds the whole of it.
 */
export async function readMail(source: Readable, store: FileStore, depth = 0): Promise<MailParts> {
  const splitter = new mailsplit.Splitter({ ignoreEmbedded: true, maxChildNodes: MAX_PARTS });
  const parts: MailParts = {
    headers: parseHeaders(''),
    contentType: '',
    reportType: '',
    charset: null,
    texts: [],
    files: [],
    skipped: [],
    unpacked: { texts: [], files: [] },
    signed: null,
  };
  await pipeline(
    source,
    createLineEnds(),
    createHeaderLimit(),
    splitter,
    (chunks: AsyncIterable<SplitterChunk>) => collect(chunks, parts, store),
  );
  const inner = depth < MAX_SIGNED_DEPTH && parts.signed !== null ? readSigned(parts.signed) : null;
  if (inner !== null) addInner(await readMail(Readable.from([inner]), store, depth + 1), parts);
  parts.signed = null;
  return parts;
}

/** What was signed is the mail's own, though its parts came wrapped. */
function addInner({ texts, files, unpacked }: MailParts, parts: MailParts): void {
  parts.unpacked.texts.push(...texts, ...unpacked.texts);
  parts.unpacked.files.push(...files.map((part) => part.file), ...unpacked.files);
}

async function collect(
  chunks: AsyncIterable<SplitterChunk>,
  parts: MailParts,
  store: FileStore,
): Promise<void> {
  let sink: Sink | null = null;
  const between: Buffer[] = [];
  for await (const chunk of chunks) {
    if (chunk.type === 'node') {
      await sink?.end();
      sink = openSink(chunk, parts, store);
      if (chunk.root) noteRoot(chunk, parts);
    } else if (chunk.type === 'body') await sink?.write(chunk.value);
    else if (between.length < MAX_STRAY_CHUNKS) between.push(chunk.value);
  }
  await sink?.end();
  keepStray(between, parts);
}

/** A multipart without any part, such as one whose boundary is missing, still says something: all that is in it. */
function keepStray(between: readonly Buffer[], parts: MailParts): void {
  if (parts.texts.length + parts.files.length + parts.skipped.length > 0) return;
  const text = decodeText(Buffer.concat(between).subarray(0, MAX_TEXT_BYTES), null);
  if (text.trim() !== '') parts.texts.push({ kind: 'plain', text, alternative: null });
}

function noteRoot(node: MimeNode, parts: MailParts): void {
  // By then all parts are read.
  parts.headers = parseHeaders(node.getHeaders(), () => parts.charset);
  const contentType = libmime.parseHeaderValue(parts.headers.first('content-type'));
  parts.contentType = contentType.value.toLowerCase();
  parts.reportType = (contentType.params['report-type'] ?? '').toLowerCase();
}

/** Takes the content of one part. */
interface Sink {
  write(bytes: Buffer): Promise<void>;
  end(): Promise<void>;
}

function openSink(node: MimeNode, parts: MailParts, store: FileStore): Sink | null {
  if (node.multipart) return null;
  const isText = node.contentType === 'text/plain' || node.contentType === 'text/html';
  const isShown = node.disposition !== 'attachment' && !(node.filename && !node.root);
  return isText && isShown ? openText(node, parts, store) : openFile(node, parts, store);
}

function openText(node: MimeNode, parts: MailParts, store: FileStore): Sink {
  const decoder = node.getDecoder();
  const kept: Buffer[] = [];
  let size = 0;
  const reading = consume(decoder, (bytes) => {
    if (size < MAX_TEXT_BYTES) kept.push(bytes.subarray(0, MAX_TEXT_BYTES - size));
    size += bytes.length;
  });
  return createSink(decoder, async () => {
    await reading;
    parts.charset ??= node.charset || null;
    const text = decodeText(Buffer.concat(kept), node.charset || null);
    const isHtml = node.contentType === 'text/html';
    const flowing = node.flowed ? libmime.decodeFlowed(text, node.delSp) : text;
    parts.texts.push({
      kind: isHtml ? 'html' : 'plain',
      text: isHtml ? text : await unpackText(flowing, parts.unpacked, store),
      alternative: alternativeOf(node),
    });
  });
}

function openFile(node: MimeNode, parts: MailParts, store: FileStore): Sink {
  const decoder = node.getDecoder();
  const declaredType = node.contentType || 'application/octet-stream';
  const name = fileName(node, declaredType, parts.files.length + 1);
  const isPacked = isPackedFile(name, declaredType);
  const witness = createWitness(
    isPacked ? MAX_PACKED_BYTES + 1 : LOOKED_INTO.test(declaredType) ? HEAD_BYTES : 0,
  );
  const content = decoder.pipe(witness.stream);
  decoder.once('error', (error) => content.destroy(error));
  const contentId = contentIdOf(node);
  const about = { name, type: declaredType, ...(contentId === null ? {} : { contentId }) };
  const saving = saveOrSkip(store, content, about);
  return createSink(decoder, async () => {
    const file = await saving;
    const { digest, head } = witness.result();
    if (file === null) parts.skipped.push(name);
    else parts.files.push({ file, declaredType, digest, head: isPacked ? Buffer.alloc(0) : head });
    if (isSigned(declaredType)) parts.signed ??= head;
    else if (isPacked) await unpackInto(head, parts.unpacked, store);
  });
}

/** Stores a part; null when the store refuses it for good, its content then runs into nothing. */
async function saveOrSkip(
  store: FileStore,
  content: Readable,
  about: { name: string; type: string; contentId?: string },
): Promise<StoredFile | null> {
  try {
    return await store.save(content, about);
  } catch (error) {
    content.resume();
    if (error instanceof ChannelError && error.kind === 'permanent') return null;
    throw error;
  }
}

function createSink(decoder: Transform, finish: () => Promise<void>): Sink {
  return {
    async write(bytes) {
      if (decoder.destroyed || decoder.write(bytes)) return;
      await new Promise<void>((resolve) => {
        const go = () => {
          decoder.off('drain', go).off('close', go);
          resolve();
        };
        decoder.once('drain', go).once('close', go);
      });
    },
    async end() {
      decoder.end();
      await finish();
    },
  };
}

async function consume(stream: Readable, take: (bytes: Buffer) => void): Promise<void> {
  for await (const chunk of stream) take(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
}

function alternativeOf(node: MimeNode): object | null {
  for (let parent = node.parentNode; parent; parent = parent.parentNode) {
    if (parent.multipart === 'alternative') return parent;
  }
  return null;
}

function contentIdOf(node: MimeNode): string | null {
  if (!node.headers) return null;
  const id = cleanLine(node.headers.getFirst('content-id')).replace(/^<|>$/g, '').trim();
  return id === '' ? null : id;
}

function fileName(node: MimeNode, type: string, number: number): string {
  const given = cleanLine(node.filename || '', 200).replace(/[/\\]/g, '_');
  if (given !== '') return given;
  const extension = type === 'message/rfc822' ? 'eml' : libmime.detectExtension(type);
  return `${type.startsWith('image/') ? 'image' : 'part'}-${number}.${extension}`;
}
