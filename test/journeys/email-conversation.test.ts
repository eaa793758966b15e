import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect } from 'chai';
import { type Dovecot, MAIL_PASSWORD, startDovecot } from '../support/dovecot.ts';
import { mail } from '../support/email.ts';
import { eventually, PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { type SmtpSink, startSmtpSink } from '../support/smtp.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';

describe('a conversation by email', () => {
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

  const settingsFor = (user: string, more: object = {}) => ({
    address: `${user}@shop.example`,
    name: 'Shop support',
    imap: { host: dovecot.host, port: dovecot.port, security: 'none', user, password: MAIL_PASSWORD },
    smtp: { host: smtp.host, port: smtp.port, security: 'none', user: 'desk', password: 'secret' },
    ...more,
  });

  /** An email channel on a mailbox of its own, connected. */
  async function makeMailbox(user: string, policy: unknown, more: object = {}): Promise<string> {
    const body = { kind: 'email', name: `Mail ${user}`, settings: settingsFor(user, more), policy };
    const made = await gateway.admin.post('/channels', body);
    expect(made.status, JSON.stringify(made.body)).to.equal(201);
    await eventually('the mailbox is connected', async () => {
      const { body: channel } = await gateway.admin.get(`/channels/${made.body.id}`);
      return channel.health.state === 'connected';
    });
    return made.body.id;
  }

  const ticketsOf = async (channel: string) =>
    (await gateway.admin.get(`/tickets?channel=${channel}&limit=200`)).body.items;

  const firstTicketOf = (channel: string) =>
    eventually('the mail is a routed ticket', async () => {
      const [ticket] = await ticketsOf(channel);
      return ticket?.routing.state !== 'pending' && ticket;
    });

  it('goes from a mailbox to its owner without waiting for a poll, out by SMTP, and back into the ticket', async () => {
    const ana = await makeAgent(gateway, 'Ana');
    const channel = await makeMailbox('round', { assign: { to: 'specific', users: [ana.id], teams: [] } });
    const began = Date.now();
    const boundary =
      '--x\r\nContent-Type: text/plain\r\n\r\nIt is broken.\r\n--x\r\nContent-Type: text/csv\r\n';
    const attached = 'Content-Disposition: attachment; filename="list.csv"\r\n\r\na,b\r\n1,2\r\n--x--';
    await dovecot.append(
      'round',
      mail(
        {
          To: 'round@shop.example',
          'Message-ID': '<first@customer.example>',
          'Content-Type': 'multipart/mixed; boundary=x',
        },
        `${boundary}${attached}`,
      ),
    );
    const ticket = await firstTicketOf(channel);
    expect(Date.now() - began).to.be.lessThan(8000);
    expect(ticket).to.include({ type: 'email', owner: ana.id, subject: 'My order' });
    const { body: messages } = await gateway.admin.get(`/tickets/${ticket.id}/messages`);
    expect(messages.items[0]).to.include({ direction: 'in', text: 'It is broken.' });
    expect(messages.items[0].attachments[0]).to.include({ name: 'list.csv', type: 'text/csv' });
    const file = await gateway.admin.get(messages.items[0].attachments[0].url.replace('/api/v1', ''));
    expect(file.body).to.contain('1,2');

    await ana.api.signIn(ana.email, PASSWORD);
    const reply = await ana.api.post(`/tickets/${ticket.id}/replies`, { text: 'A new one is on its way.' });
    expect(reply.body.delivery.state).to.equal('queued');
    const sent = await smtp.nextMessage();
    expect(sent.envelope).to.deep.include({ to: ['ana@customer.example'] });
    expect(sent.parsed.inReplyTo).to.equal('<first@customer.example>');
    expect(sent.parsed.text).to.contain('A new one is on its way.');
    await eventually('the reply is shown as sent', async () => {
      const { body } = await gateway.admin.get(`/tickets/${ticket.id}/messages`);
      return body.items[1].delivery.state === 'sent';
    });

    await dovecot.append(
      'round',
      mail(
        {
          To: 'round@shop.example',
          Subject: 'Re: My order',
          'Message-ID': '<second@customer.example>',
          'In-Reply-To': String(sent.parsed.messageId),
        },
        'Thank you!',
      ),
    );
    await eventually('the answer joins the ticket', async () => {
      const { body } = await gateway.admin.get(`/tickets/${ticket.id}/messages`);
      return body.items.length === 3 && body.items[2].text === 'Thank you!';
    });
    expect(await ticketsOf(channel)).to.have.length(1);
  });

  it('reopens a closed ticket for its owner when the customer writes again', async () => {
    const ben = await makeAgent(gateway, 'Ben');
    const channel = await makeMailbox('reopen', { assign: { to: 'specific', users: [ben.id], teams: [] } });
    await dovecot.append('reopen', mail({ 'Message-ID': '<again1@customer.example>' }));
    const ticket = await firstTicketOf(channel);
    await gateway.admin.patch(`/tickets/${ticket.id}`, { status: 'closed' });
    await dovecot.append(
      'reopen',
      mail({ 'Message-ID': '<again2@customer.example>', 'In-Reply-To': '<again1@customer.example>' }),
    );
    await eventually('the ticket is open again', async () => {
      const { body } = await gateway.admin.get(`/tickets/${ticket.id}`);
      return body.status === 'open' && body;
    });
    const { body: reopened } = await gateway.admin.get(`/tickets/${ticket.id}`);
    expect(reopened).to.include({ owner: ben.id, assignedAt: ticket.assignedAt });
  });

  it('gives the ticket of somebody on leave to others when the customer writes again, if the workspace says so', async () => {
    const [ida, jan] = [await makeAgent(gateway, 'Ida'), await makeAgent(gateway, 'Jan')];
    await gateway.admin.patch('/settings/routing', { onLeave: 'reroute-on-message' });
    const assign = { to: 'specific', users: [ida.id, jan.id], teams: [] };
    const channel = await makeMailbox('leave', { assign });
    await dovecot.append('leave', mail({ 'Message-ID': '<leave1@customer.example>' }));
    const ticket = await firstTicketOf(channel);
    const [gone, other] = ticket.owner === ida.id ? [ida, jan] : [jan, ida];
    const [from, to] = [-1, 1].map((h) => new Date(gateway.clock.now() + h * 3_600_000).toISOString());
    await gateway.admin.patch(`/users/${gone.id}`, { outOfOffice: [{ from, to, note: '' }] });
    expect((await gateway.admin.get(`/tickets/${ticket.id}`)).body.owner).to.equal(gone.id);
    const reply = { 'Message-ID': '<leave2@customer.example>', 'In-Reply-To': '<leave1@customer.example>' };
    await dovecot.append('leave', mail(reply));
    await eventually('the other one has it', async () => {
      const { body } = await gateway.admin.get(`/tickets/${ticket.id}`);
      return body.owner === other.id;
    });
    await gateway.admin.patch('/settings/routing', { onLeave: 'keep' });
  });

  it('keeps a stranger who quotes a Message-ID out of the ticket', async () => {
    const channel = await makeMailbox('forged', { assign: { to: 'nobody' } });
    await dovecot.append('forged', mail({ 'Message-ID': '<private@customer.example>' }));
    const ticket = await firstTicketOf(channel);
    await dovecot.append(
      'forged',
      mail({
        From: 'mallory@elsewhere.example',
        'Message-ID': '<forged@elsewhere.example>',
        'In-Reply-To': '<private@customer.example>',
      }),
    );
    await eventually(
      'the stranger has a ticket of their own',
      async () => (await ticketsOf(channel)).length === 2,
    );
    const { body } = await gateway.admin.get(`/tickets/${ticket.id}/messages`);
    expect(body.items).to.have.length(1);
  });

  it('makes one ticket of a mail to two of our mailboxes', async () => {
    const both = [
      await makeMailbox('left', { assign: { to: 'nobody' } }),
      await makeMailbox('right', { assign: { to: 'nobody' } }),
    ];
    const source = mail({
      To: 'left@shop.example',
      Cc: 'right@shop.example',
      'Message-ID': '<both@customer.example>',
    });
    await Promise.all([dovecot.append('left', source), dovecot.append('right', source)]);
    await dovecot.append('left', mail({ 'Message-ID': '<later1@customer.example>', Subject: 'Later' }));
    await dovecot.append('right', mail({ 'Message-ID': '<later2@customer.example>', Subject: 'Later too' }));
    const tickets = await eventually('the later mails are tickets', async () => {
      const all = (await Promise.all(both.map(ticketsOf))).flat();
      return all.filter((t) => t.subject.startsWith('Later')).length === 2 && all;
    });
    expect(tickets.filter((t) => t.subject === 'My order')).to.have.length(1);
  });

  it('acknowledges a new ticket once, with its number, and never answers a machine', async () => {
    const channel = await makeMailbox('polite', { assign: { to: 'nobody' } }, { acknowledge: true });
    const from = 'Dan <dan@customer.example>';
    await dovecot.append('polite', mail({ From: from, 'Message-ID': '<hello@customer.example>' }));
    const ticket = await firstTicketOf(channel);
    const sent = await smtp.nextMessage();
    expect(sent.parsed.text).to.contain(String(ticket.number));
    expect(sent.parsed.headers.get('auto-submitted')).to.equal('auto-replied');
    const before = smtp.mails.length;
    await dovecot.append(
      'polite',
      mail({
        From: from,
        Subject: 'On leave',
        'Message-ID': '<away@customer.example>',
        'Auto-Submitted': 'auto-replied',
      }),
    );
    await eventually('the vacation notice is kept', async () => (await ticketsOf(channel)).length === 2);
    expect(smtp.mails.length).to.equal(before);
  });

  it('keeps an unreadable mail with its source on the replay list, and the next one goes through', async () => {
    const channel = await makeMailbox('broken', { assign: { to: 'nobody' } });
    await dovecot.append('broken', Buffer.alloc(64, 0));
    await dovecot.append('broken', mail({ 'Message-ID': '<fine@customer.example>', Subject: 'Fine' }));
    await eventually('the good mail is a ticket', async () =>
      (await ticketsOf(channel)).some((t: { subject: string }) => t.subject === 'Fine'),
    );
  });

  it('mails a form submission to the contact owner who is away', async () => {
    const cleo = await makeAgent(gateway, 'Cleo', { away: true });
    const contact = { emails: ['vip@customer.example'], owner: cleo.id, tracked: true };
    expect((await gateway.admin.post('/contacts', contact)).status).to.equal(201);
    const form = await makeForm(gateway, { assign: { to: 'contactOwner' } });
    const number = await submit(gateway, form, { email: 'vip@customer.example', message: 'Please call me.' });
    const ticket = await routed(gateway, number);
    expect(ticket.owner).to.equal(null);
    expect(ticket.routing.reason).to.equal('owner-away');
    const notice = await smtp.nextMessage();
    expect(notice.envelope.to).to.deep.equal([cleo.email]);
    expect(notice.parsed.text).to.contain('Please call me.');
  });

  it('goes on while the server of another channel hangs, also while that one is switched off', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const settings = settingsFor('silent');
    const address = silent.address();
    settings.imap.port = typeof address === 'object' && address !== null ? address.port : 0;
    const { body: hanging } = await gateway.admin.post('/channels', {
      kind: 'email',
      name: 'Silent',
      settings,
    });
    await once(silent, 'connection');
    const channel = await makeMailbox('lively', { assign: { to: 'nobody' } });
    await gateway.admin.patch(`/channels/${hanging.id}`, { enabled: false });
    const began = Date.now();
    await dovecot.append('lively', mail({ 'Message-ID': '<lively@customer.example>' }));
    await firstTicketOf(channel);
    expect(Date.now() - began).to.be.lessThan(8000);
    silent.close();
  });

  it('tells whether mailbox and server can be reached', async () => {
    const good = await makeMailbox('tested', { assign: { to: 'nobody' } });
    const { body: fine } = await gateway.admin.post(`/channels/${good}/test`);
    expect(fine.ok, JSON.stringify(fine)).to.equal(true);
    const settings = settingsFor('wrong');
    settings.imap.password = 'not-the-password';
    const body = { kind: 'email', name: 'Wrong', enabled: false, settings };
    const { body: made } = await gateway.admin.post('/channels', body);
    const { body: bad } = await gateway.admin.post(`/channels/${made.id}/test`);
    expect(bad.ok).to.equal(false);
    expect(bad.checks.find((c: { name: string }) => /imap/i.test(c.name))).to.include({ ok: false });
    expect(JSON.stringify(made)).not.to.contain('not-the-password');
  });
});
