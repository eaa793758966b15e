import type { MailHeaders } from './headers.ts';

/** The keyword of Auto-Submitted (RFC 3834), lower-cased; '' when a person submitted the mail. */
export function autoSubmitted(headers: MailHeaders): string {
  const value = (headers.first('auto-submitted').split(/[\s;(]/)[0] ?? '').toLowerCase();
  return value === 'no' ? '' : value;
}

/** True when the envelope names nobody to tell about failures, as bounces and many auto-replies do. */
export function hasNoSender(headers: MailHeaders): boolean {
  return headers.first('return-path').replace(/\s/g, '') === '<>';
}

/**
 * True when a mail asks that no machine answers it, whoever wrote it. Exchange sets X-Auto-Response-Suppress on mail
 * of people as well, so it says nothing about who wrote.
 */
export function refusesAutomaticAnswers(headers: MailHeaders): boolean {
  if (autoSubmitted(headers) !== '' || hasNoSender(headers)) return true;
  if (/^(bulk|junk)$/i.test(headers.first('precedence'))) return true;
  // On a list it is the list's; where that is a group of ours, the customer behind it may be answered.
  if (headers.has('list-unsubscribe') && !headers.has('list-id') && !headers.has('list-post')) return true;
  return /\b(all|oof|autoreply)\b/i.test(headers.first('x-auto-response-suppress'));
}
