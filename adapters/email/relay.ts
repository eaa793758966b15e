import type { MailHeaders } from './headers.ts';
import { domainOf, isSharedDomain, readCorrespondents } from './sender.ts';

/**
 * True when a program passes on what a person wrote, as contact forms and shops do: From is the program, and
 * Reply-To names somebody elsewhere.
 */
export function isRelayed(headers: MailHeaders, ownAddress: string): boolean {
  const stated = headers.addresses('from')[0];
  const author = readCorrespondents(headers, ownAddress).from.email;
  if (stated === undefined || author === null) return false;
  return author !== stated.email && domainOf(author) !== domainOf(stated.email);
}

/**
 * True when a mail came through a group that stands for the channel itself, such as a Google group
 * `support@…` whose member is the mailbox: what customers write then carries the marks of a list.
 */
export function isThroughOwnGroup(headers: MailHeaders, ownAddress: string): boolean {
  const own = ownAddress.toLowerCase();
  const list = listAddress(headers);
  if (list === null) return false;
  if (list === own) return true;
  const domain = domainOf(own);
  if (domainOf(list) !== domain || isSharedDomain(domain)) return false;
  const author = readCorrespondents(headers, ownAddress).from.email;
  return author !== null && domainOf(author) !== domain;
}

/** The address that stands for the list: of List-Post, else what List-Id (RFC 2919) would be as an address. */
function listAddress(headers: MailHeaders): string | null {
  const post = /mailto:([^>?\s]+@[^>?\s]+)/i.exec(headers.first('list-post'))?.[1];
  if (post !== undefined) return post.toLowerCase();
  const id = headers.first('list-id');
  const name = (/<([^<>\s]+)>/.exec(id)?.[1] ?? id).toLowerCase();
  const dot = name.indexOf('.');
  return dot > 0 ? `${name.slice(0, dot)}@${name.slice(dot + 1)}` : null;
}
