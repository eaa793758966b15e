import { PassThrough, type Readable, Transform } from 'node:stream';
import { fileTypeFromBuffer } from 'file-type';
import { ChannelError } from '../../adapters/adapter.ts';

/** As many bytes as the type is told from. */
const SAMPLE = 4100;

/** Types that have no signature: believed when the content is text. Never HTML or SVG, which run in a browser. */
const TEXT_TYPES = new Set([
  'text/plain',
  'text/csv',
  'text/calendar',
  'text/markdown',
  'text/vcard',
  'application/json',
  'message/rfc822',
  'message/delivery-status',
  'application/pgp-signature',
  'application/pgp-encrypted',
  'application/pkcs7-signature',
  'application/pkcs7-mime',
]);

/** Tells a stream's type from its content; `declared` counts only among texts that have no signature. */
export async function sniff(
  content: Readable,
  declared?: string,
): Promise<{ type: string; stream: Readable }> {
  const head: Buffer[] = [];
  let length = 0;
  const rest = content[Symbol.asyncIterator]();
  for (;;) {
    const next = await rest.next();
    if (next.done) break;
    const chunk = Buffer.isBuffer(next.value) ? next.value : Buffer.from(next.value);
    head.push(chunk);
    length += chunk.length;
    if (length >= SAMPLE) break;
  }
  const sample = Buffer.concat(head);
  return { type: await typeOf(sample, declared), stream: resume(sample, rest, content) };
}

async function typeOf(sample: Buffer, declared: string | undefined): Promise<string> {
  const found = await fileTypeFromBuffer(sample.subarray(0, SAMPLE));
  const claimed = declared?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (found && found.mime !== 'application/xml') return found.mime;
  if (TEXT_TYPES.has(claimed) && !isMarkup(sample)) return claimed;
  return isText(sample) && !isMarkup(sample) ? 'text/plain' : 'application/octet-stream';
}

/** HTML, SVG and other XML: nothing that a browser could be made to run is told to be a text. */
function isMarkup(sample: Buffer): boolean {
  return /^(\ufeff|\s)*<[a-z!?]/i.test(sample.toString('utf8'));
}

function isText(sample: Buffer): boolean {
  if (sample.includes(0)) return false;
  try {
    // A character that the sample cuts in two is no fault.
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true });
    return true;
  } catch {
    // Not UTF-8: it is told to be bytes.
    return false;
  }
}

function resume(sample: Buffer, rest: AsyncIterator<unknown>, source: Readable): Readable {
  const stream = new PassThrough();
  const feed = async () => {
    if (sample.length > 0) stream.write(sample);
    for (;;) {
      const next = await rest.next();
      if (next.done) break;
      if (!stream.write(next.value)) await new Promise((resolve) => stream.once('drain', resolve));
    }
    stream.end();
  };
  feed().catch((error: unknown) =>
    stream.destroy(error instanceof Error ? error : new Error('The stream broke.')),
  );
  stream.on('close', () => source.destroy());
  return stream;
}

/** Passes a stream on and fails it once it is longer. */
export function limitSize(maxBytes: number): Transform {
  let length = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      length += chunk.length;
      if (length > maxBytes)
        done(new ChannelError('permanent', `The file is larger than ${maxBytes} bytes.`));
      else done(null, chunk);
    },
  });
}
