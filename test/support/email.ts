import type { Channel, OutboundMessage } from '../../adapters/adapter.ts';
import { createEmailChannel, type EmailChannel } from '../../adapters/email/channel.ts';
import { type EmailSettings, EmailSettingsSchema } from '../../adapters/email/settings.ts';
import type { MailboxTiming } from '../../adapters/email/transport.ts';
import type { MemoryHost } from './channel-host.ts';
import { type Dovecot, MAIL_PASSWORD } from './dovecot.ts';

/** Timing in which an outage costs a test no patience. */
export const TEST_TIMING: MailboxTiming = {
  pollMs: 20_000,
  reconcileMs: 3_600_000,
  retryMs: 50,
  retryMaxMs: 200,
};

interface ServerPlace {
  host: string;
  port: number;
}

/** What a test changes of an email channel. */
export interface TestChannelOptions {
  user: string;
  imap?: Partial<EmailSettings['imap']>;
  settings?: Partial<EmailSettings>;
  smtp?: ServerPlace;
  createdAt?: number;
}

/** An email channel `support@shop.example` on a user's mailbox of the running Dovecot. */
export function emailChannel(
  dovecot: Pick<Dovecot, 'host' | 'port'>,
  options: TestChannelOptions,
): Channel<EmailSettings> {
  const { user, smtp = { host: '127.0.0.1', port: 9 } } = options;
  const imap = { host: dovecot.host, port: dovecot.port, security: 'none', user, password: MAIL_PASSWORD };
  const settings = EmailSettingsSchema.parse({
    address: 'support@shop.example',
    name: 'Shop support',
    imap: { ...imap, ...options.imap },
    smtp: { host: smtp.host, port: smtp.port, security: 'none', user: 'desk', password: 'secret' },
    ...options.settings,
  });
  return {
    id: `channel-${user}`,
    name: 'Support',
    settings,
    createdAt: options.createdAt ?? Date.now() - 60_000,
  };
}

/** Starts an adapter and stops it when its scope ends. */
export async function startEmail(
  channel: Channel<EmailSettings>,
  host: MemoryHost,
  timing: Partial<MailboxTiming> = {},
): Promise<EmailChannel & AsyncDisposable> {
  const adapter = createEmailChannel(channel, host, { ...TEST_TIMING, ...timing });
  await adapter.start();
  return { ...adapter, [Symbol.asyncDispose]: adapter.stop };
}

/** A reply as the outbox hands it over. */
export function outbound(changes: Partial<OutboundMessage> = {}): OutboundMessage {
  return {
    id: 'out-1',
    messageId: 'reply-1@shop.example',
    to: { name: 'Ana Alba', email: 'ana@customer.example', phone: null },
    cc: [],
    bcc: [],
    subject: 'Re: My order',
    text: 'Hello Ana,\nit is on its way.',
    html: null,
    attachments: [],
    inReplyTo: null,
    references: [],
    token: null,
    automatic: false,
    at: Date.UTC(2026, 2, 1, 9),
    ...changes,
  };
}

/** A mail as text, from header lines and a body. */
export function mail(headers: Record<string, string>, body = 'Hello'): string {
  const all = {
    From: 'Ana Alba <ana@customer.example>',
    To: 'support@shop.example',
    Subject: 'My order',
    Date: 'Sun, 01 Mar 2026 09:00:00 +0000',
    'Message-ID': '<m1@customer.example>',
    ...headers,
  };
  const lines = Object.entries(all).filter(([, value]) => value !== '');
  return `${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body.replace(/\r?\n/g, '\r\n')}\r\n`;
}
