import type { AutomaticKind, Bounce } from '../adapter.ts';
import type { MailHeaders } from './headers.ts';
import type { MailParts } from './read.ts';

/** What the caller knows of a mail beside its own headers. */
export interface AutomaticFacts {
  bounce: Bounce | null;
  /** The gateway sent it itself, or it comes from the channel's own address. */
  isOwn: boolean;
}

const REPLY_HEADERS = [
  'x-autoreply',
  'x-autorespond',
  'x-auto-reply',
  'x-autoresponder',
  'autoreply',
  'x-mail-autoreply',
  'x-vacation',
];
const REPLY_SUBJECT =
  /^(\W*)(auto(matic|mated)?[ -]?(reply|response|antwort)|out[ -]of[ -](the[ -])?office|ooo\b|abwesend|abwesenheit|automatische (antwort|abwesenheit)|réponse automatique|absence (du bureau|:)|respuesta automática|risposta automatica|automatisch antwoord|autosvar|autoreply|vacation\b|on (annual leave|vacation|holiday)|nieobecno|odpowiedź automatyczna|自动回复|自動返信)/i;
const CHALLENGE_HEADERS = [
  'x-tmda-fingerprint',
  'x-spamarrest-noauth',
  'x-choicemail-registration-request',
  'x-boxbe-challenge',
];
const CHALLENGE_SUBJECT =
  /(please )?(confirm|verify) (your|that you|you are).{0,40}(message|e-?mail|sender|human)|\b(challenge|sender)[ -](verification|response)|spam ?arrest|requires? (your )?(verification|confirmation) to (be )?deliver/i;

/**
 * Which kind of machine wrote a mail, by RFC 3834, RFC 2919, RFC 5965, RFC 8098 and what servers do beside them;
 * null for a person's mail. Any kind means: no automatic answer.
 */
export function classifyAutomatic(parts: MailParts, facts: AutomaticFacts): AutomaticKind | null {
  const { headers } = parts;
  if (facts.bounce !== null) return 'bounce';
  if (isReport(parts)) return 'report';
  if (isChallenge(headers)) return 'challenge';
  if (facts.isOwn) return 'loop';
  if (isAutoReply(headers)) return 'auto-reply';
  if (isList(headers)) return 'list';
  return isBulk(headers) ? 'bulk' : null;
}

function isReport({ contentType, reportType, files }: MailParts): boolean {
  if (contentType === 'multipart/report' && reportType !== '') return true;
  return files.some((part) =>
    /feedback-report|disposition-notification|delivery-status/.test(part.declaredType),
  );
}

function isChallenge(headers: MailHeaders): boolean {
  if (CHALLENGE_HEADERS.some((name) => headers.has(name))) return true;
  if (/^tmda/i.test(headers.first('x-delivery-agent'))) return true;
  return isMachine(headers) && CHALLENGE_SUBJECT.test(headers.first('subject'));
}

/** Something in the headers says that no person pressed "send". */
function isMachine(headers: MailHeaders): boolean {
  return autoSubmitted(headers) !== '' || hasNoSender(headers) || isBulk(headers);
}

function autoSubmitted(headers: MailHeaders): string {
  const value = (headers.first('auto-submitted').split(/[\s;(]/)[0] ?? '').toLowerCase();
  return value === 'no' ? '' : value;
}

function hasNoSender(headers: MailHeaders): boolean {
  return headers.first('return-path').replace(/\s/g, '') === '<>';
}

function isAutoReply(headers: MailHeaders): boolean {
  if (autoSubmitted(headers) === 'auto-replied' || hasNoSender(headers)) return true;
  if (/^auto[-_]?reply/i.test(headers.first('precedence'))) return true;
  if (REPLY_HEADERS.some((name) => headers.has(name) && !/^no$/i.test(headers.first(name)))) return true;
  return REPLY_SUBJECT.test(headers.first('subject'));
}

function isList(headers: MailHeaders): boolean {
  const names = ['list-id', 'list-post', 'mailing-list', 'x-mailing-list', 'x-mailman-version'];
  return names.some((name) => headers.has(name)) || /^list$/i.test(headers.first('precedence'));
}

function isBulk(headers: MailHeaders): boolean {
  if (autoSubmitted(headers) !== '' || /^(bulk|junk)$/i.test(headers.first('precedence'))) return true;
  if (['list-unsubscribe', 'feedback-id', 'x-campaign-id'].some((name) => headers.has(name))) return true;
  return /\b(all|oof|autoreply)\b/i.test(headers.first('x-auto-response-suppress'));
}
