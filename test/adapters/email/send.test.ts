import { once } from 'node:events';
import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { expect } from 'chai';
import { ChannelError, type OutboundMessage } from '../../../adapters/adapter.ts';
import { createEmailChannel } from '../../../adapters/email/channel.ts';
import { createMemoryHost } from '../../support/channel-host.ts';
import { emailChannel, outbound } from '../../support/email.ts';
import { addressesOf, type SmtpSink, type SmtpSinkOptions, startSmtpSink } from '../../support/smtp.ts';

const NO_MAILBOX = { host: '127.0.0.1', port: 9 };

/** Sends one reply through a sink and gives what arrived. */
async function deliver(message: OutboundMessage, settings: object = {}) {
  await using sink = await startSmtpSink();
  await senderTo(sink, settings).send(message);
  return sink.nextMessage();
}

function senderTo(sink: Pick<SmtpSink, 'host' | 'port'>, settings: object = {}) {
  return createEmailChannel(
    emailChannel(NO_MAILBOX, { user: 'x', smtp: sink, settings }),
    createMemoryHost(),
  );
}

/** The ChannelError of a send to a sink that behaves like this. */
async function failure(options: SmtpSinkOptions, message = outbound()): Promise<ChannelError> {
  await using sink = await startSmtpSink(options);
  try {
    await senderTo(sink).send(message);
  } catch (error) {
    if (error instanceof ChannelError) return error;
    throw error;
  }
  throw new Error('the mail was sent');
}

describe('email sending', () => {
  it('sends from the address of the channel with the Message-ID it was given', async () => {
    const { parsed, envelope } = await deliver(outbound());
    expect(parsed.messageId).to.equal('<reply-1@shop.example>');
    expect(parsed.from?.text).to.equal('"Shop support" <support@shop.example>');
    expect(envelope).to.deep.equal({ from: 'support@shop.example', to: ['ana@customer.example'] });
    expect(parsed.text?.trim()).to.equal('Hello Ana,\nit is on its way.');
  });

  it('threads by In-Reply-To and References, with the ticket token as one more reference', async () => {
    const chain = { inReplyTo: 'm2@c.example', references: ['m0@c.example', 'm1@c.example'] };
    const { parsed } = await deliver(outbound({ ...chain, token: 't.66f0c0ffee.bWFjbWFj' }));
    expect(parsed.inReplyTo).to.equal('<m2@c.example>');
    const ids = ['t.66f0c0ffee.bWFjbWFj@shop.example', 'm0@c.example', 'm1@c.example', 'm2@c.example'];
    expect(parsed.references).to.deep.equal(ids.map((id) => `<${id}>`));
    expect(parsed.replyTo).to.equal(undefined);
  });

  it('keeps the beginning and the end of a very long chain of references', async () => {
    const references = Array.from({ length: 200 }, (_, index) => `m${index}@c.example`);
    const { parsed } = await deliver(outbound({ references, inReplyTo: 'm199@c.example' }));
    expect(parsed.references).to.have.length(40);
    expect([parsed.references?.at(0), parsed.references?.at(-1)]).to.deep.equal([
      '<m0@c.example>',
      '<m199@c.example>',
    ]);
  });

  it('puts the token into Reply-To only where the mailbox takes plus addresses', async () => {
    const { parsed } = await deliver(outbound({ token: 't.66f0c0ffee.bWFjbWFj' }), { plusAddressing: true });
    expect(addressesOf(parsed.replyTo)).to.deep.equal(['support+t.66f0c0ffee.bWFjbWFj@shop.example']);
  });

  it('sends copies, and does not show the blind ones', async () => {
    const { parsed, envelope } = await deliver(outbound({ cc: ['bo@c.example'], bcc: ['hidden@c.example'] }));
    expect(addressesOf(parsed.cc)).to.deep.equal(['bo@c.example']);
    expect(envelope.to).to.have.members(['ana@customer.example', 'bo@c.example', 'hidden@c.example']);
    expect(parsed.headers.has('bcc')).to.equal(false);
  });

  it('adds the signature to text and HTML', async () => {
    const { parsed } = await deliver(outbound({ html: '<p>Hello</p>' }), { signature: 'Team <Shop>' });
    expect(parsed.text).to.match(/it is on its way\.\n\n-- \nTeam <Shop>/);
    expect(parsed.html).to.contain('<p>Hello</p>').and.to.contain('Team &lt;Shop&gt;');
  });

  it('streams attachments, and shows an image where the HTML names it', async () => {
    const file = (name: string, type: string, text: string) => ({
      ...{ id: name, name, type, size: text.length },
      open: async () => Readable.from([Buffer.from(text)]),
    });
    const attachments = [
      file('Rechnung – März.pdf', 'application/pdf', '%PDF-1.4'),
      { ...file('logo.png', 'image/png', 'PNG'), contentId: 'logo@1' },
    ];
    const { parsed } = await deliver(outbound({ html: '<img src="cid:logo@1">', attachments }));
    const got = parsed.attachments.map((part) => [
      part.filename,
      part.content.toString(),
      part.related ?? false,
    ]);
    expect(got).to.have.deep.members([
      ['Rechnung – März.pdf', '%PDF-1.4', false],
      ['logo.png', 'PNG', true],
    ]);
  });

  it('marks an automatic answer so that no machine answers it', async () => {
    const { parsed } = await deliver(outbound({ automatic: true, inReplyTo: 'm1@c.example' }));
    expect(parsed.headers.get('auto-submitted')).to.equal('auto-replied');
    expect(parsed.headers.get('x-auto-response-suppress')).to.equal('All');
    expect(parsed.headers.get('precedence')).to.equal('bulk');
  });

  it('lets no header be smuggled in through a subject or a name', async () => {
    const evil = 'Hi\r\nBcc: evil@x.example';
    const { parsed, envelope } = await deliver(
      outbound({ subject: evil, to: { name: evil, email: 'ana@customer.example', phone: null } }),
    );
    expect(parsed.headers.has('bcc')).to.equal(false);
    expect(envelope.to).to.deep.equal(['ana@customer.example']);
  });

  it('refuses for good when the contact has no address', async () => {
    const error = await failure({}, outbound({ to: { name: 'Bo', email: null, phone: '+49301' } }));
    expect(error).to.include({ kind: 'permanent', uncertain: false });
  });
});

describe('email sending that fails', () => {
  it('is passing when the server is busy', async () => {
    const error = await failure({ refuseMail: () => ({ code: 451, text: '4.3.0 Try again later' }) });
    expect(error).to.include({ kind: 'passing', uncertain: false });
    expect(error.message).to.contain('Try again later');
  });

  it('is permanent when the server refuses the recipient, and does not repeat the address', async () => {
    const refuseRecipient = (address: string) => ({ code: 550, text: `5.1.1 <${address}> unknown` });
    const error = await failure({ refuseRecipient });
    expect(error).to.include({ kind: 'permanent', uncertain: false });
    expect(error.message).to.contain('5.1.1').and.not.to.contain('ana@');
  });

  it('tells when only a copy got through', async () => {
    const refuse = { code: 550, text: '5.1.1 unknown' };
    const refuseRecipient = (address: string) => (address.startsWith('ana') ? refuse : null);
    const error = await failure({ refuseRecipient }, outbound({ cc: ['bo@c.example'] }));
    expect(error.kind).to.equal('permanent');
    expect(error.message).to.contain('others got the mail');
  });

  it('asks for credentials when the password is refused', async () => {
    const error = await failure({ password: 'changed' });
    expect(error).to.include({ kind: 'credentials', uncertain: false });
  });

  it('is uncertain when the connection breaks after the whole mail was handed over', async () => {
    const error = await failure({ refuseMail: () => 'drop' });
    expect(error).to.include({ kind: 'passing', uncertain: true });
  });

  it('is passing and certain when nothing listens', async () => {
    const error = await senderTo({ host: '127.0.0.1', port: 9 })
      .send(outbound())
      .catch((reason) => reason);
    expect(error).to.be.instanceOf(ChannelError).and.to.include({ kind: 'passing', uncertain: false });
    expect(error.message).to.contain('nothing answers');
  });
});

describe('email sending with OAuth2', () => {
  /** A token endpoint that gives the tokens out one after the other, then refuses. */
  async function startProvider(tokens: string[]) {
    const server = createServer((_req, res) => {
      const token = tokens.shift();
      res.writeHead(token ? 200 : 400, { 'content-type': 'application/json' });
      res.end(JSON.stringify(token ? { access_token: token, expires_in: 3600 } : { error: 'invalid_grant' }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const stop = () => new Promise<void>((resolve) => server.close(() => resolve()));
    return { url: `http://127.0.0.1:${port}/token`, [Symbol.asyncDispose]: stop };
  }

  function settingsFor(sink: SmtpSink, tokenUrl: string) {
    const oauth2 = { clientId: 'c', clientSecret: 's', refreshToken: 'r', tokenUrl };
    return { smtp: { host: sink.host, port: sink.port, security: 'none', user: 'desk', oauth2 } };
  }

  it('gets an access token with the refresh token and keeps it', async () => {
    await using provider = await startProvider(['token-1']);
    await using sink = await startSmtpSink({ accessTokens: ['token-1'] });
    const sender = senderTo(sink, settingsFor(sink, provider.url));
    await sender.send(outbound());
    await sender.send(outbound({ messageId: 'reply-2@shop.example' }));
    expect(sink.mails).to.have.length(2);
  });

  it('asks for credentials when the grant was taken back', async () => {
    await using provider = await startProvider([]);
    await using sink = await startSmtpSink({ accessTokens: ['token-1'] });
    const error = await senderTo(sink, settingsFor(sink, provider.url))
      .send(outbound())
      .catch((reason) => reason);
    expect(error).to.be.instanceOf(ChannelError).and.to.include({ kind: 'credentials' });
  });
});
