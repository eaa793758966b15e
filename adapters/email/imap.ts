import { ImapFlow, type MailboxObject } from 'imapflow';
import { ChannelError } from '../adapter.ts';
import { explainImap } from './errors.ts';
import type { TokenSource } from './oauth.ts';
import type { EmailSettings } from './settings.ts';

/** How long a connection may take to come up, and how long a server may say nothing. */
export interface ImapTimeouts {
  connectMs: number;
  silenceMs: number;
}

const DEFAULT_TIMEOUTS: ImapTimeouts = { connectMs: 15_000, silenceMs: 90_000 };

/** A connection that is being made; `close` ends it at any time. */
export interface PendingConnection {
  ready: Promise<ImapFlow>;
  close(): void;
}

/**
 * Connects and signs in. `ready` rejects with ChannelError. A refused access token is renewed once, since
 * providers take tokens back before their time.
 */
export function connectImap(
  imap: EmailSettings['imap'],
  tokens: TokenSource | null,
  timeouts: ImapTimeouts = DEFAULT_TIMEOUTS,
): PendingConnection {
  let current: ImapFlow | null = null;
  const attempt = async () => {
    current = createClient(imap, await tokens?.token(), timeouts);
    await current.connect();
    return current;
  };
  const ready = attempt().catch(async (error) => {
    current?.close();
    const reason = explainImap(error);
    if (tokens === null || reason.kind !== 'credentials' || error instanceof ChannelError) throw reason;
    tokens.drop();
    return attempt().catch((again) => {
      current?.close();
      throw explainImap(again);
    });
  });
  return { ready, close: () => current?.close() };
}

function createClient(
  imap: EmailSettings['imap'],
  accessToken: string | undefined,
  timeouts: ImapTimeouts,
): ImapFlow {
  const { host, port, security, ca, user, password } = imap;
  const client = new ImapFlow({
    host,
    port,
    secure: security === 'tls',
    doSTARTTLS: security === 'starttls',
    ...(ca === undefined ? {} : { tls: { ca } }),
    auth: { user, ...(accessToken === undefined ? { pass: password ?? '' } : { accessToken }) },
    logger: false,
    disableAutoIdle: true,
    missingIdleCommand: 'NOOP',
    clientInfo: { name: 'Deskroute' },
    connectionTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.connectMs,
    socketTimeout: timeouts.silenceMs,
  });
  // Each failing call rejects as well; without a listener the event would end the process.
  client.on('error', () => client.close());
  return client;
}

/** Opens the mailbox for reading only, so that nothing in it is ever marked. Rejects with ChannelError. */
export async function openMailbox(client: ImapFlow, path: string): Promise<MailboxObject> {
  try {
    await client.mailboxOpen(path, { readOnly: true });
  } catch (cause) {
    const isMissing = cause instanceof Error && 'mailboxMissing' in cause && cause.mailboxMissing === true;
    if (isMissing)
      throw new ChannelError('permanent', `There is no mailbox "${path}" on the server.`, { cause });
    throw explainImap(cause);
  }
  return selectedMailbox(client);
}

/** The open mailbox as the client sees it now; throws ChannelError when the connection is gone. */
export function selectedMailbox(client: ImapFlow): MailboxObject {
  if (client.usable && client.mailbox) return client.mailbox;
  throw new ChannelError('passing', 'The connection to the mailbox was lost.');
}
