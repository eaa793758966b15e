/** A MAPI property of a container to be made: text, or bytes. */
export interface SourceProperty {
  tag: number;
  value: string | Buffer;
}

/** What a TNEF container is made of. */
export interface TnefSource {
  properties?: readonly SourceProperty[];
  files?: readonly { title: string; content: Buffer; properties?: readonly SourceProperty[] }[];
}

const MESSAGE = 1;
const FILE = 2;

/** A `winmail.dat` as Outlook makes it ([MS-OXTNEF]). */
export function makeTnef({ properties = [], files = [] }: TnefSource): Buffer {
  const head = Buffer.alloc(6);
  head.writeUInt32LE(0x223e9f78, 0);
  return Buffer.concat([
    head,
    attribute(MESSAGE, 0x00069007, u32(1252)),
    attribute(MESSAGE, 0x00069003, encode(properties)),
    ...files.flatMap((file) => [
      attribute(FILE, 0x00069002, Buffer.alloc(14)),
      attribute(FILE, 0x00018010, Buffer.from(`${file.title}\0`, 'latin1')),
      attribute(FILE, 0x0006800f, file.content),
      attribute(FILE, 0x00069005, encode(file.properties ?? [])),
    ]),
  ]);
}

function attribute(level: number, id: number, data: Buffer): Buffer {
  const sum = data.reduce((total, byte) => (total + byte) % 65536, 0);
  return Buffer.concat([Buffer.from([level]), u32(id), u32(data.length), data, u32(sum).subarray(0, 2)]);
}

/** Text as Unicode, bytes as binary; a number and a named property stand before them, to be passed over. */
function encode(properties: readonly SourceProperty[]): Buffer {
  const number = Buffer.concat([u16(3), u16(0x3fde), u32(65001)]);
  const named = Buffer.concat([u16(3), u16(0x8001), Buffer.alloc(16), u32(0), u32(7), u32(1)]);
  const rest = properties.map(({ tag, value }) => {
    const isText = typeof value === 'string';
    const bytes = isText ? Buffer.from(`${value}\0`, 'utf16le') : value;
    const padding = Buffer.alloc((4 - (bytes.length % 4)) % 4);
    return Buffer.concat([u16(isText ? 0x1f : 0x102), u16(tag), u32(1), u32(bytes.length), bytes, padding]);
  });
  return Buffer.concat([u32(properties.length + 2), number, named, ...rest]);
}

function u16(value: number): Buffer {
  return u32(value).subarray(0, 2);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
