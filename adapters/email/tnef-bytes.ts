/** Reads little-endian numbers and pieces of a buffer, one after the other; throws RangeError beyond its end. */
export interface ByteReader {
  left(): number;
  u8(): number;
  u16(): number;
  u32(): number;
  take(length: number): Buffer;
}

/** A reader at the beginning of the bytes. */
export function createByteReader(bytes: Buffer): ByteReader {
  let at = 0;
  const step = (length: number): number => {
    const from = at;
    if (length > bytes.length - from) throw new RangeError('The data ends too soon.');
    at += length;
    return from;
  };
  return {
    left: () => bytes.length - at,
    u8: () => bytes.readUInt8(step(1)),
    u16: () => bytes.readUInt16LE(step(2)),
    u32: () => bytes.readUInt32LE(step(4)),
    take(length) {
      const from = step(length);
      return bytes.subarray(from, from + length);
    },
  };
}
