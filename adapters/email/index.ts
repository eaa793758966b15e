import type { AdapterFactory } from '../adapter.ts';
import { createEmailChannel } from './channel.ts';
import { EMAIL_SECRETS, type EmailSettings, EmailSettingsSchema } from './settings.ts';

/** Email: a mailbox read over IMAP, answers sent over SMTP. */
export const emailAdapter: AdapterFactory<EmailSettings> = {
  kind: 'email',
  routes: [],
  secrets: EMAIL_SECRETS,
  parseSettings: (settings) => EmailSettingsSchema.parse(settings),
  create: (channel, host) => createEmailChannel(channel, host),
};
