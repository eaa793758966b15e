import { X509Certificate } from 'node:crypto';
import { z } from 'zod';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i;

/** True for a host name that never leaves the machine, where plain text is allowed. */
function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

const TokenUrl = z.url().refine((url) => url.startsWith('https:') || isLoopback(new URL(url).hostname), {
  message: 'must be https',
});

const OAuth2 = z.strictObject({
  clientId: z.string().min(1),
  clientSecret: z.string().default(''),
  refreshToken: z.string().min(1),
  tokenUrl: TokenUrl,
  accessToken: z.string().optional(),
});

/** PEM text (RFC 7468) that a TLS library can read; several certificates one under the other are fine. */
const Authority = z
  .string()
  .max(100_000)
  .refine(isCertificate, 'must be a certificate in PEM form: -----BEGIN CERTIFICATE-----');

function isCertificate(pem: string): boolean {
  try {
    return Boolean(new X509Certificate(pem));
  } catch {
    // Whatever is wrong with it, it is no certificate.
    return false;
  }
}

const serverFields = {
  host: z.string().trim().min(1),
  port: z.number().int().min(1).max(65535),
  security: z.enum(['tls', 'starttls', 'none']).default('tls'),
  ca: Authority.optional(),
  user: z.string().min(1),
  password: z.string().min(1).optional(),
  oauth2: OAuth2.optional(),
};

interface ServerRules {
  host: string;
  security: string;
  password?: string | undefined;
  oauth2?: object | undefined;
}

function checkServer(server: ServerRules, context: z.RefinementCtx): void {
  if (server.security === 'none' && !isLoopback(server.host)) {
    const message = 'must be "tls" or "starttls": plain text is only for this machine itself';
    context.addIssue({ code: 'custom', path: ['security'], message });
  }
  if (Boolean(server.password) === Boolean(server.oauth2)) {
    context.addIssue({ code: 'custom', path: ['password'], message: 'give either a password or oauth2' });
  }
}

const Imap = z
  .strictObject({
    ...serverFields,
    mailbox: z.string().min(1).default('INBOX'),
    startWith: z.enum(['unread', 'all', 'new']).default('unread'),
  })
  .superRefine(checkServer);

const Smtp = z.strictObject(serverFields).superRefine(checkServer);

/** Settings of an email channel, as the API takes them. */
export const EmailSettingsSchema = z.strictObject({
  address: z.email().trim().toLowerCase(),
  name: z.string().max(200).default(''),
  imap: Imap,
  smtp: Smtp,
  acknowledge: z.boolean().default(false),
  acknowledgeText: z.string().max(10_000).optional(),
  signature: z.string().max(10_000).default(''),
  plusAddressing: z.boolean().default(false),
});

/** The checked settings of one email channel. */
export type EmailSettings = z.infer<typeof EmailSettingsSchema>;

/** How to get access tokens from the provider with a refresh token (RFC 6749, section 6). */
export type OAuth2Settings = z.infer<typeof OAuth2>;

/** Dotted paths of the settings that are encrypted at rest and never shown. */
export const EMAIL_SECRETS = ['imap', 'smtp'].flatMap((server) => [
  `${server}.password`,
  `${server}.oauth2.clientSecret`,
  `${server}.oauth2.refreshToken`,
  `${server}.oauth2.accessToken`,
]);
