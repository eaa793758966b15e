import { rootCertificates } from 'node:tls';
import { expect } from 'chai';
import { ZodError } from 'zod';
import { emailAdapter } from '../../../adapters/email/index.ts';

const server = { host: 'mail.shop.example', port: 993, security: 'tls', user: 'desk', password: 'secret' };
const settings = (changes: object = {}) => ({
  ...{ address: 'Support@Shop.example', name: 'Shop', imap: server, smtp: { ...server, port: 465 } },
  ...changes,
});

/** The dotted paths that a refusal names. */
function refusedPaths(changes: object): string[] {
  try {
    emailAdapter.parseSettings(settings(changes));
  } catch (error) {
    if (error instanceof ZodError) return error.issues.map((issue) => issue.path.join('.'));
    throw error;
  }
  return [];
}

describe('email settings', () => {
  it('fills in what is left out', () => {
    const parsed = emailAdapter.parseSettings(settings());
    expect(parsed).to.deep.include({ address: 'support@shop.example', acknowledge: false, signature: '' });
    expect(parsed.imap).to.include({ mailbox: 'INBOX', startWith: 'unread' });
  });

  it('uses TLS unless told otherwise', () => {
    const { security: _, ...open } = server;
    expect(emailAdapter.parseSettings(settings({ imap: open })).imap.security).to.equal('tls');
  });

  it('refuses plain text to anywhere but this machine, and names the field', () => {
    expect(refusedPaths({ imap: { ...server, security: 'none' } })).to.deep.equal(['imap.security']);
    expect(refusedPaths({ smtp: { ...server, security: 'none' } })).to.deep.equal(['smtp.security']);
    for (const host of ['127.0.0.1', 'localhost', '::1']) {
      expect(refusedPaths({ imap: { ...server, host, security: 'none' } })).to.deep.equal([]);
    }
    expect(refusedPaths({ imap: { ...server, host: '127.evil.example', security: 'none' } })).to.have.length(
      1,
    );
  });

  it('wants a password or OAuth2, not both and not neither', () => {
    const oauth2 = {
      clientId: 'c',
      clientSecret: 's',
      refreshToken: 'r',
      tokenUrl: 'https://login.example/token',
    };
    const { password: _, ...bare } = server;
    expect(refusedPaths({ imap: bare })).to.deep.equal(['imap.password']);
    expect(refusedPaths({ imap: { ...server, oauth2 } })).to.deep.equal(['imap.password']);
    expect(refusedPaths({ imap: { ...bare, oauth2 } })).to.deep.equal([]);
    const plain = { ...oauth2, tokenUrl: 'http://login.example/token' };
    expect(refusedPaths({ imap: { ...bare, oauth2: plain } })).to.deep.equal(['imap.oauth2.tokenUrl']);
  });

  it('takes an authority as PEM and nothing else', () => {
    for (const ca of ['', 'secret', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----']) {
      expect(refusedPaths({ imap: { ...server, ca } })).to.deep.equal(['imap.ca']);
    }
    const [ca] = rootCertificates;
    expect(refusedPaths({ imap: { ...server, ca }, smtp: { ...server, ca } })).to.deep.equal([]);
  });

  it('refuses unknown fields and addresses that are none', () => {
    expect(refusedPaths({ adress: 'x' })).to.deep.equal(['']);
    expect(refusedPaths({ address: 'support' })).to.deep.equal(['address']);
    expect(refusedPaths({ imap: { ...server, port: 0 } })).to.deep.equal(['imap.port']);
  });

  it('names every secret', () => {
    expect(emailAdapter.secrets).to.include.members([
      'imap.password',
      'smtp.password',
      'imap.oauth2.refreshToken',
    ]);
  });
});
