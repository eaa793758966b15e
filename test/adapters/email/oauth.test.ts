import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { ChannelError } from '../../../adapters/adapter.ts';
import { createEmailChannel } from '../../../adapters/email/channel.ts';
import { createTokenSource } from '../../../adapters/email/oauth.ts';
import { createMemoryHost, type MemoryHost } from '../../support/channel-host.ts';
import { emailChannel, outbound } from '../../support/email.ts';
import { startSmtpSink } from '../../support/smtp.ts';

const HOUR = 3600 * 1000;

/** A token endpoint that gives a new refresh token with each access token and takes only the latest (RFC 9700, 4.14.2). */
async function startProvider(valid: string) {
  const asked: string[] = [];
  const provider = { valid, asked, url: '', [Symbol.asyncDispose]: async () => {} };
  const server = createServer(async (req, res) => {
    const given = new URLSearchParams(await text(req)).get('refresh_token') ?? '';
    asked.push(given);
    const isValid = given === provider.valid;
    if (isValid) provider.valid = `${given.split('+')[0]}+${asked.length}`;
    const tokens = {
      access_token: `access-${asked.length}`,
      refresh_token: provider.valid,
      expires_in: 3600,
    };
    res.writeHead(isValid ? 200 : 400, { 'content-type': 'application/json' });
    res.end(JSON.stringify(isValid ? tokens : { error: 'invalid_grant' }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  provider.url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/token`;
  provider[Symbol.asyncDispose] = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return provider;
}

describe('email OAuth2 with a provider that changes the refresh token', () => {
  let at = 0;
  let host: MemoryHost;
  beforeEach(() => {
    at = Date.now();
    host = createMemoryHost({ clock: { now: () => at } });
  });

  const source = (tokenUrl: string, refreshToken = 'given') =>
    createTokenSource({ clientId: 'c', clientSecret: 's', refreshToken, tokenUrl }, host);

  it('uses the new one from then on, also after a restart', async () => {
    await using provider = await startProvider('given');
    const tokens = source(provider.url);
    expect(await tokens.token()).to.equal('access-1');
    at += HOUR;
    expect(await tokens.token()).to.equal('access-2');
    expect(await source(provider.url).token()).to.equal('access-3');
    expect(provider.asked).to.deep.equal(['given', 'given+1', 'given+2']);
  });

  it('keeps it among the secrets, and nowhere else', async () => {
    await using provider = await startProvider('given');
    await source(provider.url).token();
    expect([...host.secretValues.values()]).to.deep.equal(['given+1']);
    expect(JSON.stringify([...host.secretValues.keys(), host.logLines])).not.to.contain('given');
    expect(host.stateValues.size).to.equal(0);
  });

  it('takes up what another process was given', async () => {
    await using provider = await startProvider('given');
    const [one, other] = [source(provider.url), source(provider.url)];
    await one.token();
    expect(await other.token()).to.equal('access-2');
    at += HOUR;
    expect(await one.token()).to.equal('access-3');
  });

  it('asks once for any number who need a token', async () => {
    await using provider = await startProvider('given');
    const tokens = source(provider.url);
    expect(await Promise.all([tokens.token(), tokens.token()])).to.deep.equal(['access-1', 'access-1']);
    expect(provider.asked).to.have.length(1);
  });

  it('lets changed settings win', async () => {
    await using provider = await startProvider('given');
    await source(provider.url).token();
    provider.valid = 'renewed';
    expect(await source(provider.url, 'renewed').token()).to.equal('access-2');
    expect(provider.asked).to.deep.equal(['given', 'renewed']);
  });

  it('goes back to the one in the settings when the stored one is refused', async () => {
    await using provider = await startProvider('given');
    await source(provider.url).token();
    provider.valid = 'given';
    expect(await source(provider.url).token()).to.equal('access-3');
  });

  it('asks for credentials once none is taken', async () => {
    await using provider = await startProvider('given');
    await source(provider.url).token();
    provider.valid = 'another';
    const error = await source(provider.url)
      .token()
      .catch((reason) => reason);
    expect(error).to.be.instanceOf(ChannelError).and.to.include({ kind: 'credentials' });
    expect(error.message).not.to.contain('given');
    expect(provider.asked).to.deep.equal(['given', 'given+1', 'given']);
  });

  it('does not lose the new one while the store is away', async () => {
    await using provider = await startProvider('given');
    const { set } = host.secrets;
    host.secrets.set = () => Promise.reject(new Error('away'));
    const tokens = source(provider.url);
    for (let i = 0; i < 2; i += 1) {
      expect((await tokens.token().catch((reason) => reason)).message).to.equal('away');
    }
    host.secrets.set = set;
    expect(await tokens.token()).to.equal('access-2');
    expect(provider.asked).to.deep.equal(['given', 'given+1']);
  });

  it('has mailbox and SMTP of one grant share it', async () => {
    await using provider = await startProvider('given');
    await using sink = await startSmtpSink({ accessTokens: ['access-1'] });
    const oauth2 = { clientId: 'c', clientSecret: 's', refreshToken: 'given', tokenUrl: provider.url };
    const server = { host: sink.host, port: sink.port, security: 'none', user: 'desk', oauth2 };
    const channel = emailChannel(
      { host: sink.host, port: 9 },
      { user: 'x', imap: { password: undefined, oauth2 } },
    );
    channel.settings.smtp = { ...channel.settings.smtp, ...server, security: 'none', password: undefined };
    const adapter = createEmailChannel(channel, host);
    const [mailbox, sending] = await adapter.test();
    expect([mailbox?.ok, sending?.ok]).to.deep.equal([false, true]);
    await adapter.send(outbound());
    expect(provider.asked).to.deep.equal(['given']);
  });
});
