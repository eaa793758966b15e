import { Readable } from 'node:stream';
import type { InboundMessage } from '../../../adapters/adapter.ts';
import { parseMail } from '../../../adapters/email/parse.ts';
import { readMail } from '../../../adapters/email/read.ts';
import { createMemoryHost } from '../../support/channel-host.ts';
import { mail } from '../../support/email.ts';

/** A mail as the channel `support@shop.example` reads it, from header lines and a body; `change` alters its source. */
export async function parseSource(
  headers: Record<string, string>,
  body?: string,
  change: (source: string) => string = (source) => source,
): Promise<InboundMessage> {
  return parseBytes(Buffer.from(change(mail(headers, body))));
}

/** A mail as the channel `support@shop.example` reads it, from its bytes. */
export async function parseBytes(bytes: Buffer): Promise<InboundMessage> {
  const parts = await readMail(Readable.from([bytes]), createMemoryHost().files);
  return parseMail(parts, {
    address: 'support@shop.example',
    receivedAt: Date.UTC(2026, 2, 1, 12),
    raw: { id: 'raw', name: 'message.eml', type: 'message/rfc822', size: 1 },
    rawDigest: 'abc',
    isOwn: false,
  });
}

/** One part of a multipart mail. */
export interface SourcePart {
  type: string;
  body: string;
}

/** Headers and body of a multipart mail, to be given to `parseSource`. */
export function multipart(type: string, parts: readonly SourcePart[]): { header: string; body: string } {
  const pieces = parts.map((part) => `--x1\nContent-Type: ${part.type}\n\n${part.body}\n`);
  return { header: `${type}; boundary=x1`, body: `${pieces.join('')}--x1--` };
}
