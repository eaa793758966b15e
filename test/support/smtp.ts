import { once } from 'node:events';
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail as the sink got it. */
export interface SunkMail {
  envelope: { from: string; to: string[] };
  raw: Buffer;
  parsed: ParsedMail;
}

/** What the sink may do instead of taking mail. */
export interface SmtpSinkOptions {
  user?: string;
  password?: string;
  /** Answer to RCPT TO for an address; null takes it. */
  refuseRecipient?: (address: string) => { code: number; text: string } | null;
  /** Answer to the whole mail; null takes it. `drop` breaks the connection, `hang` never answers. */
  refuseMail?: () => { code: number; text: string } | 'drop' | 'hang' | null;
  /** Accepts only these OAuth2 access tokens. */
  accessTokens?: string[];
  /** Speaks TLS: from the first byte, or once the client asks for it, and then takes nothing before. */
  tls?: { from: 'start' | 'starttls'; cert: string; key: string };
}

/** A real SMTP server on loopback that keeps what it gets. */
export interface SmtpSink extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  readonly mails: SunkMail[];
  /** The next mail that was not yet given out, also one that came before the call. */
  nextMessage(): Promise<SunkMail>;
}

/** Starts an SMTP sink on a free port; user and password are `desk` and `secret` unless told otherwise. */
export async function startSmtpSink(options: SmtpSinkOptions = {}): Promise<SmtpSink> {
  const mails: SunkMail[] = [];
  const queue = createQueue<SunkMail>();
  const server = new SMTPServer({
    ...authentication(options),
    ...encryption(options),
    onRcptTo: ({ address }, _session, done) => done(errorFor(options.refuseRecipient?.(address) ?? null)),
    async onData(stream, session, done) {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk);
      const refusal = options.refuseMail?.() ?? null;
      if (refusal === 'drop') return void dropAll(server);
      if (refusal === 'hang') return;
      if (refusal !== null) return done(errorFor(refusal));
      const { mailFrom, rcptTo } = session.envelope;
      const envelope = { from: mailFrom ? mailFrom.address : '', to: rcptTo.map((to) => to.address) };
      const raw = Buffer.concat(chunks);
      const mail = { envelope, raw, parsed: await simpleParser(raw) };
      mails.push(mail);
      queue.push(mail);
      done();
    },
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return { host: '127.0.0.1', port: portOf(server), mails, nextMessage: queue.next, ...disposal(server) };
}

/** The addresses of a parsed header, for expectations. */
export function addressesOf(header: AddressObject | AddressObject[] | undefined): string[] {
  const objects = header === undefined ? [] : [header].flat();
  return objects.flatMap((object) => object.value.map((entry) => entry.address ?? ''));
}

function encryption({ tls }: SmtpSinkOptions): SMTPServerOptions {
  if (tls === undefined) return { hideSTARTTLS: true };
  const { from, cert, key } = tls;
  return { secure: from === 'start', cert, key };
}

function authentication(options: SmtpSinkOptions): SMTPServerOptions {
  const { user = 'desk', password = 'secret', accessTokens } = options;
  return {
    authMethods: accessTokens ? ['XOAUTH2'] : ['PLAIN', 'LOGIN'],
    allowInsecureAuth: options.tls === undefined,
    onAuth(auth, _session, done) {
      const isKnown = accessTokens
        ? accessTokens.includes(auth.accessToken ?? '')
        : auth.username === user && auth.password === password;
      if (isKnown) done(null, { user: auth.username ?? '' });
      else done(errorFor({ code: 535, text: '5.7.8 Authentication failed' }) ?? null);
    },
  };
}

function errorFor(refusal: { code: number; text: string } | null): Error | null {
  return refusal === null ? null : Object.assign(new Error(refusal.text), { responseCode: refusal.code });
}

function dropAll(server: SMTPServer): void {
  for (const connection of server.connections) connection.close();
}

function portOf(server: SMTPServer): number {
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('The SMTP sink has no port');
  return address.port;
}

function disposal(server: SMTPServer): AsyncDisposable {
  return {
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function createQueue<T>() {
  const items: T[] = [];
  const takers: ((item: T) => void)[] = [];
  return {
    push(item: T) {
      const taker = takers.shift();
      if (taker) taker(item);
      else items.push(item);
    },
    next(): Promise<T> {
      const item = items.shift();
      if (item !== undefined) return Promise.resolve(item);
      return new Promise((resolve) => takers.push(resolve));
    },
  };
}
