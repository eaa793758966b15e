import type { MailHeaders } from './headers.ts';

const ADDRESS = '[^\\s<>()\\[\\]"\',;:@]{1,64}@[^\\s<>()\\[\\]"\',;:@]{1,180}[^\\s<>()\\[\\]"\',;:@.]';
/** Where servers name who could not be reached, the surest first. */
const PLACES = [
  `rcpt to:\\s*<(${ADDRESS})>`,
  `^[ \\t]{0,20}(?:final-|original-)?recipient[ \\t]{0,9}:\\s*(?:rfc822;\\s*)?<?(${ADDRESS})`,
  `(?:deliver(?:ed|y)?|reach|failed|attempts|recipients?(?:\\(s\\))?|addresse?s?|errors)\\b[^\\n@<]{0,60}[:\\n]\\s*[-*• ]{0,6}<?(?:mailto:)?(${ADDRESS})`,
  `^[ \\t*•-]{0,12}<(${ADDRESS})>`,
  `^[ \\t*•-]{0,12}(${ADDRESS})(?=[\\s:>.,]|$)`,
  `<(${ADDRESS})>`,
  `(${ADDRESS})`,
].map((pattern) => new RegExp(pattern, 'im'));
/** From where on a bounce without parts shows the message itself. */
const COPY_BEGINS = /^[> \t]*(received|return-path|message-id|dkim-signature):/im;

/**
 * Who could not be reached, lower-cased: as the header says, else as the text or the copy of the message says. It is
 * never the address that the message came from.
 */
export function findRecipient(
  headers: MailHeaders,
  text: string,
  of: { copies: readonly MailHeaders[]; own: string },
): string | null {
  const told = text.slice(0, 20_000);
  const copy = COPY_BEGINS.exec(told);
  const isOther = (email: string | undefined) => email !== undefined && email.toLowerCase() !== of.own;
  const inText = PLACES.map((place) => place.exec(told.slice(0, copy?.index))?.[1]);
  const found = [
    ...headers.addresses('x-failed-recipients').map((address) => address.email),
    ...inText,
    ...of.copies.flatMap(soleRecipient),
    PLACES[0]?.exec(told)?.[1],
  ];
  return found.find(isOther)?.toLowerCase() ?? null;
}

function soleRecipient(copy: MailHeaders): string[] {
  const to = copy.addresses('to').map((address) => address.email);
  return to.length === 1 ? to : [];
}
