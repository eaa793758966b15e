import type { InboundMessage, StoredFile } from '../adapter.ts';
import { classifyAutomatic } from './automatic.ts';
import { assembleBody, type MailBody } from './body.ts';
import { copiedHeaders, readBounce } from './bounce.ts';
import type { MailHeaders } from './headers.ts';
import { identify } from './identity.ts';
import { refusesAutomaticAnswers } from './marks.ts';
import { isMeetingAnswer } from './meeting.ts';
import type { MailParts } from './read.ts';
import { isFromSelf, isUnattended, readCorrespondents } from './sender.ts';
import { readThread } from './thread.ts';

/** What is known of a mail beside what stands in it. */
export interface MailFacts {
  /** The channel's own address. */
  address: string;
  /** When the mailbox got it, in milliseconds since the epoch; 0 when it does not say. */
  receivedAt: number;
  raw: StoredFile;
  /** Hex of the SHA-256 over the raw mail. */
  rawDigest: string;
  /** The gateway sent it itself (`X-Deskroute-Origin` holds). */
  isOwn: boolean;
}

const DAY = 24 * 60 * 60 * 1000;
/** No mail is older than mail. */
const FIRST_MAIL = Date.UTC(1975, 0, 1);

/** A mail as the gateway's message. */
export function parseMail(parts: MailParts, facts: MailFacts): InboundMessage {
  const { headers } = parts;
  const body = readBody(parts);
  const bounce = readBounce(parts, body.text, facts.address);
  const isOwn = facts.isOwn || isFromSelf(headers, facts.address);
  const people = readCorrespondents(headers, facts.address);
  const refuses =
    refusesAutomaticAnswers(headers) || isUnattended(people.from.email) || isMeetingAnswer(parts);
  return {
    ...identify(parts, facts.rawDigest),
    ...people,
    at: readDate(headers, facts.receivedAt),
    ...(facts.receivedAt > 0 ? { receivedAt: facts.receivedAt } : {}),
    subject: headers.first('subject').slice(0, 1000) || null,
    text: withSkipped(body.text, parts.skipped),
    html: body.html,
    attachments: [...parts.files.map((part) => part.file), ...parts.unpacked.files],
    thread: readThread(headers, bounce === null ? [] : copiedHeaders(parts)),
    automatic: classifyAutomatic(parts, { bounce, isOwn, address: facts.address, text: body.text }),
    ...(refuses ? { refusesAutomaticAnswers: true as const } : {}),
    bounce,
    fields: {},
    suspicion: readSuspicion(headers),
    raw: facts.raw,
  };
}

/** What the mail says; where that is nothing, what Outlook packed away. */
function readBody({ texts, unpacked }: MailParts): MailBody {
  const body = assembleBody(texts);
  return body.text === '' && body.html === null ? assembleBody(unpacked.texts) : body;
}

/** The sender's clock, unless it is plainly wrong: then the mailbox's. */
function readDate(headers: MailHeaders, receivedAt: number): number {
  const stated = Date.parse(
    headers
      .first('date')
      .slice(0, 200)
      .replace(/\([^)]*\)/g, ' '),
  );
  const isSane = stated >= FIRST_MAIL && stated <= receivedAt + DAY;
  return isSane ? stated : receivedAt;
}

/** What the mailbox's own filter says (SpamAssassin, Rspamd, Exchange); null when it says nothing. */
function readSuspicion(headers: MailHeaders): string | null {
  const isFlagged =
    /^yes/i.test(headers.first('x-spam-flag')) || /^yes/i.test(headers.first('x-spam-status'));
  if (isFlagged || /^yes/i.test(headers.first('x-spam'))) return 'The mailbox marked it as spam.';
  return null;
}

function withSkipped(text: string, skipped: readonly string[]): string {
  return skipped.length === 0
    ? text
    : `${text}\n\n[${skipped.join(', ')}: too large, only in the original mail]`.trim();
}
