import type { EmailSettings } from '../../../../adapters/email/settings.ts';
import type { FormSettings } from '../../../../adapters/form/settings.ts';
import type { Channel } from '../../data/types.ts';

/** Settings of a form as the API shows them. */
export type FormValues = {
  [Key in keyof FormSettings]: Key extends 'country' ? string | null : FormSettings[Key];
};

/** A form channel. */
export type FormChannel = Channel & { kind: 'form'; settings: FormValues };

/** A mail server as it is edited: secrets that were saved earlier are absent and stay as they are. */
export interface ServerValues {
  host: string;
  port: number;
  security: EmailSettings['imap']['security'];
  user: string;
  password?: string | undefined;
  oauth2?: OAuthValues | undefined;
  ca?: string | undefined;
}

/** OAuth2 as it is edited. */
export interface OAuthValues {
  clientId: string;
  clientSecret?: string | undefined;
  refreshToken?: string | undefined;
  tokenUrl: string;
}

/** Settings of an email channel as they are edited. */
export type EmailValues = Omit<EmailSettings, 'imap' | 'smtp'> & {
  imap: ServerValues & Pick<EmailSettings['imap'], 'mailbox' | 'startWith'>;
  smtp: ServerValues;
};

/** An email channel. */
export type EmailChannel = Channel & { kind: 'email'; settings: EmailValues };

export function isFormChannel(channel: Channel): channel is FormChannel {
  return channel.kind === 'form';
}

export function isEmailChannel(channel: Channel): channel is EmailChannel {
  return channel.kind === 'email';
}
