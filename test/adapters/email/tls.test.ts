import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createEmailChannel } from '../../../adapters/email/channel.ts';
import { type CertificateFiles, generateCertificate } from '../../support/certificate.ts';
import { createMemoryHost } from '../../support/channel-host.ts';
import { type Dovecot, startDovecot } from '../../support/dovecot.ts';
import { emailChannel, mail, outbound, startEmail } from '../../support/email.ts';
import { type SmtpSink, startSmtpSink } from '../../support/smtp.ts';

describe('email over TLS, with an authority of the own house', () => {
  let dovecot: Dovecot;
  let folder: string;
  let ours: Record<keyof CertificateFiles, string>;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'certificate-'));
    const files = await generateCertificate(folder);
    const [cert, key, ca] = await Promise.all(
      [files.cert, files.key, files.ca].map((path) => readFile(path, 'utf8')),
    );
    ours = { cert: cert ?? '', key: key ?? '', ca: ca ?? '' };
    dovecot = await startDovecot();
  });
  after(async () => {
    await dovecot[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  const portOf = (security: 'tls' | 'starttls') => (security === 'tls' ? dovecot.tlsPort : dovecot.port);
  const sink = (from: 'start' | 'starttls') => startSmtpSink({ tls: { ...ours, from } });
  const smtpSettings = (to: SmtpSink, security: 'tls' | 'starttls', ca?: string) => ({
    smtp: { host: to.host, port: to.port, security, user: 'desk', password: 'secret', ...(ca ? { ca } : {}) },
  });

  for (const security of ['tls', 'starttls'] as const) {
    it(`reads a mailbox by ${security}`, async () => {
      const host = createMemoryHost();
      const imap = { security, port: portOf(security), ca: dovecot.ca };
      await dovecot.append(`by-${security}`, mail({}));
      await using _adapter = await startEmail(emailChannel(dovecot, { user: `by-${security}`, imap }), host);
      await host.until(() => host.healthLog.at(-1)?.state === 'connected', 'the mailbox to be read');
      expect(host.accepted).to.have.length(1);
    });

    it(`sends by ${security}`, async () => {
      await using smtp = await sink(security === 'tls' ? 'start' : 'starttls');
      const settings = smtpSettings(smtp, security, ours.ca);
      const channel = emailChannel(dovecot, { user: 'out', settings: settings as object });
      await createEmailChannel(channel, createMemoryHost()).send(outbound());
      expect((await smtp.nextMessage()).parsed.text).to.contain('on its way');
    });

    it(`trusts nobody else's authority by ${security}`, async () => {
      await using smtp = await sink(security === 'tls' ? 'start' : 'starttls');
      const imap = { security, port: portOf(security), ca: ours.ca };
      const settings = smtpSettings(smtp, security, dovecot.ca);
      const channel = emailChannel(dovecot, { user: 'no', imap, settings: settings as object });
      const checks = await createEmailChannel(channel, createMemoryHost()).test();
      for (const { error } of checks)
        expect(error).to.contain('its certificate comes from an unknown authority');
    });
  }

  it('sends nothing in the clear when a server does not offer STARTTLS', async () => {
    await using plain = await startSmtpSink();
    const settings = smtpSettings(plain, 'starttls');
    const channel = emailChannel(dovecot, { user: 'out', settings: settings as object });
    const error = await createEmailChannel(channel, createMemoryHost())
      .send(outbound())
      .catch((reason) => reason);
    expect(error).to.include({ kind: 'passing' });
    expect(plain.mails).to.be.empty;
  });
});
