import { expect } from 'chai';
import { type Dovecot, startDovecot } from '../support/dovecot.ts';
import { mail } from '../support/email.ts';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { type SmtpSink, startSmtpSink } from '../support/smtp.ts';
import { makeMailbox, untilStored } from './mailboxes.ts';

describe('mail between machines', () => {
  let gateway: TestGateway;
  let dovecot: Dovecot;
  let smtp: SmtpSink;
  before(async () => {
    [gateway, dovecot, smtp] = await Promise.all([startTestGateway(), startDovecot(), startSmtpSink()]);
  });
  after(async () => {
    await gateway.stop();
    await Promise.all([dovecot[Symbol.asyncDispose](), smtp[Symbol.asyncDispose]()]);
  });

  const ticketsOf = async (channel: string) =>
    (await gateway.admin.get(`/tickets?channel=${channel}&limit=200`)).body.items;
  const messagesOf = async (ticket: string) =>
    (await gateway.admin.get(`/tickets/${ticket}/messages`)).body.items;

  /** A mail by a customer, the ticket of it, and the answer as it went out. */
  async function converse(user: string) {
    const customer = `${user}@customer.example`;
    const channel = await makeMailbox(gateway, dovecot, user, { smtp, plusAddressing: true });
    await dovecot.append(user, mail({ From: customer, 'Message-ID': `<${user}-1@customer.example>` }));
    const ticket = await eventually('the mail is a ticket', async () => (await ticketsOf(channel))[0]);
    await gateway.admin.post(`/tickets/${ticket.id}/replies`, { text: 'On its way.' });
    const sent = await smtp.nextMessage();
    await eventually('it is sent', async () => (await messagesOf(ticket.id))[1]?.delivery.state === 'sent');
    return { customer, channel, ticket, sent };
  }

  const becomesFailed = (ticket: string) =>
    eventually('the message failed', async () => {
      const items = await messagesOf(ticket);
      return items[1].delivery.state === 'failed' && items;
    });

  const notices: [name: string, of: (n: number) => Record<string, string>][] = [
    ['marks it as RFC 3834 asks', () => ({ 'Auto-Submitted': 'auto-replied', Subject: 'Re: Ticket' })],
    ['tells it by its subject alone', () => ({ Subject: 'Automatic reply: Ticket' })],
    ['looks like a person each time', (n) => ({ Subject: `Away ${n}` })],
  ];
  for (const [index, [name, headersOf]] of notices.entries()) {
    it(`ends after at most one answer with a program that ${name}`, async () => {
      const user = `loop${index}`;
      const began = smtp.mails.length;
      await makeMailbox(gateway, dovecot, user, { smtp, acknowledge: true });
      const from = `${user}@customer.example`;
      await dovecot.append(user, mail({ From: from, 'Message-ID': `<${user}@customer.example>` }));
      const acknowledged = await smtp.nextMessage();
      expect(acknowledged.envelope.to).to.deep.equal([from]);
      for (let n = 0; n < 2; n += 1) {
        const headers = { From: from, 'Message-ID': `<${user}-${n}@customer.example>`, ...headersOf(n) };
        await untilStored(gateway, 1, () => dovecot.append(user, mail(headers, 'I will read it later.')));
      }
      expect(smtp.mails.length - began).to.equal(1);
      expect(await gateway.db.collection('outbox').countDocuments({ state: 'queued' })).to.equal(0);
    });
  }

  it('marks the last message to an address that a bounce without any id names', async () => {
    const { customer, ticket } = await converse('noid');
    const bounce = mail(
      {
        From: 'postmaster@customer.example',
        Subject: 'Undeliverable: Re: My order',
        'Message-ID': '<bounce-noid@customer.example>',
        'Return-Path': '<>',
      },
      `Your message did not reach the following recipient:\n\n  ${customer}\n\n550 5.1.1 User unknown`,
    );
    await dovecot.append('noid', bounce);
    const items = await becomesFailed(ticket.id);
    expect(items[1].delivery.reason).to.equal('550 5.1.1 User unknown');
    expect(items[2]).to.include({ automatic: 'bounce' });
  });

  it('marks the message whose token comes back, where a service gave it an id of its own', async () => {
    const { ticket, sent } = await converse('token');
    const [token] = String(sent.parsed.headers.get('references') ?? '').match(/<?t\.[^\s>]+/) ?? [];
    const copy = `Message-ID: <0102@service.example>\nReferences: <${String(token).replace('<', '')}>`;
    const head = { From: 'MAILER-DAEMON@service.example', Subject: 'Mail delivery failed' };
    const text = `Somebody could not be reached.\n\n550 No such user\n\n--- Headers ---\n${copy}`;
    await dovecot.append(
      'token',
      mail(
        { ...head, To: sent.parsed.replyTo?.text ?? '', 'Message-ID': '<bounce-token@service.example>' },
        text,
      ),
    );
    const items = await becomesFailed(ticket.id);
    expect(items).to.have.length(3);
  });

  it('leaves our message as it is when the bounce is about a mail of somebody else', async () => {
    const { customer, channel, ticket } = await converse('foreign');
    const text = `<${customer}>: 550 5.1.1 User unknown\n\n--- copy ---\nMessage-ID: <other@elsewhere.example>`;
    const head = { From: 'MAILER-DAEMON@mx.example', Subject: 'failure notice' };
    await dovecot.append('foreign', mail({ ...head, 'Message-ID': '<bounce-foreign@mx.example>' }, text));
    await eventually('it is a ticket', async () => (await ticketsOf(channel)).length === 2);
    expect((await messagesOf(ticket.id))[1].delivery.state).to.equal('sent');
  });

  it('makes one ticket of an answer and the mail that it answers when the answer is read first', async () => {
    const channel = await makeMailbox(gateway, dovecot, 'moved');
    const answer = {
      From: 'bo@customer.example',
      Cc: 'ana@customer.example',
      Subject: 'One more thing',
      'Message-ID': '<moved-2@customer.example>',
      'In-Reply-To': '<moved-1@customer.example>',
    };
    await untilStored(gateway, 1, () => dovecot.append('moved', mail(answer)));
    const root = { 'Message-ID': '<moved-1@customer.example>' };
    await untilStored(gateway, 1, () => dovecot.append('moved', mail(root)));
    const [ticket, ...others] = await ticketsOf(channel);
    expect(others).to.have.length(0);
    expect(await messagesOf(ticket.id)).to.have.length(2);
  });

  it('keeps a stranger out who makes up the id that an answer names', async () => {
    const channel = await makeMailbox(gateway, dovecot, 'made-up');
    const answer = { 'Message-ID': '<made-2@customer.example>', 'In-Reply-To': '<made-1@customer.example>' };
    await untilStored(gateway, 1, () => dovecot.append('made-up', mail(answer)));
    const root = { From: 'mallory@elsewhere.example', 'Message-ID': '<made-1@customer.example>' };
    await untilStored(gateway, 1, () => dovecot.append('made-up', mail(root)));
    expect(await ticketsOf(channel)).to.have.length(2);
  });

  const lookUps: [what: string, filter: object][] = [
    ['what answers a mail', { inReplyTo: { $in: ['moved-1@customer.example'] } }],
    [
      'what was sent to somebody lately',
      { to: { $in: ['ana@customer.example'] }, direction: 'out', storedAt: { $gte: new Date(0) } },
    ],
  ];
  for (const [what, filter] of lookUps) {
    it(`finds ${what} by an index`, async () => {
      const plan = await gateway.db.collection('messages').find(filter).explain('queryPlanner');
      expect(JSON.stringify(plan)).not.to.contain('COLLSCAN');
    });
  }
});
