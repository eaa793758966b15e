import { type ByteReader, createByteReader } from './tnef-bytes.ts';

/** A property's raw value and its MAPI type ([MS-OXCDATA] 2.11.1). */
export interface Property {
  type: number;
  value: Buffer;
}

/** MAPI properties by their tag without the type; of several values the first. */
export type Properties = ReadonlyMap<number, Property>;

const STRING8 = 0x1e;
export const UNICODE = 0x1f;
export const OBJECT = 0x0d;

const VARIABLE = new Set([STRING8, UNICODE, OBJECT, 0x102]);
const SIZES: Record<number, number> = {
  0: 4,
  1: 4,
  2: 4,
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 8,
  10: 4,
  11: 4,
  20: 8,
  64: 8,
  72: 16,
};
const MULTIPLE = 0x1000;
const NAMED = 0x8000;
const MAX_PROPERTIES = 5000;
const MAX_VALUES = 5000;

/**
 * The properties of an encapsulated block ([MS-OXTNEF] 2.1.3.4). What stands before damage is given back; nothing is
 * thrown.
 */
export function readProperties(bytes: Buffer): Properties {
  const found = new Map<number, Property>();
  const reader = createByteReader(bytes);
  try {
    for (let left = Math.min(reader.u32(), MAX_PROPERTIES); left > 0; left -= 1) {
      const type = reader.u16();
      const tag = reader.u16();
      if (tag >= NAMED) skipName(reader);
      const value = readValue(reader, type);
      if (value !== undefined && tag < NAMED) found.set(tag, { type: type & ~MULTIPLE, value });
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return found;
}

/** A name is a number, or a text padded to four bytes. */
function skipName(reader: ByteReader): void {
  reader.take(16);
  if (reader.u32() === 0) reader.take(4);
  else takePadded(reader);
}

function readValue(reader: ByteReader, type: number): Buffer | undefined {
  const base = type & ~MULTIPLE;
  const isVariable = VARIABLE.has(base);
  const size = SIZES[base];
  if (!isVariable && size === undefined)
    throw new RangeError('A type that nobody knows has no known length.');
  const count = isVariable || base !== type ? reader.u32() : 1;
  if (count > MAX_VALUES) throw new RangeError('Too many values.');
  let first: Buffer | undefined;
  for (let left = count; left > 0; left -= 1) {
    const value = isVariable ? takePadded(reader) : reader.take(size ?? 0);
    first ??= value;
  }
  return first;
}

function takePadded(reader: ByteReader): Buffer {
  const length = reader.u32();
  const value = reader.take(length);
  reader.take(Math.min((4 - (length % 4)) % 4, reader.left()));
  return value;
}
