import { expect } from 'chai';
import { notificationModel } from '../../src/notifications/notification-model.ts';
import { type Dovecot, MAIL_PASSWORD, startDovecot } from '../support/dovecot.ts';
import { mail } from '../support/email.ts';
import { eventually, PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { type SmtpSink, startSmtpSink } from '../support/smtp.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';

const GROUPING = 3 * 60_000;

describe('notifications by mail', () => {
  let gateway: TestGateway;
  let dovecot: Dovecot;
  let smtp: SmtpSink;
  let ana: Awaited<ReturnType<typeof makeAgent>>;
  let form: string;

  before(async () => {
    [gateway, dovecot, smtp] = await Promise.all([startTestGateway(), startDovecot(), startSmtpSink()]);
    ana = await makeAgent(gateway, 'Ana');
    await ana.api.signIn(ana.email, PASSWORD);
    await ana.api.patch('/users/me/notification-settings', { assigned: { email: true } });
    form = await makeForm(gateway, { assign: { to: 'specific', users: [ana.id], teams: [] } });
  });
  after(async () => {
    await gateway.stop();
    await Promise.all([dovecot[Symbol.asyncDispose](), smtp[Symbol.asyncDispose]()]);
  });

  const mailbox = (user: string) => ({
    address: `${user}@shop.example`,
    name: 'Shop support',
    imap: { host: dovecot.host, port: dovecot.port, security: 'none', user, password: MAIL_PASSWORD },
    smtp: { host: smtp.host, port: smtp.port, security: 'none', user: 'desk', password: 'secret' },
  });

  /** So many tickets that are Ana's, each to be mailed to her. */
  async function give(count: number, values: Record<string, string> = {}) {
    const numbers = await Promise.all(Array.from({ length: count }, () => submit(gateway, form, values)));
    const tickets = await Promise.all(numbers.map((number) => routed(gateway, number)));
    const ids = tickets.map((ticket) => ticket.id);
    await eventually('they are told', async () => {
      const told = { user: ana.id, 'ticket.id': { $in: ids }, mailAt: { $ne: null } };
      return (await notificationModel(gateway.db).countDocuments(told)) === count;
    });
    return tickets;
  }

  const messagesOf = async (ticket: string) =>
    (await gateway.admin.get(`/tickets/${ticket}/messages`)).body.items;

  it('say why they cannot be sent while there is no email channel', async () => {
    const { email } = (await gateway.admin.get('/settings/notifications')).body;
    expect(email.possible).to.equal(false);
    expect(email.obstacle).to.contain('no email channel');
    const body = {
      kind: 'email',
      name: 'Support',
      settings: mailbox('desk'),
      policy: { assign: { to: 'nobody' } },
    };
    expect((await gateway.admin.post('/channels', body)).status).to.equal(201);
    const { body: own } = await ana.api.get('/users/me/notification-settings');
    expect(own.email).to.deep.equal({ possible: true, obstacle: null });
  });

  it('come as one mail for what came together, and without what was read meanwhile', async () => {
    const [first, , third] = await give(3);
    await ana.api.post('/notifications/read', { ticket: first.id });
    gateway.clock.moveBy(GROUPING);
    const { parsed, envelope } = await smtp.nextMessage();
    expect(envelope.to).to.deep.equal([ana.email]);
    expect(parsed.subject).to.equal('2 notifications from Deskroute');
    expect(parsed.text).to.contain(`/tickets/${third.number}`).and.not.to.contain(`/tickets/${first.number}`);
  });

  it('become the agent’s reply to the customer when the agent answers one', async () => {
    const [ticket] = await give(1, { email: 'kim@customer.example' });
    gateway.clock.moveBy(GROUPING);
    const { parsed } = await smtp.nextMessage();
    expect(parsed.text).to.contain('It is broken.');
    const answer = mail(
      {
        From: `Ana <${ana.email}>`,
        To: 'desk@shop.example',
        'Message-ID': '<answer@home.example>',
        'In-Reply-To': parsed.messageId ?? '',
        References: `${[parsed.references ?? []].flat().join(' ')} ${parsed.messageId}`,
        Subject: `Re: ${parsed.subject}`,
      },
      `A new one is on its way.\n\nOn Monday, Shop support <desk@shop.example> wrote:\n${(parsed.text ?? '').replace(/^/gm, '> ')}`,
    );
    await dovecot.append('desk', answer);
    const sent = await smtp.nextMessage();
    expect(sent.envelope.to).to.deep.equal(['kim@customer.example']);
    expect(sent.parsed.text?.trim()).to.equal('A new one is on its way.');
    const messages = await messagesOf(ticket.id);
    expect(messages.at(-1)).to.deep.include({ direction: 'out', text: 'A new one is on its way.' });
    expect(messages.at(-1).author).to.deep.equal({ kind: 'user', id: ana.id, name: 'Ana' });
  });

  it('are of no use to somebody else who answers one', async () => {
    const [ticket] = await give(1);
    gateway.clock.moveBy(GROUPING);
    const { parsed } = await smtp.nextMessage();
    const forged = mail(
      {
        From: 'Mallory <mallory@elsewhere.example>',
        To: 'desk@shop.example',
        'Message-ID': '<forged@elsewhere.example>',
        References: `${[parsed.references ?? []].flat().join(' ')} ${parsed.messageId}`,
        Subject: `Re: ${parsed.subject}`,
      },
      'Pay me.',
    );
    await dovecot.append('desk', forged);
    await eventually('it is a ticket of its own', async () => {
      const { body } = await gateway.admin.get('/tickets?q=mallory');
      return body.items.length > 0;
    });
    expect(await messagesOf(ticket.id)).to.have.length(1);
  });

  it('come back with the reason when an answer cannot be told to whom it is', async () => {
    await give(2);
    gateway.clock.moveBy(GROUPING);
    const { parsed } = await smtp.nextMessage();
    const answer = mail(
      {
        From: ana.email,
        To: 'desk@shop.example',
        'Message-ID': '<which@home.example>',
        References: [parsed.references ?? []].flat().join(' '),
      },
      'Yes.',
    );
    await dovecot.append('desk', answer);
    const back = await smtp.nextMessage();
    expect(back.envelope.to).to.deep.equal([ana.email]);
    expect(back.parsed.text).to.contain('several things');
  });
});
