import type { ThreadHints } from '../adapter.ts';
import { cleanLine } from './clean.ts';
import type { MailHeaders } from './headers.ts';

const REPLY_WORDS =
  're|aw|antw|antwort|sv|vs|ref|rif|r|odp|ynt|vá|res|回复|答复|回覆|回信|返信|답장|atb|bls|ang';
const REPLY_PREFIX = new RegExp(`^\\s*(?:${REPLY_WORDS})\\s*(?:\\[\\d+\\]|\\(\\d+\\))?\\s*[:：]\\s*`, 'iu');
const LIST_TAG = /^\s*\[[^\]]{1,60}\]\s*/;
/** `t.<ticket id>.<signature>`, not as a piece of something longer. */
const TOKEN = /(?<![A-Za-z0-9_-])t\.[A-Za-z0-9]{6,40}\.[A-Za-z0-9_-]{8,64}/i;
const MAX_REFERENCES = 50;
const ADDRESS_HEADERS = ['to', 'cc', 'delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to'];

/**
 * What links a mail to earlier ones, with the headers of a message that came back in it. Whether a token is genuine
 * is for the host to say.
 */
export function readThread(headers: MailHeaders, copied: readonly MailHeaders[] = []): ThreadHints {
  const nearest = [...headers.messageIds('in-reply-to'), ...headers.messageIds('references').reverse()];
  const references = [...new Set(nearest)].slice(0, MAX_REFERENCES);
  return {
    references,
    token: findToken([headers, ...copied].flatMap(tokenTexts)),
    replySubject: stripReply(headers.first('subject')),
  };
}

/** Where a token may stand: in addresses, in the ids a mail answers, and in its subject. */
function tokenTexts(headers: MailHeaders): string[] {
  const ids = [...headers.messageIds('in-reply-to'), ...headers.messageIds('references').reverse()];
  return [...addressTexts(headers), ...ids, headers.first('subject'), ...headers.all('reply-to')];
}

/** The first thing in the texts that looks like one of our ticket tokens; null when there is none. */
function findToken(texts: readonly string[]): string | null {
  for (const text of texts) {
    const token = TOKEN.exec(text)?.[0];
    if (token !== undefined) return token;
  }
  return null;
}

/** The subject without any number of reply prefixes, in many languages; null when it has none. */
export function stripReply(subject: string): string | null {
  let rest = cleanLine(subject);
  let found = false;
  for (;;) {
    const prefix =
      REPLY_PREFIX.exec(rest) ?? (REPLY_PREFIX.test(rest.replace(LIST_TAG, '')) ? LIST_TAG.exec(rest) : null);
    if (prefix === null) return found ? rest.trim() : null;
    found ||= REPLY_PREFIX.test(prefix[0]);
    rest = rest.slice(prefix[0].length);
  }
}

/** Values as they stand: an address that was lower-cased would no longer carry the token. */
function addressTexts(headers: MailHeaders): string[] {
  return ADDRESS_HEADERS.flatMap((name) => headers.all(name));
}
