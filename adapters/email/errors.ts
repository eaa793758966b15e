import { ChannelError, type TroubleKind } from '../adapter.ts';

const ADDRESS = /<?[^\s<>"']+@[^\s<>"']+>?/g;
const REASONS: Record<string, string> = {
  ECONNREFUSED: 'nothing answers at this host and port',
  ENOTFOUND: 'the host name is not known',
  EDNS: 'the host name is not known',
  EAI_AGAIN: 'the host name could not be looked up',
  ETIMEDOUT: 'it did not answer in time',
  ETIMEOUT: 'it did not answer in time',
  CONNECT_TIMEOUT: 'it did not answer in time',
  GREETING_TIMEOUT: 'it did not greet in time; perhaps the port expects TLS from the start, or none',
  ECONNRESET: 'it broke off the connection',
  EHOSTUNREACH: 'there is no way to the host',
  ENETUNREACH: 'there is no way to the host',
  NoConnection: 'the connection was lost',
  EConnectionClosed: 'the connection was lost',
  ECONNECTION: 'the connection was lost',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an unknown authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes from an unknown authority',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS on this port; perhaps it wants STARTTLS',
  EPROTO: 'it does not speak TLS on this port; perhaps it wants STARTTLS',
};

/** The details that mail libraries attach to errors, as far as they are there. */
interface MailErrorDetails {
  code: string;
  originalCode: string;
  responseCode: number | null;
  /** What the server said, without addresses. */
  response: string;
  isAuthentication: boolean;
  serverResponseCode: string;
}

/** Why an IMAP server could not be used, in words for an admin, and which kind of trouble it is. */
export function explainImap(error: unknown): ChannelError {
  if (error instanceof ChannelError) return error;
  const details = readDetails(error);
  const busy = /^(UNAVAILABLE|INUSE|LIMIT|SERVERBUG|CONTACTADMIN)$/.test(details.serverResponseCode);
  if (details.isAuthentication && !busy) {
    return trouble('credentials', 'The mail server refused the user name or password', details, error);
  }
  return trouble('passing', 'The mailbox cannot be reached', details, error);
}

/** Why a mail could not be sent; `handedOver` tells that the whole mail had reached the server. */
export function explainSmtp(error: unknown, handedOver = false): ChannelError {
  if (error instanceof ChannelError) return error;
  const details = readDetails(error);
  const code = details.responseCode;
  if (details.isAuthentication && (code === null || code >= 500)) {
    return trouble('credentials', 'The SMTP server refused the user name or password', details, error);
  }
  if (code !== null && code >= 500 && code !== 503) {
    return trouble('permanent', 'The SMTP server refused the mail', details, error);
  }
  if (code === null && /^(EENVELOPE|EMESSAGE|EOTP|EMAXRECIPIENTS)$/.test(details.code)) {
    return trouble('permanent', 'The mail cannot be sent', details, error);
  }
  const uncertain = handedOver && code === null;
  return trouble('passing', 'The SMTP server cannot be reached or is busy', details, error, uncertain);
}

/** A text from a server without the addresses in it, fit for logs and health. */
export function withoutAddresses(text: string): string {
  return text.replace(ADDRESS, '(address)').replace(/\s+/g, ' ').trim().slice(0, 300);
}

function trouble(
  kind: TroubleKind,
  what: string,
  details: MailErrorDetails,
  cause: unknown,
  uncertain = false,
): ChannelError {
  const known = REASONS[details.code] ?? REASONS[details.originalCode];
  const why = details.response || known || withoutAddresses(cause instanceof Error ? cause.message : '');
  return new ChannelError(kind, why === '' ? `${what}.` : `${what}: ${why}.`.replace(/\.\.$/, '.'), {
    cause,
    uncertain,
  });
}

function readDetails(error: unknown): MailErrorDetails {
  const fields: Record<string, unknown> = error instanceof Error ? { ...error } : {};
  const text = (name: string) => (typeof fields[name] === 'string' ? String(fields[name]) : '');
  const code = text('code');
  return {
    code,
    originalCode: text('originalCode'),
    responseCode: typeof fields.responseCode === 'number' ? fields.responseCode : null,
    response: withoutAddresses(text('responseText') || text('response')),
    isAuthentication:
      fields.authenticationFailed === true || code === 'EAUTH' || code === 'ENOAUTH' || code === 'EOAUTH2',
    serverResponseCode: text('serverResponseCode').toUpperCase(),
  };
}
