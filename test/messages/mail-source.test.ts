import { expect } from 'chai';
import { makeMailbox } from '../mail-journeys/mailboxes.ts';
import { type Dovecot, startDovecot } from '../support/dovecot.ts';
import { mail } from '../support/email.ts';
import { eventually, PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent } from '../support/workspace.ts';

const MINUTE = 60_000;

describe('a mail in the API', () => {
  let gateway: TestGateway;
  let dovecot: Dovecot;
  before(async () => {
    [gateway, dovecot] = await Promise.all([startTestGateway(), startDovecot()]);
  });
  after(async () => {
    await gateway.stop();
    await dovecot[Symbol.asyncDispose]();
  });

  /** Messages of the tickets of a new channel on the mailbox, once there are so many. */
  async function messagesOf(user: string, count: number) {
    const channel = await makeMailbox(gateway, dovecot, user);
    const tickets = await eventually('the mails are tickets', async () => {
      const { body } = await gateway.admin.get(`/tickets?channel=${channel}`);
      return body.items.length === count && body.items;
    });
    const read = (id: string) => gateway.admin.get(`/tickets/${id}/messages`);
    return Promise.all(tickets.map(async ({ id }: { id: string }) => (await read(id)).body.items[0]));
  }

  it('is late when the mailbox had got it long before it was read', async () => {
    const received = (minutes: number) => ({ receivedAt: new Date(Date.now() - minutes * MINUTE) });
    await dovecot.append('late', mail({ Subject: 'Old', 'Message-ID': '<1@c.example>' }), received(11));
    await dovecot.append('late', mail({ Subject: 'New', 'Message-ID': '<2@c.example>' }), received(1));
    const messages = await messagesOf('late', 2);
    const late = Object.fromEntries(messages.map((m) => [m.subject, m.late]));
    expect(late).to.deep.equal({ Old: true, New: false });
  });

  it('can be downloaded as it came, by agents, and is never shown in the page', async () => {
    const source = mail({ Subject: 'Shoes' }, 'Too small.\n\nOn Sunday Ben wrote:\n> Do they fit?');
    await dovecot.append('source', source);
    const [message] = await messagesOf('source', 1);
    expect(message.folded).to.include({ visible: 'Too small.' });
    expect(message.raw).to.include({ name: 'message.eml', type: 'message/rfc822', size: source.length });
    const agent = await makeAgent(gateway, 'Ana');
    const path = message.raw.url.replace('/api/v1', '');
    expect((await agent.api.get(path)).status).to.equal(401);
    await agent.api.signIn(agent.email, PASSWORD);
    const answer = await agent.api.get(path);
    expect(answer.body).to.equal(source);
    expect(answer.headers.get('content-disposition')).to.match(/^attachment; filename="message\.eml"/);
    expect(answer.headers.get('content-security-policy')).to.contain('sandbox');
  });

  it('is a download also where its bytes look like something to show', async () => {
    await dovecot.append('odd', `ID3: ${mail({})}`);
    const [message] = await messagesOf('odd', 1);
    const answer = await gateway.admin.get(message.raw.url.replace('/api/v1', ''));
    expect(answer.headers.get('content-disposition')).to.match(/^attachment;/);
  });
});
