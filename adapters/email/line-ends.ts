import { Transform } from 'node:stream';

const LF = 0x0a;
const CR = 0x0d;
/** A mail with a line end in it has one so soon. */
const LOOK_BYTES = 64 * 1024;

/**
 * A stream that passes a mail on, and ends its lines as others do where it is one of those, from old Macintosh programs
 * and archives, that end all of them with a bare carriage return: to a MIME parser it would be one endless header.
 */
export function createLineEnds(): Transform {
  let held: Buffer[] = [];
  let size = 0;
  let isBare: boolean | null = null;
  const release = (): Buffer => {
    const all = Buffer.concat(held);
    held = [];
    isBare = !all.includes(LF) && all.includes(CR);
    return convert(all);
  };
  const convert = (bytes: Buffer) => (isBare === true ? withLineFeeds(bytes) : bytes);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (isBare !== null) return done(null, convert(chunk));
      held.push(chunk);
      size += chunk.length;
      if (size >= LOOK_BYTES || chunk.includes(LF)) done(null, release());
      else done();
    },
    flush(done) {
      if (held.length > 0) this.push(release());
      done();
    },
  });
}

function withLineFeeds(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = copy.indexOf(CR); at >= 0; at = copy.indexOf(CR, at + 1)) copy[at] = LF;
  return copy;
}
