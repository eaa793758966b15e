import { Transform } from 'node:stream';

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;

/** What a header block may cost before the rest of it is passed over. */
export interface HeaderLimits {
  /** Bytes of one field, folded lines included. */
  field: number;
  /** Bytes of the whole block; each line counts at least 64, as it does in the splitter. */
  block: number;
}

const DEFAULT_LIMITS: HeaderLimits = { field: 64 * 1024, block: 768 * 1024 };
const LEAST_LINE_COST = 64;

/**
 * A stream that passes a mail on and leaves out what is excessive in its header block, so that a mail with
 * ten megabytes of headers still becomes a ticket. The body passes unchanged.
 */
export function createHeaderLimit(limits: HeaderLimits = DEFAULT_LIMITS): Transform {
  const block = createBlockReader(limits);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (block.isOver()) return done(null, chunk);
      const kept = Buffer.allocUnsafe(chunk.length);
      let read = 0;
      let written = 0;
      while (read < chunk.length && !block.isOver()) {
        const byte = chunk[read++] ?? 0;
        if (block.take(byte)) kept[written++] = byte;
      }
      done(null, Buffer.concat([kept.subarray(0, written), chunk.subarray(read)]));
    },
  });
}

/** Follows a header block byte by byte; `take` says whether a byte is kept. */
function createBlockReader(limits: HeaderLimits) {
  let over = false;
  let spent = 0;
  let field = 0;
  let keptOfLine = 0;
  let isLineStart = true;
  let isBlank = true;
  const endLine = (): boolean => {
    over = isBlank;
    const kept = isBlank || keptOfLine > 0;
    spent += Math.max(keptOfLine, kept ? LEAST_LINE_COST : 0);
    keptOfLine = 0;
    isLineStart = true;
    isBlank = true;
    return kept;
  };
  return {
    isOver: () => over,
    take(byte: number): boolean {
      if (byte === LF) return endLine();
      if (isLineStart && byte !== SPACE && byte !== TAB) field = 0;
      isLineStart = false;
      if (byte !== CR) isBlank = false;
      field += 1;
      const kept = field <= limits.field && spent + keptOfLine <= limits.block;
      if (kept) keptOfLine += 1;
      return kept;
    },
  };
}
