/** What answers carry back: names a ticket, and only we can make it. Safe in addresses and Message-IDs. */
export function ticketToken(ticketId: string, sign: (text: string) => string): string {
  return `t.${ticketId}.${macOf(ticketId, sign)}`;
}

/** The ticket that a token names, or null when we did not make it. Case is ignored: some mailers change it. */
export function ticketOfToken(token: string, sign: (text: string) => string): string | null {
  const match = /^t\.([0-9a-f]{24})\.([0-9a-f]{20})$/i.exec(token.trim());
  const [, id, mac] = match ?? [];
  if (!id || !mac) return null;
  const ticketId = id.toLowerCase();
  return macOf(ticketId, sign) === mac.toLowerCase() ? ticketId : null;
}

/** 80 bits in hex, since base64url does not survive mailers that lower-case addresses. */
function macOf(ticketId: string, sign: (text: string) => string): string {
  return Buffer.from(sign(`ticket:${ticketId}`), 'base64url')
    .toString('hex')
    .slice(0, 20);
}
