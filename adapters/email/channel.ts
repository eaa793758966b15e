import { isDeepStrictEqual } from 'node:util';
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
  const tokens = createTokenSources(settings, host);
  const sender: SenderParts = { settings, host, tokens: tokens.smtp };
  const reader = createMailboxReader({ channel, host, tokens: tokens.imap, timing });
  return {
    start: async () => reader.start(),
    stop: reader.stop,
    send: (message) => sendMail(message, sender),
    test: () => checkConnections(sender, tokens.imap),
    reread: (message) => rereadMail(message, channel, host),
  };
}

/** Servers of one grant share its tokens, so that they never ask for new ones at the same time. */
function createTokenSources(
  { imap, smtp }: EmailSettings,
  host: ChannelHost,
): Record<'imap' | 'smtp', TokenSource | null> {
  const ofImap = imap.oauth2 ? createTokenSource(imap.oauth2, host) : null;
  if (!smtp.oauth2) return { imap: ofImap, smtp: null };
  return {
    imap: ofImap,
    smtp: isDeepStrictEqual(imap.oauth2, smtp.oauth2) ? ofImap : createTokenSource(smtp.oauth2, host),
  };
}
