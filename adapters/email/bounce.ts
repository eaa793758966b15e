import type { Bounce } from '../adapter.ts';
import { cleanLine } from './clean.ts';
import { type MailHeaders, parseHeaders } from './headers.ts';
import { autoSubmitted, hasNoSender } from './marks.ts';
import type { MailParts } from './read.ts';

const DAEMONS =
  /^(mailer-daemon|maildaemon|mail-daemon|mdaemon|mailerdaemon|microsoftexchange[0-9a-f]+)([+=.-].*)?@/i;
/** Who bounces mail under these names may as well be a person. */
const PERHAPS_DAEMONS = /^(postmaster|bounces?|mail(er)?[-_]?(system|admin)|administrator)([+=.-].*)?@/i;
const BOUNCE_SUBJECTS =
  /undeliver|not[ -]deliver|delivery (status|failure|has failed|problem|incomplete|notification)|failure notice|mail delivery (failed|failure|system)|mail system error|returned mail|return(ed)? to sender|could ?n.t be delivered|could not be delivered|unzustellbar|nicht zu(ge)?stell|zustellung|non remis|(remise|distribution).{0,20}(impossible|échou)|échec de (la )?remise|no (se ha )?entrega|no se puede entregar|non recapitabil|mancato recapito|mancata consegna|não (foi )?entreg|não foi possível|onbestelbaar|niet (be|af)(zorg|lever)|не доставлен|недоставлен|配信不能|送信できません|退信|无法投递|warning: (could not|message)|delayed mail|message delayed/i;
const DELAY_WORDS =
  /delay|verzöger|will (keep|continue) trying|still being retried|no action is required|4\.\d+\.\d+ .*warn/i;
const QUOTED_ID = /^[> \t]*message-id:[ \t]*(?:\r?\n[> \t]{1,20})?<([^<>\s]{3,900})>/im;
const STATUS = /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/;
const SMTP_LINE = /^.{0,200}?(?<!\d)(?:5\d\d|4\d\d)[ -].{3,300}$/m;

/** Services that give a mail an id of their own keep the first beside it. */
const COPIED_IDS = ['x-google-original-message-id', 'x-microsoft-original-message-id', 'message-id'];

/**
 * What a bounce says: standard reports (RFC 3464), and the forms of servers that send none (Exim, qmail, old
 * Exchange, webmail providers). Null when the mail is no bounce.
 */
export function readBounce(parts: MailParts, text: string): Bounce | null {
  const report = mayReport(parts) ? readReport(parts) : null;
  if (report === null && !looksLikeBounce(parts, text)) return null;
  if (report !== null && report.action === null) return null;
  const status = report?.status ?? STATUS.exec(text)?.[1] ?? null;
  return {
    messageId: findOriginalId(parts, text),
    recipient: report?.recipient ?? findRecipient(parts.headers, text),
    status,
    action: report?.action ?? guessAction(parts.headers, status, text),
    reason: report?.reason || findReason(text, status) || cleanLine(parts.headers.first('subject'), 500),
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
  return isFrom(headers, DAEMONS) || isFrom(headers, PERHAPS_DAEMONS);
}

interface Report {
  recipient: string | null;
  status: string | null;
  /** null for a report of success. */
  action: Bounce['action'] | null;
  reason: string;
}

/** The worst recipient of a `message/delivery-status` part; null when the mail has no such part. */
function readReport(parts: MailParts): Report | null {
  const part = parts.files.find((file) => /delivery-status$/.test(file.declaredType));
  if (!part) return null;
  const groups = part.head.toString('latin1').split(/\r?\n\s*\r?\n/);
  const recipients = groups
    .map(parseHeaders)
    .filter((group) => group.has('action') || group.has('final-recipient'));
  const reports = recipients.map(readRecipient);
  const worst = (action: Report['action']) => reports.find((report) => report.action === action);
  return worst('failed') ?? worst('delayed') ?? reports[0] ?? null;
}

function readRecipient(group: MailHeaders): Report {
  const action = group.first('action').toLowerCase();
  const recipient = group.first('original-recipient') || group.first('final-recipient');
  const status = STATUS.exec(group.first('status'))?.[1] ?? null;
  const isFailure = action.startsWith('failed') || (action === '' && status?.startsWith('5') === true);
  return {
    recipient:
      cleanLine(recipient.replace(/^[^;]*;/, ''))
        .toLowerCase()
        .replace(/^<|>$/g, '') || null,
    status,
    action: isFailure ? 'failed' : action.startsWith('delayed') ? 'delayed' : null,
    reason: cleanLine(group.first('diagnostic-code').replace(/^[\w-]+;\s*/, ''), 500),
  };
}

function looksLikeBounce(parts: MailParts, text: string): boolean {
  const { headers } = parts;
  if (headers.has('x-failed-recipients')) return true;
  const isNamedSo = BOUNCE_SUBJECTS.test(headers.first('subject'));
  if (isFrom(headers, DAEMONS)) return isNamedSo || tellsOfFailure(parts, text);
  const isLikely = isFrom(headers, PERHAPS_DAEMONS) || hasNoSender(headers);
  return isLikely && isNamedSo && tellsOfFailure(parts, text);
}

/** A server's code, or the message itself: who only writes about a parcel has neither. */
function tellsOfFailure(parts: MailParts, text: string): boolean {
  const beginning = text.slice(0, 20_000);
  if (STATUS.test(beginning) || SMTP_LINE.test(beginning) || QUOTED_ID.test(text)) return true;
  return copiedHeaders(parts).length > 0;
}

function isFrom(headers: MailHeaders, names: RegExp): boolean {
  return headers.addresses('from').some((address) => names.test(address.email));
}

/** The message that bounced: from its copy or its headers inside the bounce, then from quoted text, then references. */
function findOriginalId(parts: MailParts, text: string): string | null {
  for (const copy of copiedHeaders(parts)) {
    const id = COPIED_IDS.flatMap((name) => copy.messageIds(name))[0];
    if (id !== undefined) return id;
  }
  const referred = () =>
    parts.headers.messageIds('in-reply-to')[0] ?? parts.headers.messageIds('references').at(-1);
  return QUOTED_ID.exec(text)?.[1] ?? referred() ?? null;
}

function headerBlock(head: Buffer): string {
  return (
    head
      .toString('latin1')
      .replace(/^\s+/, '')
      .split(/\r?\n\r?\n/, 1)[0] ?? ''
  );
}

function findRecipient(headers: MailHeaders, text: string): string | null {
  const failed = headers.addresses('x-failed-recipients')[0]?.email;
  return failed ?? /<([^<>\s@]{1,64}@[^<>\s@]{1,190})>/.exec(text)?.[1]?.toLowerCase() ?? null;
}

function guessAction(headers: MailHeaders, status: string | null, text: string): Bounce['action'] {
  if (status?.startsWith('5')) return 'failed';
  const told = `${headers.first('subject')}\n${text.slice(0, 4000)}`;
  return status?.startsWith('4') || DELAY_WORDS.test(told) ? 'delayed' : 'failed';
}

function findReason(text: string, status: string | null): string {
  const beginning = text.slice(0, 20_000);
  const line = () => beginning.split('\n').find((candidate) => status !== null && candidate.includes(status));
  return cleanLine(SMTP_LINE.exec(beginning)?.[0] ?? line() ?? '', 500);
}
