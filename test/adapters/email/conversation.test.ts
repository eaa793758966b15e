import { expect } from 'chai';
import { createMemoryHost } from '../../support/channel-host.ts';
import { startDovecot } from '../../support/dovecot.ts';
import { emailChannel, mail, outbound, startEmail } from '../../support/email.ts';
import { startSmtpSink } from '../../support/smtp.ts';

const TOKEN = 't.66f0c0ffee66f0c0ffee66f0.bWFjLW9mLXRoZS1ob3N0';

describe('email conversation', () => {
  it('answers a mail so that the answer to the answer tells where it belongs', async () => {
    await using dovecot = await startDovecot();
    await using smtp = await startSmtpSink();
    const host = createMemoryHost();
    await using adapter = await startEmail(emailChannel(dovecot, { user: 'talk', smtp }), host);

    await dovecot.append('talk', mail({}, 'Where is my order?'));
    await host.until(() => host.accepted.length === 1);
    const question = host.accepted[0];
    const inReplyTo = question?.messageId ?? null;
    const sent = await adapter.send(outbound({ inReplyTo, token: TOKEN }));
    const { parsed } = await smtp.nextMessage();
    expect(sent.externalId).to.equal('reply-1@shop.example');
    expect(parsed.inReplyTo).to.equal('<m1@customer.example>');

    const references = [parsed.references ?? [], parsed.messageId ?? ''].flat().join(' ');
    const thread = { 'In-Reply-To': parsed.messageId ?? '', References: references };
    await dovecot.append(
      'talk',
      mail({ ...thread, 'Message-ID': '<m2@customer.example>', Subject: 'Re: My order' }),
    );
    await host.until(() => host.accepted.length === 2);
    expect(host.accepted[1]?.thread).to.deep.include({ token: TOKEN, replySubject: 'My order' });
    expect(host.accepted[1]?.thread?.references[0]).to.equal('reply-1@shop.example');
  });

  it('finds the token in the address that was written to, whatever the mail program did to the rest', async () => {
    await using dovecot = await startDovecot();
    const host = createMemoryHost();
    await dovecot.append('plus', mail({ To: `Shop <support+${TOKEN}@shop.example>` }));
    await using _adapter = await startEmail(emailChannel(dovecot, { user: 'plus' }), host);
    await host.until(() => host.accepted.length === 1);
    expect(host.accepted[0]?.thread?.token).to.equal(TOKEN);
    expect(host.accepted[0]?.cc).to.deep.equal([]);
  });
});
