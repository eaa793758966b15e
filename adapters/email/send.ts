import { PassThrough } from 'node:stream';
import { createTransport, type SMTPSentMessageInfo, type SMTPTransportOptions } from 'nodemailer';
import { ChannelError, type ChannelHost, type OutboundMessage, type SendResult } from '../adapter.ts';
import { composeMail } from './compose.ts';
import { explainSmtp, withoutAddresses } from './errors.ts';
import type { TokenSource } from './oauth.ts';
import { originOf } from './origin.ts';
import type { EmailSettings } from './settings.ts';

/** How long the SMTP server may take; milliseconds. */
export interface SmtpTimeouts {
  connectMs: number;
  silenceMs: number;
}

const DEFAULT_TIMEOUTS: SmtpTimeouts = { connectMs: 10_000, silenceMs: 60_000 };

/** The parts a sender is made of. */
export interface SenderParts {
  settings: EmailSettings;
  host: Pick<ChannelHost, 'sign'>;
  tokens: TokenSource | null;
  timeouts?: SmtpTimeouts;
}

/**
 * Sends one mail over a connection of its own. Rejects with ChannelError, `uncertain` when the connection broke
 * after the whole mail was handed over and before the server answered.
 */
export async function sendMail(message: OutboundMessage, parts: SenderParts): Promise<SendResult> {
  const mail = composeMail(message, parts.settings, originOf(message.messageId, parts.host));
  const transport = await connectSmtp(parts);
  let handedOver = false;
  transport.use('stream', (data, done) => {
    data.message.transform(
      () =>
        new PassThrough({
          flush(flushed) {
            handedOver = true;
            flushed();
          },
        }),
    );
    done();
  });
  try {
    refuseLostRecipient(await transport.sendMail(mail), message);
  } catch (error) {
    const reason = explainSmtp(error, handedOver);
    if (reason.kind === 'credentials') parts.tokens?.drop();
    throw reason;
  } finally {
    transport.close();
  }
  return { externalId: message.messageId };
}

/** Connects and signs in without sending anything. Rejects with ChannelError. */
export async function verifySmtp(parts: SenderParts): Promise<void> {
  const transport = await connectSmtp(parts);
  try {
    await transport.verify();
  } catch (error) {
    throw explainSmtp(error);
  } finally {
    transport.close();
  }
}

async function connectSmtp({ settings, tokens, timeouts = DEFAULT_TIMEOUTS }: SenderParts) {
  const { host, port, security, ca, user, password } = settings.smtp;
  const accessToken = await tokens?.token();
  const auth: SMTPTransportOptions['auth'] =
    accessToken === undefined ? { user, pass: password ?? '' } : { type: 'OAuth2', user, accessToken };
  return createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(ca === undefined ? {} : { tls: { ca } }),
    auth,
    connectionTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.connectMs,
    dnsTimeout: timeouts.connectMs,
    socketTimeout: timeouts.silenceMs,
  });
}

/** With several recipients a server may take the mail and refuse one; that matters when it is the customer. */
function refuseLostRecipient(info: SMTPSentMessageInfo, message: OutboundMessage): void {
  const customer = message.to.email?.toLowerCase();
  const refusal = info.rejectedErrors?.find((error) => error.recipient?.toLowerCase() === customer);
  if (refusal === undefined) return;
  const kind = (refusal.responseCode ?? 500) >= 500 ? 'permanent' : 'passing';
  const said = withoutAddresses(refusal.response ?? refusal.message);
  throw new ChannelError(
    kind,
    `The SMTP server refused the customer's address, others got the mail: ${said}`,
    {
      cause: refusal,
    },
  );
}
