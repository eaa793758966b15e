import type { EmailValues, ServerValues } from './kinds.ts';

type Place = Pick<ServerValues, 'host' | 'port' | 'security'>;

/** Where a provider's mail servers are, and how one signs in there. */
export interface Provider {
  id: string;
  name: string;
  imap: Place;
  smtp: Place;
  /** Where access tokens come from; set where OAuth2 can be used. */
  tokenUrl?: string;
  /** `app` takes a password made for this purpose only; `oauth2` takes no password at all. */
  signIn: 'password' | 'app' | 'oauth2';
}

const tls = (host: string, port: number): Place => ({ host, port, security: 'tls' });
const starttls = (host: string, port = 587): Place => ({ host, port, security: 'starttls' });

/** Providers whose servers need not be looked up. */
export const PROVIDERS: readonly Provider[] = [
  {
    id: 'google',
    name: 'Google Workspace, Gmail',
    imap: tls('imap.gmail.com', 993),
    smtp: tls('smtp.gmail.com', 465),
    tokenUrl: 'https://oauth2.googleapis.com/token',
    signIn: 'app',
  },
  {
    id: 'microsoft',
    name: 'Microsoft 365, Outlook',
    imap: tls('outlook.office365.com', 993),
    smtp: starttls('smtp.office365.com'),
    tokenUrl: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
    signIn: 'oauth2',
  },
  {
    id: 'icloud',
    name: 'iCloud',
    imap: tls('imap.mail.me.com', 993),
    smtp: starttls('smtp.mail.me.com'),
    signIn: 'app',
  },
  {
    id: 'fastmail',
    name: 'Fastmail',
    imap: tls('imap.fastmail.com', 993),
    smtp: tls('smtp.fastmail.com', 465),
    signIn: 'app',
  },
  {
    id: 'yahoo',
    name: 'Yahoo',
    imap: tls('imap.mail.yahoo.com', 993),
    smtp: tls('smtp.mail.yahoo.com', 465),
    signIn: 'app',
  },
  {
    id: 'ionos',
    name: 'IONOS',
    imap: tls('imap.ionos.de', 993),
    smtp: tls('smtp.ionos.de', 465),
    signIn: 'password',
  },
  {
    id: 'gmx',
    name: 'GMX',
    imap: tls('imap.gmx.net', 993),
    smtp: tls('mail.gmx.net', 465),
    signIn: 'password',
  },
  {
    id: 'zoho',
    name: 'Zoho Mail',
    imap: tls('imap.zoho.com', 993),
    smtp: tls('smtp.zoho.com', 465),
    signIn: 'app',
  },
];

/** What a new email channel begins with. */
export const NEW_EMAIL: EmailValues = {
  address: '',
  name: '',
  imap: { ...tls('', 993), user: '', mailbox: 'INBOX', startWith: 'unread' },
  smtp: { ...tls('', 465), user: '' },
  acknowledge: false,
  signature: '',
  plusAddressing: false,
};

/** The settings with a provider's servers; what is known of the account stays. */
export function withProvider(values: EmailValues, provider: Provider): EmailValues {
  const signIn = (server: ServerValues) => {
    if (provider.signIn !== 'oauth2') return { password: server.password, oauth2: undefined };
    const oauth2 = { clientId: '', tokenUrl: '', ...server.oauth2 };
    return { password: undefined, oauth2: { ...oauth2, tokenUrl: provider.tokenUrl ?? oauth2.tokenUrl } };
  };
  return {
    ...values,
    imap: { ...values.imap, ...provider.imap, ...signIn(values.imap) },
    smtp: { ...values.smtp, ...provider.smtp, ...signIn(values.smtp) },
  };
}

/** The settings with another address; user names that were the old one follow. */
export function withAddress(values: EmailValues, address: string): EmailValues {
  const follow = (server: ServerValues) => (server.user === values.address ? address : server.user);
  return {
    ...values,
    address,
    imap: { ...values.imap, user: follow(values.imap) },
    smtp: { ...values.smtp, user: follow(values.smtp) },
  };
}

/** The settings with the way into the mailbox also for sending, as long as the two were alike. */
export function withImap(values: EmailValues, imap: EmailValues['imap']): EmailValues {
  const { user, password, oauth2 } = values.imap;
  const { smtp } = values;
  const isAlike = (mine: unknown, other: unknown) => JSON.stringify(mine) === JSON.stringify(other);
  return {
    ...values,
    imap,
    smtp: {
      ...smtp,
      ...(isAlike(smtp.user, user) ? { user: imap.user } : {}),
      ...(isAlike([smtp.password, smtp.oauth2], [password, oauth2])
        ? { password: imap.password, oauth2: imap.oauth2 }
        : {}),
    },
  };
}
