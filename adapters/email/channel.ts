import type { CanReplay, CanSend, CanTest, Channel, ChannelAdapter, ChannelHost } from '../adapter.ts';
import { checkConnections } from './check.ts';
import { rereadMail } from './intake.ts';
import { createTokenSource, type TokenSource } from './oauth.ts';
import { type SenderParts, sendMail } from './send.ts';
import type { EmailSettings } from './settings.ts';
import { createMailboxReader, DEFAULT_TIMING, type MailboxTiming } from './transport.ts';

/** Everything an email channel can do. */
export type EmailChannel = ChannelAdapter & CanSend & CanTest & CanReplay;

/** Makes the adapter of one email channel; nothing is connected before `start`. */
export function createEmailChannel(
  channel: Channel<EmailSettings>,
  host: ChannelHost,
  timing: MailboxTiming = DEFAULT_TIMING,
): EmailChannel {
  const { settings } = channel;
  const tokensFor = (server: 'imap' | 'smtp'): TokenSource | null => {
    const { oauth2 } = settings[server];
    return oauth2 ? createTokenSource(oauth2, host.clock) : null;
  };
  const imapTokens = tokensFor('imap');
  const sender: SenderParts = { settings, host, tokens: tokensFor('smtp') };
  const reader = createMailboxReader({ channel, host, tokens: imapTokens, timing });
  return {
    start: async () => reader.start(),
    stop: reader.stop,
    send: (message) => sendMail(message, sender),
    test: () => checkConnections(sender, imapTokens),
    reread: (message) => rereadMail(message, channel, host),
  };
}
