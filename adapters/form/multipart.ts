import { type Readable, Transform } from 'node:stream';
import busboy from 'busboy';
import { type AdapterRequest, ChannelError, type StoredFile } from '../adapter.ts';
import { type BodyContext, BodyError } from './body-error.ts';
import type { FormFault } from './parse.ts';

const MOST_VALUES = 300;
const MOST_FILES = 20;
/** Bytes; a textarea's 100,000 characters fit in UTF-8. */
const LARGEST_VALUE = 512 * 1024;
const MEGABYTE = 1024 * 1024;

/** The values and the stored files of a multipart body, in their order, and the parts that were not taken. */
export interface MultipartBody {
  entries: [string, string][];
  files: { field: string; file: StoredFile }[];
  faults: FormFault[];
}

/** What has come of one body so far. `trouble` is the first thing that is not a single field's fault. */
interface Parts {
  entries: [string, string][];
  saving: Promise<{ field: string; file: StoredFile } | null>[];
  faults: FormFault[];
  trouble: unknown;
}

/** Reads a multipart body to its end; files go to the store as they arrive. Throws BodyError. */
export async function readMultipart(request: AdapterRequest, context: BodyContext): Promise<MultipartBody> {
  const parts: Parts = { entries: [], saving: [], faults: [], trouble: null };
  const parser = createParser(request);
  collectValues(parser, parts, context);
  collectFiles(parser, parts, context);
  const pumped = await Promise.allSettled([pump(request.body, parser)]);
  const files = (await Promise.all(parts.saving)).filter((each) => each !== null);
  const trouble = pumped[0].status === 'rejected' ? pumped[0].reason : parts.trouble;
  if (trouble === null) return { entries: parts.entries, files, faults: parts.faults };
  await context.files.discard(files.map(({ file }) => file));
  throw trouble;
}

function createParser(request: AdapterRequest): busboy.Busboy {
  try {
    return busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: { fields: MOST_VALUES, files: MOST_FILES, fieldSize: LARGEST_VALUE, headerPairs: 50 },
    });
  } catch (cause) {
    request.body.resume();
    throw new BodyError(400, 'The multipart body has no boundary.', cause);
  }
}

function collectValues(parser: busboy.Busboy, parts: Parts, { texts }: BodyContext): void {
  parser.on('field', (name, value, info) => {
    if (info.valueTruncated)
      parts.faults.push({ path: name, status: 413, message: texts.tooLong(LARGEST_VALUE) });
    else parts.entries.push([name, value]);
  });
  parser.on('fieldsLimit', () => {
    parts.trouble = new BodyError(413, 'The form has too many values.');
  });
  parser.on('filesLimit', () => {
    parts.trouble = new BodyError(413, 'The form has too many files.');
  });
}

function collectFiles(parser: busboy.Busboy, parts: Parts, context: BodyContext): void {
  parser.on('file', (field, stream, info) => {
    // A browser sends a file input without a choice as a part with an empty name.
    if (!info.filename) {
      stream.resume();
    } else if (!context.fileFields.has(field)) {
      parts.faults.push({ path: field, status: 400, message: context.texts.unknownField });
      stream.resume();
    } else {
      const about = { name: fileName(info.filename), type: info.mimeType };
      parts.saving.push(keepFile({ field, stream, about }, parts, context));
    }
  });
}

/** Browsers escape quotes and line breaks in a name, and only these (HTML, multipart/form-data encoding). */
function fileName(sent: string): string {
  return sent
    .replaceAll('%22', '"')
    .replace(/%0D|%0A|\p{Cc}/gu, ' ')
    .toWellFormed();
}

interface FilePart {
  field: string;
  stream: Readable;
  about: { name: string; type: string };
}

/** Stores one file. Whatever happens, the part is read to its end, or the parser would never come to its own. */
async function keepFile(
  part: FilePart,
  parts: Parts,
  context: BodyContext,
): Promise<{ field: string; file: StoredFile } | null> {
  const limited = limit(part.stream, context.maxFileBytes);
  try {
    return { field: part.field, file: await context.files.save(limited, part.about) };
  } catch (error) {
    const isTooLarge = error instanceof FileTooLarge || limited.errored instanceof FileTooLarge;
    if (isTooLarge || (error instanceof ChannelError && error.kind === 'permanent')) {
      const message = context.texts.fileTooLarge(Math.floor(context.maxFileBytes / MEGABYTE));
      parts.faults.push({ path: part.field, status: 413, message });
    } else {
      parts.trouble ??= error;
    }
    return null;
  } finally {
    part.stream.unpipe(limited).resume();
  }
}

class FileTooLarge extends Error {
  override readonly name = 'FileTooLarge';
}

/** The stream up to `most` bytes; beyond them it fails with FileTooLarge while the source is read on. */
function limit(source: Readable, most: number): Transform {
  let size = 0;
  const limited = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size > most) done(new FileTooLarge());
      else done(null, chunk);
    },
  });
  source.once('error', (error) => limited.destroy(error));
  limited.once('error', () => source.unpipe(limited).resume());
  return source.pipe(limited);
}

/** Feeds the body to the parser. After a broken part the rest is still read, so that the sender sees the answer. */
function pump(body: Readable, parser: busboy.Busboy): Promise<void> {
  return new Promise((resolve, reject) => {
    parser.once('close', resolve);
    parser.once('error', (cause) => {
      body.unpipe(parser).resume();
      reject(new BodyError(400, 'The multipart body is malformed.', cause));
    });
    body.once('error', (error) => {
      reject(error);
      parser.destroy();
    });
    body.pipe(parser);
  });
}
