import type { AutomaticKind, Bounce } from '../adapter.ts';
import { isAbsenceNotice } from './absence.ts';
import { isFromDaemon } from './bounce.ts';
import type { MailHeaders } from './headers.ts';
import { autoSubmitted, hasNoSender } from './marks.ts';
import { isMeetingAnswer } from './meeting.ts';
import type { MailParts } from './read.ts';
import { isRelayed, isThroughOwnGroup } from './relay.ts';

/** What the caller knows of a mail beside its own headers. */
export interface AutomaticFacts {
  bounce: Bounce | null;
  /** The gateway sent it itself, or it comes from the channel's own address. */
  isOwn: boolean;
  /** The channel's own address. */
  address: string;
  /** The mail's text. */
  text: string;
}

const REPLY_HEADERS = [
  'x-autoreply',
  'x-autoreply-from',
  'x-autorespond',
  'x-auto-reply',
  'x-autoresponder',
  'autoreply',
  'x-mail-autoreply',
  'x-vacation',
];
const CHALLENGE_HEADERS = [
  'x-tmda-fingerprint',
  'x-spamarrest-noauth',
  'x-choicemail-registration-request',
  'x-boxbe-challenge',
];
const CHALLENGE_SUBJECT =
  /(please )?(confirm|verify) (your|that you|you are).{0,40}(message|e-?mail|sender|human)|\b(challenge|sender)[ -](verification|response)|spam ?arrest|requires? (your )?(verification|confirmation) to (be )?deliver/i;
/** Desks and jobs that mark what they make by themselves. Feedback-ID is none: Amazon puts it on all it sends. */
const GENERATED_HEADERS = ['x-campaign-id', 'x-cron-env', 'x-servicenow-generated', 'x-fc-machinegenerated'];
/** Aggregate reports (RFC 7489), and complaints of providers that do not follow RFC 5965. */
const REPORT_SUBJECT = /^report domain:.*submitter:|^complaint about message from \[?[\d.:a-f]+\]?$/i;

/**
 * Which kind of machine wrote a mail, by RFC 3834, RFC 2919, RFC 5965, RFC 8098 and what servers do beside them;
 * null for a person's mail, also where a form or a group of ours passed it on. In doubt it is a person's.
 */
export function classifyAutomatic(parts: MailParts, facts: AutomaticFacts): AutomaticKind | null {
  const { headers } = parts;
  if (facts.bounce !== null) return 'bounce';
  if (isReport(parts)) return 'report';
  if (isChallenge(headers)) return 'challenge';
  if (facts.isOwn) return 'loop';
  if (isAutoReply(headers, facts)) return 'auto-reply';
  // Who adds words to it wrote a mail.
  if (isMeetingAnswer(parts) && facts.text.trim() === '') return 'auto-reply';
  if (isThroughOwnGroup(headers, facts.address)) return null;
  if (isList(headers)) return 'list';
  return isBulk(headers, facts.address) ? 'bulk' : null;
}

function isReport({ contentType, reportType, files, headers }: MailParts): boolean {
  if (contentType === 'multipart/report' && reportType !== '') return true;
  if (REPORT_SUBJECT.test(headers.first('subject'))) return true;
  // A person who passes a report on sends its parts as well, in a mail of their own.
  const isWhole = contentType === 'multipart/report' || autoSubmitted(headers) !== '' || hasNoSender(headers);
  const tells = /feedback-report|disposition-notification|delivery-status/;
  return isWhole && files.some((part) => tells.test(part.declaredType));
}

function isChallenge(headers: MailHeaders): boolean {
  if (CHALLENGE_HEADERS.some((name) => headers.has(name))) return true;
  if (/^tmda/i.test(headers.first('x-delivery-agent'))) return true;
  const isMachine = autoSubmitted(headers) !== '' || hasNoSender(headers) || isInBulk(headers);
  return isMachine && CHALLENGE_SUBJECT.test(headers.first('subject'));
}

function isAutoReply(headers: MailHeaders, { address, text }: AutomaticFacts): boolean {
  if (autoSubmitted(headers) === 'auto-replied') return true;
  if (hasNoSender(headers) && !isRelayed(headers, address)) return true;
  if (/^auto[-_]?reply/i.test(headers.first('precedence') || headers.first('preference'))) return true;
  if (/autorespon/i.test(headers.first('x-post-messageclass') || headers.first('delivered-to'))) return true;
  if (REPLY_HEADERS.some((name) => headers.has(name) && !/^no$/i.test(headers.first(name)))) return true;
  return isAbsenceNotice(headers.first('subject'), text);
}

function isList(headers: MailHeaders): boolean {
  const names = [
    'list-id',
    'list-post',
    'mailing-list',
    'x-mailing-list',
    'x-mailman-version',
    'x-mlserver',
    'x-ml-name',
  ];
  return names.some((name) => headers.has(name)) || /^list$/i.test(headers.first('precedence'));
}

function isBulk(headers: MailHeaders, address: string): boolean {
  if (isInBulk(headers) || isFromDaemon(headers) || GENERATED_HEADERS.some((name) => headers.has(name)))
    return true;
  // What one passes on for another by a rule is still the other's.
  if (/^auto-(?!forwarded)/.test(autoSubmitted(headers)) && !isRelayed(headers, address)) return true;
  // Sales programs put it on single mails as well, but nobody subscribes to an answer.
  const isAnswer = headers.has('in-reply-to') || headers.has('references');
  return headers.has('list-unsubscribe') && !isAnswer;
}

function isInBulk(headers: MailHeaders): boolean {
  return /^(bulk|junk)$/i.test(headers.first('precedence'));
}
