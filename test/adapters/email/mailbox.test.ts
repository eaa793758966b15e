import { expect } from 'chai';
import { createMemoryHost } from '../../support/channel-host.ts';
import { type Dovecot, startDovecot } from '../../support/dovecot.ts';
import { emailChannel, mail, startEmail } from '../../support/email.ts';

describe('email mailbox', () => {
  let dovecot: Dovecot;
  before(async () => {
    dovecot = await startDovecot();
  });
  after(() => dovecot[Symbol.asyncDispose]());

  it('takes a mail that arrives while connected within two seconds', async () => {
    const host = createMemoryHost();
    await using _adapter = await startEmail(emailChannel(dovecot, { user: 'live' }), host);
    await host.until(() => host.healthLog.some((entry) => entry.state === 'connected'));
    const sentAt = Date.now();
    await dovecot.append('live', mail({ Subject: 'Where is it?' }, 'Hello, where is my order?'));
    await host.until(() => host.accepted.length === 1);
    expect(Date.now() - sentAt).to.be.below(2000);
    expect(host.accepted[0]).to.deep.include({
      messageId: 'm1@customer.example',
      subject: 'Where is it?',
      text: 'Hello, where is my order?',
      from: { name: 'Ana Alba', email: 'ana@customer.example', phone: null, visitor: null },
      automatic: null,
    });
  });
});
