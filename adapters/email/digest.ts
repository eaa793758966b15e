import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';

/** What a witness saw once the stream has ended. */
export interface Witnessed {
  /** Hex of the SHA-256 over the content. */
  digest: string;
  /** The first bytes, as many as were asked for. */
  head: Buffer;
}

/** A pass-through that hashes what runs through it and keeps its first bytes. */
export function createWitness(headBytes = 0): { stream: Transform; result(): Witnessed } {
  const hash = createHash('sha256');
  const head: Buffer[] = [];
  let size = 0;
  const stream = new Transform({
    transform(bytes: Buffer, _encoding, done) {
      hash.update(bytes);
      if (size < headBytes) head.push(bytes.subarray(0, headBytes - size));
      size += bytes.length;
      done(null, bytes);
    },
  });
  return { stream, result: () => ({ digest: hash.digest('hex'), head: Buffer.concat(head) }) };
}
