import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { expect } from 'chai';
import { createEmailChannel } from '../../../adapters/email/channel.ts';
import { checkConnections } from '../../../adapters/email/check.ts';
import { createMemoryHost } from '../../support/channel-host.ts';
import { type Dovecot, startDovecot } from '../../support/dovecot.ts';
import { emailChannel, mail, startEmail } from '../../support/email.ts';
import { startSmtpSink } from '../../support/smtp.ts';

/** A server that takes connections and says nothing, or only what it is told to. */
async function startMute(greeting = ''): Promise<{ host: string; port: number } & AsyncDisposable> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    socket.write(greeting);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const stop = async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  };
  return { host: '127.0.0.1', port, [Symbol.asyncDispose]: stop };
}

describe('email health', () => {
  let dovecot: Dovecot;
  before(async () => {
    dovecot = await startDovecot();
  });
  after(() => dovecot[Symbol.asyncDispose]());

  it('comes back after an outage, takes what it missed, and logs the outage once', async () => {
    const host = createMemoryHost();
    await using _adapter = await startEmail(emailChannel(dovecot, { user: 'outage' }), host);
    await host.until(() => host.healthLog.at(-1)?.state === 'connected');
    await dovecot.stop();
    await host.until(() => host.healthLog.at(-1)?.state === 'down');
    await dovecot.start();
    await dovecot.append('outage', mail({}));
    await host.until(() => host.accepted.length === 1);
    await host.until(() => host.healthLog.at(-1)?.state === 'connected');
    const states = host.healthLog.map((entry) => entry.state);
    expect(states.filter((state, index) => state !== states[index - 1])).to.deep.equal([
      ...['connected', 'degraded', 'down', 'connected'],
    ]);
    expect(host.logLines.map((line) => line.level)).to.deep.equal(['warn', 'info']);
  });

  it('asks the admin and stops asking the server when the password is refused', async () => {
    const host = createMemoryHost();
    const channel = emailChannel(dovecot, { user: 'password', imap: { password: 'wrong' } });
    const adapter = await startEmail(channel, host);
    await host.until(() => host.healthLog.length > 0);
    await adapter.stop();
    expect(host.healthLog).to.have.length(1);
    expect(host.healthLog[0]).to.include({ state: 'down', kind: 'credentials' });
    expect(host.logLines.map((line) => line.level)).to.deep.equal(['error']);
    expect(JSON.stringify(host.logLines)).not.to.contain('wrong');
  });

  it('stops when the mailbox does not exist, and names it', async () => {
    const host = createMemoryHost();
    await using _adapter = await startEmail(
      emailChannel(dovecot, { user: 'no', imap: { mailbox: 'Nowhere' } }),
      host,
    );
    await host.until(() => host.healthLog.length > 0);
    expect(host.healthLog[0]).to.include({ state: 'down', kind: 'permanent' });
    expect(host.healthLog[0]?.reason).to.contain('Nowhere');
  });

  it('refuses a server whose certificate nobody vouches for', async () => {
    const host = createMemoryHost();
    const imap = { security: 'tls' as const, port: dovecot.tlsPort };
    await using _adapter = await startEmail(emailChannel(dovecot, { user: 'tls', imap }), host);
    await host.until(() => host.healthLog.length > 0);
    expect(host.healthLog[0]?.reason).to.contain('unknown authority');
  });

  it('stops at once while a server keeps it waiting', async () => {
    await using mute = await startMute();
    const adapter = await startEmail(emailChannel(mute, { user: 'mute' }), createMemoryHost());
    await adapter.stop();
  });

  it('is told that a server breaks off in the middle, and tries again', async () => {
    await using broken = await startMute('* BYE too many connections\r\n');
    const host = createMemoryHost();
    await using _adapter = await startEmail(emailChannel(broken, { user: 'broken' }), host);
    await host.until(() => host.healthLog.length > 0);
    expect(host.healthLog[0]).to.include({ state: 'down', kind: 'passing' });
  });
});

describe('email connection test', () => {
  let dovecot: Dovecot;
  before(async () => {
    dovecot = await startDovecot();
  });
  after(() => dovecot[Symbol.asyncDispose]());

  it('says that mailbox and SMTP can be reached', async () => {
    await using smtp = await startSmtpSink();
    const adapter = createEmailChannel(emailChannel(dovecot, { user: 'test', smtp }), createMemoryHost());
    expect(await adapter.test()).to.deep.equal([
      { name: 'imap', ok: true, error: null },
      { name: 'smtp', ok: true, error: null },
    ]);
  });

  it('says in words what is wrong with each', async () => {
    await using smtp = await startSmtpSink({ password: 'another' });
    const channel = emailChannel(dovecot, { user: 'test', smtp, imap: { port: 9 } });
    const [imap, sending] = await createEmailChannel(channel, createMemoryHost()).test();
    expect(imap).to.include({ name: 'imap', ok: false });
    expect(imap?.error).to.contain('nothing answers at this host and port');
    expect(sending).to.include({ name: 'smtp', ok: false });
    expect(sending?.error).to.contain('refused the user name or password');
  });

  it('notices that the mailbox does not exist', async () => {
    await using smtp = await startSmtpSink();
    const channel = emailChannel(dovecot, { user: 'test', smtp, imap: { mailbox: 'Nowhere' } });
    const [imap] = await createEmailChannel(channel, createMemoryHost()).test();
    expect(imap?.error).to.contain('There is no mailbox "Nowhere"');
  });

  it('gives up on a server that says nothing', async () => {
    await using mute = await startMute();
    const host = createMemoryHost();
    const { settings } = emailChannel(mute, { user: 'm', smtp: mute });
    const checks = await checkConnections({ settings, host, tokens: null }, null, 200);
    expect(checks.map((check) => check.ok)).to.deep.equal([false, false]);
    expect(checks[0]?.error).to.contain('in time');
  });
});
