import { createHash } from 'node:crypto';
import type { MailParts } from './read.ts';

/** How a mail is known: to the host (`externalId`), over all mailboxes (`copyId`), to later mails (`messageId`). */
export interface MailIdentity {
  externalId: string;
  copyId: string;
  messageId: string | null;
}

/**
 * The identity of a mail. The Message-ID alone would let a second mail that reuses it vanish, so that what the
 * mail says belongs to it; two copies of one mail, which differ only in how they travelled, stay one.
 */
export function identify(parts: MailParts, rawDigest: string): MailIdentity {
  const messageId = parts.headers.messageIds('message-id')[0] ?? null;
  const externalId = messageId === null ? `sha256:${rawDigest}` : `${messageId}#${contentDigest(parts)}`;
  return { externalId, copyId: externalId, messageId };
}

function contentDigest(parts: MailParts): string {
  const { headers, texts, files } = parts;
  const from = headers.addresses('from').map((address) => address.email);
  const said = texts.map((part) => part.text.replace(/\s+/g, ' ').trim());
  const told = [
    from,
    headers.first('date'),
    headers.first('subject'),
    said,
    files.map((part) => part.digest),
  ];
  return createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, 12);
}
