import type { ChannelHost } from '../adapter.ts';
import type { MailHeaders } from './headers.ts';

/** The header by which the gateway knows its own mail again; only it can make the value. */
export const ORIGIN_HEADER = 'X-Deskroute-Origin';

/** The origin's value for a mail with this Message-ID (without angle brackets). */
export function originOf(messageId: string, host: Pick<ChannelHost, 'sign'>): string {
  return host.sign(`mail-origin:${messageId}`);
}

/** True for a mail that this gateway sent, whichever way it came back. */
export function isOwnMail(headers: MailHeaders, host: Pick<ChannelHost, 'sign'>): boolean {
  const stated = headers.first(ORIGIN_HEADER);
  const messageId = headers.messageIds('message-id')[0];
  return stated !== '' && messageId !== undefined && stated === originOf(messageId, host);
}
