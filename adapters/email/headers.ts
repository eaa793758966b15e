import { parseAddressHeader } from 'mailparser';
import { decodeHeaderText, decodeRawHeader } from './charset.ts';
import { cleanLine } from './clean.ts';

/** An address of a header: the name decoded, the address lower-cased. */
export interface MailAddress {
  name: string | null;
  email: string;
}

/** The headers of a mail or of a part, read by name in any case. */
export interface MailHeaders {
  /** The value of the first header of that name, decoded and on one line; '' when there is none. */
  first(name: string): string;
  /** The values of all headers of that name, decoded. */
  all(name: string): string[];
  has(name: string): boolean;
  /** The addresses of all headers of that name, groups opened, without what is no address. */
  addresses(name: string): MailAddress[];
  /** The message ids of a header without angle brackets, in the order they stand. */
  messageIds(name: string): string[];
}

const MAX_ADDRESSES = 500;
const MAX_IDS = 100;

/**
 * Reads a header block, given as raw bytes or as a latin1 string with folded lines. `fallback` names the charset of raw
 * 8-bit bytes that are no UTF-8; it is asked when a value is read.
 */
export function parseHeaders(
  block: Buffer | string,
  fallback: () => string | null = () => null,
): MailHeaders {
  const source = typeof block === 'string' ? block : block.toString('latin1');
  const raw = splitFields(source);
  const values = (name: string) => raw.get(name.toLowerCase()) ?? [];
  const decoded = (value: string) => cleanLine(decodeHeaderText(value, fallback()), 10_000);
  return {
    first: (name) => decoded(values(name)[0] ?? ''),
    all: (name) => values(name).map(decoded),
    has: (name) => values(name).length > 0,
    addresses: (name) =>
      values(name)
        .flatMap((value) => parseAddresses(value, fallback()))
        .slice(0, MAX_ADDRESSES),
    messageIds: (name) =>
      values(name)
        .flatMap((value) => parseMessageIds(decoded(value)))
        .slice(0, MAX_IDS),
  };
}

/** The message ids in a text; where no angle brackets stand, every word with an @ counts. */
function parseMessageIds(value: string): string[] {
  const bracketed = [...value.matchAll(/<([^<>]{1,990})>/g)].map((match) =>
    (match[1] ?? '').replace(/\s/g, ''),
  );
  const bare = () => value.split(/[\s,;]+/).filter((word) => /^[^@"()]+@[^@"()]+$/.test(word));
  return (bracketed.length > 0 ? bracketed : bare()).filter((id) => id.length > 0);
}

/** Field values by lower-cased name, unfolded, in the order they stand. A line that is no field is left out. */
function splitFields(source: string): Map<string, string[]> {
  const fields = new Map<string, string[]>();
  for (const line of unfold(source)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    if (!/^[!-9;-~]+$/.test(name)) continue;
    const values = fields.get(name) ?? [];
    values.push(line.slice(colon + 1).trim());
    fields.set(name, values);
  }
  return fields;
}

function unfold(source: string): string[] {
  const fields: string[][] = [];
  for (const line of source.split(/\r\n|\n|\r(?=[!-9;-~]+:)/)) {
    if (/^[ \t]/.test(line)) fields.at(-1)?.push(line);
    else fields.push([line]);
  }
  return fields.map((lines) => lines.join(''));
}

function parseAddresses(value: string, fallback: string | null): MailAddress[] {
  const text = decodeRawHeader(value.slice(0, 64 * 1024), fallback);
  const { value: entries } = parseAddressHeader(text, { flatten: true });
  return entries.flatMap(({ name, address }) => {
    const email = cleanLine(address ?? '').toLowerCase();
    return isAddress(email) ? [{ name: cleanLine(name, 200) || null, email }] : [];
  });
}

function isAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:"]+$/.test(text);
}
