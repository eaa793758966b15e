/**
 * What answers to a notification's mail carry back: names the mail, and only we can make it. It looks like a ticket's
 * token, so that adapters find it the same way, but is signed for another purpose.
 */
export function replyToken(mailId: string, sign: (text: string) => string): string {
  return `t.${mailId}.${macOf(mailId, sign)}`;
}

/** The mail that a token names, or null when it is no such token of ours. Case is ignored: some mailers change it. */
export function mailOfToken(token: string, sign: (text: string) => string): string | null {
  const [, id, mac] = /^t\.([0-9a-f]{24})\.([0-9a-f]{20})$/i.exec(token.trim()) ?? [];
  if (!id || !mac) return null;
  const mailId = id.toLowerCase();
  return macOf(mailId, sign) === mac.toLowerCase() ? mailId : null;
}

/** 80 bits in hex, since base64url does not survive mailers that lower-case addresses. */
function macOf(mailId: string, sign: (text: string) => string): string {
  return Buffer.from(sign(`notification-mail:${mailId}`), 'base64url')
    .toString('hex')
    .slice(0, 20);
}
