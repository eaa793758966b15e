import { ChannelError, type FileStore, type StoredFile } from '../adapter.ts';
import { cleanLine } from './clean.ts';
import type { TextPart } from './read.ts';
import { unpackTnef } from './tnef.ts';
import { extractUuencoded } from './uuencode.ts';

/** What came packed in a mail's parts, beside the parts themselves. */
export interface Unpacked {
  texts: TextPart[];
  files: StoredFile[];
}

/** A container above this is kept as it came; unpacking holds it in memory. */
export const MAX_PACKED_BYTES = 12 * 1024 * 1024;

/** True for what holds a signed mail, or an encrypted one, which stays as it is (RFC 8551). */
export function isSigned(declaredType: string): boolean {
  return /^application\/(x-)?pkcs7-mime$/.test(declaredType);
}

/** True for a signed mail, and for the container in which Outlook packs rich text and files for itself. */
export function isPackedFile(name: string, declaredType: string): boolean {
  if (isSigned(declaredType)) return true;
  return /^application\/(vnd\.)?ms-tnef$/.test(declaredType) || /^win(mail)?\.dat$/i.test(name);
}

/** Adds what is in a container, its files stored. A file above the store's limit stays in the container alone. */
export async function unpackInto(bytes: Buffer, into: Unpacked, store: FileStore): Promise<void> {
  const content = bytes.length > MAX_PACKED_BYTES ? null : unpackTnef(bytes);
  if (content === null) return;
  const { text, html, files } = content;
  const alternative = {};
  if (text !== null) into.texts.push({ kind: 'plain', text, alternative });
  if (html !== null) into.texts.push({ kind: 'html', text: html, alternative });
  for (const { name, type, contentId, content: bytesOfFile } of files) {
    const about = { name, ...(type === null ? {} : { type }), ...(contentId === null ? {} : { contentId }) };
    await keep(bytesOfFile, about, into, store);
  }
}

/** Takes the uuencoded files out of a text and stores them; gives back what else it says. */
export async function unpackText(text: string, into: Unpacked, store: FileStore): Promise<string> {
  const { text: rest, files } = extractUuencoded(text);
  for (const { name, content } of files) await keep(content, { name }, into, store);
  return rest;
}

async function keep(
  content: Buffer,
  about: { name: string; type?: string; contentId?: string },
  into: Unpacked,
  store: FileStore,
): Promise<void> {
  const name = cleanLine(about.name, 200).replace(/[/\\]/g, '_') || 'file';
  const file = await store.save(content, { ...about, name }).catch((error: unknown) => {
    if (error instanceof ChannelError && error.kind === 'permanent') return null;
    throw error;
  });
  if (file !== null) into.files.push(file);
}
