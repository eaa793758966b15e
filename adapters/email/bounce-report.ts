import type { Bounce } from '../adapter.ts';
import { cleanLine } from './clean.ts';
import { type MailHeaders, parseHeaders } from './headers.ts';
import type { MailParts } from './read.ts';

/** A status of RFC 3463, such as 5.1.1, that is no piece of something longer. */
export const STATUS = /(?<![\w.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/;

/** What a `message/delivery-status` part says (RFC 3464). */
export interface DeliveryReport {
  recipient: string | null;
  status: string | null;
  /** null for a report of success. */
  action: Bounce['action'] | null;
  reason: string;
  /** The Message-ID that some servers name beside what the RFC asks for. */
  messageId: string | null;
}

const FAILED = /^(fail|expire|undeliverable|bounce|reject|den(y|ied)|error)/;
const DELAYED = /^(delay|warn|defer)/;
const DONE = /^(deliver|relay|expand|success)/;

/** The worst recipient of a mail's report; null when the mail has none. */
export function readReport(parts: MailParts): DeliveryReport | null {
  const part = parts.files.find((file) => /delivery-status$/.test(file.declaredType));
  if (!part) return null;
  const groups = part.head
    .toString('latin1')
    .split(/\r?\n\s*\r?\n/)
    .map((group) => parseHeaders(group));
  const recipients = groups.filter((group) => group.has('action') || group.has('final-recipient'));
  const reports = recipients.map(readRecipient);
  const worst = (action: DeliveryReport['action']) => reports.find((report) => report.action === action);
  const chosen = worst('failed') ?? worst('delayed') ?? reports[0];
  return chosen ? { ...chosen, messageId: statedId(groups) } : null;
}

function statedId(groups: readonly MailHeaders[]): string | null {
  const names = ['original-message-id', 'x-original-message-id'];
  return groups.flatMap((group) => names.flatMap((name) => group.messageIds(name)))[0] ?? null;
}

function readRecipient(group: MailHeaders): DeliveryReport {
  const recipient = group.first('original-recipient') || group.first('final-recipient');
  const status = STATUS.exec(group.first('status'))?.[1] ?? null;
  return {
    recipient: readAddress(recipient),
    status,
    action: readAction(group.first('action').toLowerCase(), status),
    reason: cleanLine(group.first('diagnostic-code').replace(/^[\w-]+;\s*/, ''), 500),
    messageId: null,
  };
}

/** The words of the RFC, and those that servers use instead. */
function readAction(action: string, status: string | null): DeliveryReport['action'] {
  if (FAILED.test(action)) return 'failed';
  if (DELAYED.test(action)) return 'delayed';
  return !DONE.test(action) && status?.startsWith('5') === true ? 'failed' : null;
}

/** An address behind its type, without brackets, with what RFC 3461 (section 4) encodes decoded. */
function readAddress(value: string): string | null {
  const bare = cleanLine(value.replace(/^[^;]*;/, '')).replace(/^<|>$/g, '');
  return bare.replace(/\+(2B|3D)/gi, (_, hex) => (/2b/i.test(hex) ? '+' : '=')).toLowerCase() || null;
}
