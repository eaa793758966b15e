import type { Person } from '../adapter.ts';
import type { MailAddress, MailHeaders } from './headers.ts';

const SERVICE_NAMES =
  /^(no|not|do-?not|never)[-_.]?reply|^(noreply|mailer|notifications?|notify|wordpress|webmaster|www|www-data|apache|web(site|form|server)?|forms?|kontaktformular|contact-?form|shop|server|system|nobody|root|form-?submissions?|enquir(y|ies)-?form)([+._@-]|$)/i;

const UNATTENDED =
  /^((.+[-_.])?(no|not|do-?not|never|kein|nicht)[-_.]?(reply|antworten?)|mailer-?daemon|postmaster|bounces?|.+-bounces|nobody|listserv|majordomo|mailman|owner-.+|.+-(request|owner))([-+._=][^@]*)?@/i;

/** Providers under whose domain strangers have their mailboxes. */
const SHARED_DOMAINS =
  /^(gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|icloud|me|aol|gmx|web|t-online|proton(mail)?|mail|posteo|mailbox|yandex|zoho)\.[a-z.]{2,6}$/;

/** Who wrote a mail and whom an answer to all also reaches. */
export interface Correspondents {
  from: Person;
  cc: { name: string | null; email: string }[];
}

const MAX_CC = 100;

/**
 * Who wrote the mail. That is From, except where From is a machine that writes for someone: our own address or
 * one under our domain, or a service's name such as no-reply@ or wordpress@. There Reply-To names the person, as
 * contact forms and shops send it. Else a differing Reply-To is among those an answer to all reaches, so that
 * nobody changes who they are by a header.
 */
export function readCorrespondents(headers: MailHeaders, ownAddress: string): Correspondents {
  const own = ownAddress.toLowerCase();
  const isOther = (address: MailAddress) => withoutPlus(address.email) !== withoutPlus(own);
  const replyTo = answerAddresses(headers).filter(isOther);
  const stated = headers.addresses('from')[0] ?? headers.addresses('sender')[0];
  const author = chooseAuthor(stated, replyTo, own);
  const others = [...replyTo, ...headers.addresses('to'), ...headers.addresses('cc')].filter(isOther);
  const from = { name: author?.name ?? null, email: author?.email ?? null, phone: null, visitor: null };
  return { from, cc: distinct(others.filter((address) => address.email !== author?.email)).slice(0, MAX_CC) };
}

/** True when the mail says that it comes from the channel's own address and names nobody to answer. */
export function isFromSelf(headers: MailHeaders, ownAddress: string): boolean {
  const { from } = readCorrespondents(headers, ownAddress);
  return from.email !== null && withoutPlus(from.email) === withoutPlus(ownAddress.toLowerCase());
}

/** True for addresses that nobody reads, or that only machines do: an automatic answer there is noise or a loop. */
export function isUnattended(email: string | null): boolean {
  return email !== null && UNATTENDED.test(email);
}

/** Reply-To, or whom a group that puts itself into From had there before. */
function answerAddresses(headers: MailHeaders): MailAddress[] {
  const original = headers.addresses('x-original-from');
  return original.length > 0 ? original : headers.addresses('reply-to');
}

function chooseAuthor(
  stated: MailAddress | undefined,
  replyTo: MailAddress[],
  own: string,
): MailAddress | undefined {
  const answer = replyTo.length === 1 ? replyTo[0] : undefined;
  if (stated === undefined) return answer ?? replyTo[0];
  const isOurs =
    stated.email === own || (domainOf(stated.email) === domainOf(own) && !isSharedDomain(domainOf(own)));
  return answer !== undefined && (isOurs || SERVICE_NAMES.test(stated.email)) ? answer : stated;
}

/** True for the domain of a provider, under which strangers have their mailboxes. */
export function isSharedDomain(domain: string): boolean {
  return SHARED_DOMAINS.test(domain);
}

/** What stands behind the last @ of an address. */
export function domainOf(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1);
}

function withoutPlus(email: string): string {
  return email.replace(/\+[^@]*@/, '@');
}

function distinct(addresses: MailAddress[]): MailAddress[] {
  return [...new Map(addresses.map((address) => [address.email, address])).values()];
}
