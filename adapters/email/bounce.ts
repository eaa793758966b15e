import type { Bounce } from '../adapter.ts';
import { findRecipient } from './bounce-recipient.ts';
import { readReport, STATUS } from './bounce-report.ts';
import {
  BOUNCE_SUBJECTS,
  DAEMON_NAMES,
  DAEMONS,
  DELAY_WORDS,
  FAILURE_WORDS,
  FINAL_WORDS,
  PERHAPS_DAEMONS,
} from './bounce-words.ts';
import { cleanLine } from './clean.ts';
import { type MailHeaders, parseHeaders } from './headers.ts';
import { autoSubmitted, hasNoSender } from './marks.ts';
import type { MailParts } from './read.ts';

const QUOTED_ID =
  /^[> \t]*message-id:[ \t]*(?:\r?\n[> \t]{1,20})?(?:<([^<>\s]{3,900})>|([^<>\s@]{2,400}@[^<>\s@]{2,400})[ \t]*$)/im;
const SMTP_LINE = /^.{0,200}?(?<!\d)(?:5\d\d|4\d\d)[ -].{3,300}$/m;
/** How much of a text is looked at: notices are short, copies of messages are not. */
const BEGINNING = 20_000;

/** Services that give a mail an id of their own keep the first beside it. */
const COPIED_IDS = ['x-google-original-message-id', 'x-microsoft-original-message-id', 'message-id'];

/**
 * What a bounce says: standard reports (RFC 3464), and the forms of servers that send none (Exim, qmail, old
 * Exchange, webmail providers). Null when the mail is no bounce. `own` is the channel's address.
 */
export function readBounce(parts: MailParts, text: string, own: string): Bounce | null {
  const { headers } = parts;
  const copies = copiedHeaders(parts);
  const report = mayReport(parts) ? readReport(parts) : null;
  if (report === null && !looksLikeBounce(headers, text, copies)) return null;
  if (report !== null && report.action === null) return null;
  const status = report?.status ?? STATUS.exec(text.slice(0, BEGINNING))?.[1] ?? null;
  return {
    messageId: report?.messageId ?? findOriginalId(headers, text, copies),
    recipient: report?.recipient ?? findRecipient(headers, text, { copies, own }),
    status,
    action: report?.action ?? guessAction(headers, status, text),
    reason: report?.reason || findReason(text, status) || cleanLine(headers.first('subject'), 500),
  };
}

/** What a bounce's copy of the message says about the conversation, in the texts of its headers. */
export function copiedHeaders(parts: MailParts): MailHeaders[] {
  return parts.files
    .filter((file) => /^(message\/(rfc822|global)|text\/rfc822)/.test(file.declaredType))
    .map((copy) => parseHeaders(headerBlock(copy.head)));
}

/** A person who passes a bounce on may send its parts in a mail of their own; that is none. */
function mayReport({ contentType, headers }: MailParts): boolean {
  if (contentType === 'multipart/report' || hasNoSender(headers) || autoSubmitted(headers) !== '')
    return true;
  return isFromDaemon(headers) || isFrom(headers, PERHAPS_DAEMONS);
}

/** True for mail that only a mail server sends, by its name, its address, or by having none. */
export function isFromDaemon(headers: MailHeaders): boolean {
  const from = headers.first('from');
  if (isFrom(headers, DAEMONS) || DAEMON_NAMES.test(from)) return true;
  const returnPath = headers.first('return-path').replace(/[<>\s]/g, '');
  return /^<\s*>$/.test(from) || DAEMONS.test(returnPath);
}

function looksLikeBounce(headers: MailHeaders, text: string, copies: readonly MailHeaders[]): boolean {
  if (headers.has('x-failed-recipients')) return true;
  const [isSure, isLost] = [isFromDaemon(headers), hasNoSender(headers)];
  if (!isSure && !isLost && !isFrom(headers, PERHAPS_DAEMONS)) return false;
  const isNamedSo = BOUNCE_SUBJECTS.test(headers.first('subject'));
  const told = text.slice(0, BEGINNING);
  const hasWords = FAILURE_WORDS.test(told);
  const tellsInWords = hasWords && told.includes('@');
  const tells = tellsInWords || tellsOfFailure(told, copies);
  if (isSure) return isNamedSo || tells || hasWords;
  if (isLost && autoSubmitted(headers) !== 'auto-replied' && tellsInWords) return true;
  return isNamedSo && (tells || (isLost && hasWords));
}

/** A server's code, or the message itself: who only writes about a parcel has neither. */
function tellsOfFailure(told: string, copies: readonly MailHeaders[]): boolean {
  return STATUS.test(told) || SMTP_LINE.test(told) || QUOTED_ID.test(told) || copies.length > 0;
}

function isFrom(headers: MailHeaders, names: RegExp): boolean {
  return headers.addresses('from').some((address) => names.test(address.email));
}

/** The message that bounced: from its copy or its headers inside the bounce, then from quoted text, then references. */
function findOriginalId(headers: MailHeaders, text: string, copies: readonly MailHeaders[]): string | null {
  for (const copy of copies) {
    const id = COPIED_IDS.flatMap((name) => copy.messageIds(name))[0];
    if (id !== undefined) return id;
  }
  const quoted = QUOTED_ID.exec(text);
  const referred = () => headers.messageIds('in-reply-to')[0] ?? headers.messageIds('references').at(-1);
  return quoted?.[1] ?? quoted?.[2] ?? referred() ?? null;
}

function headerBlock(head: Buffer): string {
  return (
    head
      .toString('latin1')
      .replace(/^\s+/, '')
      .split(/\r?\n\r?\n/, 1)[0] ?? ''
  );
}

function guessAction(headers: MailHeaders, status: string | null, text: string): Bounce['action'] {
  const told = `${headers.first('subject')}\n${text.slice(0, 4000)}`;
  if (status?.startsWith('5') || FINAL_WORDS.test(told)) return 'failed';
  return status?.startsWith('4') || DELAY_WORDS.test(told) ? 'delayed' : 'failed';
}

function findReason(text: string, status: string | null): string {
  const beginning = text.slice(0, BEGINNING);
  const line = () => beginning.split('\n').find((candidate) => status !== null && candidate.includes(status));
  return cleanLine(SMTP_LINE.exec(beginning)?.[0] ?? line() ?? '', 500);
}
