import { Readable } from 'node:stream';
import type { SendMailOptions } from 'nodemailer';
import { ChannelError, type OutboundMessage } from '../adapter.ts';
import { plainToHtml } from './body.ts';
import { ORIGIN_HEADER } from './origin.ts';
import type { EmailSettings } from './settings.ts';

type Attachment = OutboundMessage['attachments'][number];

const MAX_REFERENCES = 40;
/** RFC 5321, section 4.5.3.1.1. */
const MAX_LOCAL_PART = 64;

/**
 * A reply as a mail. The ticket token travels as one more id in References, which every mail program sends back,
 * and, where the mailbox takes plus addresses, in Reply-To; the subject stays as it is. `origin` marks the mail
 * as this gateway's own. Throws ChannelError when there is nobody to send it to.
 */
export function composeMail(
  message: OutboundMessage,
  settings: EmailSettings,
  origin: string,
): SendMailOptions {
  if (message.to.email === null) throw new ChannelError('permanent', 'The contact has no email address.');
  const { address, name, signature } = settings;
  const html = message.html === null ? null : `${message.html}${signatureHtml(signature)}`;
  return {
    from: { name, address },
    to: { name: message.to.name ?? '', address: message.to.email },
    cc: message.cc,
    bcc: message.bcc,
    subject: message.subject,
    text: `${message.text}${signatureText(signature)}`,
    ...(html === null ? {} : { html }),
    date: new Date(message.at),
    messageId: `<${message.messageId}>`,
    ...(message.inReplyTo === null ? {} : { inReplyTo: `<${message.inReplyTo}>` }),
    references: chooseReferences(message, address),
    ...replyTo(message, settings),
    headers: { [ORIGIN_HEADER]: origin, ...(message.automatic ? automaticHeaders(message) : {}) },
    attachments: message.attachments.map((file) => presentAttachment(file, message.html ?? '')),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** Oldest first; of a long chain its beginning and its end, as RFC 5537 (section 3.4.4) trims them. */
function chooseReferences(message: OutboundMessage, address: string): string[] {
  const chain = [
    ...new Set([...message.references, ...(message.inReplyTo === null ? [] : [message.inReplyTo])]),
  ];
  const kept =
    chain.length > MAX_REFERENCES ? [...chain.slice(0, 1), ...chain.slice(1 - MAX_REFERENCES)] : chain;
  const token = message.token === null ? [] : [`${message.token}@${domainOf(address)}`];
  return [...token, ...kept].map((id) => `<${id}>`);
}

function replyTo(message: OutboundMessage, settings: EmailSettings): { replyTo?: string } {
  if (message.token === null || !settings.plusAddressing) return {};
  const local = `${settings.address.slice(0, settings.address.lastIndexOf('@'))}+${message.token}`;
  return local.length > MAX_LOCAL_PART ? {} : { replyTo: `${local}@${domainOf(settings.address)}` };
}

/** RFC 3834 for those who follow it, the others' own words for the rest. */
function automaticHeaders(message: OutboundMessage): Record<string, string> {
  return {
    'Auto-Submitted': message.inReplyTo === null ? 'auto-generated' : 'auto-replied',
    'X-Auto-Response-Suppress': 'All',
    Precedence: 'bulk',
  };
}

function presentAttachment(file: Attachment, html: string) {
  const isInline = file.contentId !== undefined && html.includes(`cid:${file.contentId}`);
  return {
    filename: file.name,
    contentType: file.type,
    content: Readable.from(openLate(file), { objectMode: false }),
    ...(isInline && file.contentId !== undefined ? { cid: file.contentId } : {}),
  };
}

/** The content, opened only when it is sent, so that a mail with many files holds one open at a time. */
async function* openLate(file: Attachment): AsyncGenerator<Buffer> {
  yield* await file.open();
}

function signatureText(signature: string): string {
  return signature.trim() === '' ? '' : `\n\n-- \n${signature}`;
}

function signatureHtml(signature: string): string {
  return signature.trim() === ''
    ? ''
    : `<div class="deskroute_signature"><br>-- <br>${plainToHtml(signature)}</div>`;
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
