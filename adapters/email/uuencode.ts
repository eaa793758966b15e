/** A file that stood in a text, decoded. */
export interface UuFile {
  name: string;
  content: Buffer;
}

const BLOCK =
  /^begin [0-7]{3,4} ([^\r\n]{1,200})\r?\n((?:[!-`][ -`]{0,90}[ \t]*\r?\n)*)[` ]?[ \t]*\r?\n?end[ \t]*(?:\r?\n|$)/gm;
const MAX_FILES = 50;

/** Takes the uuencoded files out of a text, as mail programs sent them before MIME. What is damaged stays in the text. */
export function extractUuencoded(text: string): { text: string; files: UuFile[] } {
  if (!text.includes('\nend')) return { text, files: [] };
  const files: UuFile[] = [];
  const rest = text.replace(BLOCK, (whole: string, name: string, lines: string) => {
    const content = files.length < MAX_FILES ? decodeLines(lines) : null;
    if (content === null) return whole;
    files.push({ name, content });
    return '';
  });
  return { text: rest, files };
}

/** null when a line is shorter than it says, or there is none. */
function decodeLines(lines: string): Buffer | null {
  const pieces: Buffer[] = [];
  for (const line of lines.split(/\r?\n/)) {
    if (line === '') continue;
    const piece = decodeLine(line);
    if (piece === null) return null;
    pieces.push(piece);
  }
  const content = Buffer.concat(pieces);
  return content.length === 0 ? null : content;
}

/** Trailing spaces, which stand for zeros, get lost on the way. */
function decodeLine(line: string): Buffer | null {
  const length = sixBits(line, 0);
  const count = Math.ceil(length / 3) * 4;
  if (line.trimEnd().length - 1 > count + 4) return null;
  const out = Buffer.alloc((count / 4) * 3);
  for (let at = 0; at * 4 < count; at += 1) {
    const bits = [1, 2, 3, 4].reduce((sum, n) => sum * 64 + sixBits(line, at * 4 + n), 0);
    out.writeUIntBE(bits, at * 3, 3);
  }
  return out.subarray(0, length);
}

function sixBits(line: string, at: number): number {
  return at < line.length ? (line.charCodeAt(at) - 32) & 63 : 0;
}
