const SEQUENCE = 0x30;
const OCTETS = 0x04;
const CONSTRUCTED = 0x20;
const EXPLICIT = 0xa0;
/** 1.2.840.113549.1.7.2 */
const SIGNED_DATA = Buffer.from('2a864886f70d010702', 'hex');
const MAX_DEPTH = 16;
const MAX_CHILDREN = 10_000;

/** A piece of BER (X.690): its tag, its content, and where what follows begins. */
interface Element {
  tag: number;
  content: Buffer;
  next: number;
}

/** The mail inside an opaquely signed one (RFC 8551, section 3.5.2), which is not checked; null when there is none. */
export function readSigned(bytes: Buffer): Buffer | null {
  try {
    return contentOf(bytes);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** ContentInfo > SignedData > EncapsulatedContentInfo > OCTET STRING (RFC 5652). */
function contentOf(bytes: Buffer): Buffer | null {
  const [type, wrapped] = childrenOf(expect(elementAt(bytes, 0, 0), SEQUENCE));
  if (!type?.content.equals(SIGNED_DATA) || wrapped === undefined) return null;
  const [signed] = childrenOf(expect(wrapped, EXPLICIT));
  const info = childrenOf(expect(signed, SEQUENCE))[2];
  const [octets] = childrenOf(expect(childrenOf(expect(info, SEQUENCE))[1], EXPLICIT));
  return octets === undefined ? null : octetsOf(octets, 0);
}

function expect(element: Element | undefined, tag: number): Buffer {
  if (element?.tag !== tag) throw new RangeError('This is no signed content.');
  return element.content;
}

/** Long contents come in pieces. */
function octetsOf({ tag, content }: Element, depth: number): Buffer {
  if (tag === OCTETS) return content;
  if (tag !== (OCTETS | CONSTRUCTED) || depth > MAX_DEPTH) throw new RangeError('This is no content.');
  return Buffer.concat(childrenOf(content).map((child) => octetsOf(child, depth + 1)));
}

function childrenOf(bytes: Buffer): Element[] {
  const children: Element[] = [];
  for (let at = 0; at < bytes.length && children.length < MAX_CHILDREN; ) {
    const child = elementAt(bytes, at, 0);
    children.push(child);
    at = child.next;
  }
  return children;
}

function elementAt(bytes: Buffer, at: number, depth: number): Element {
  if (depth > MAX_DEPTH) throw new RangeError('It is nested too deep.');
  const tag = bytes.readUInt8(at);
  const first = bytes.readUInt8(at + 1);
  if (first === 0x80) return endlessAt(bytes, at, depth);
  const size = first < 0x80 ? 0 : first & 0x7f;
  if (size > 4) throw new RangeError('It is too long.');
  const length = size === 0 ? first : bytes.readUIntBE(at + 2, size);
  const from = at + 2 + size;
  if (from + length > bytes.length) throw new RangeError('It ends too soon.');
  return { tag, content: bytes.subarray(from, from + length), next: from + length };
}

/** An element that does not say its length ends at two zeros. */
function endlessAt(bytes: Buffer, at: number, depth: number): Element {
  let next = at + 2;
  while (bytes.readUInt16BE(next) !== 0) next = elementAt(bytes, next, depth + 1).next;
  return { tag: bytes.readUInt8(at), content: bytes.subarray(at + 2, next), next: next + 2 };
}
