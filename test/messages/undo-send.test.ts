import { expect } from 'chai';
import { outboxModel } from '../../src/outbox/outbox-model.ts';
import type { Answer, ApiClient } from '../support/api-client.ts';
import { eventually, PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { type SmtpSink, startSmtpSink } from '../support/smtp.ts';
import { makeAgent } from '../support/workspace.ts';

describe('a reply that can be taken back', () => {
  let gateway: TestGateway;
  let smtp: SmtpSink;
  let ana: ApiClient;

  before(async () => {
    smtp = await startSmtpSink();
    gateway = await startTestGateway();
    const agent = await makeAgent(gateway, 'Ana');
    await agent.api.signIn(agent.email, PASSWORD);
    ana = agent.api;
    const server = { host: smtp.host, port: smtp.port, security: 'none', user: 'desk', password: 'secret' };
    const settings = { address: 'help@shop.example', imap: { ...server, port: 9 }, smtp: server };
    ok(await gateway.admin.post('/channels', { kind: 'email', name: 'Mail', settings }));
  });
  after(async () => {
    await gateway.stop();
    await smtp[Symbol.asyncDispose]();
  });

  const ok = ({ status, body }: Answer) => {
    expect(status, JSON.stringify(body)).to.be.oneOf([200, 201]);
    return body;
  };
  const make = async () => {
    const contact = { email: 'kim@shop.example' };
    return ok(await gateway.admin.post('/tickets', { subject: 'Shoes', text: 'Too small.', contact }));
  };
  const reply = async (id: string, body: object) => ok(await ana.post(`/tickets/${id}/replies`, body));
  const undo = (id: string, message: string) => ana.delete(`/tickets/${id}/messages/${message}`);
  const read = async (id: string) => ok(await ana.get(`/tickets/${id}`));
  const messages = async (id: string) => ok(await ana.get(`/tickets/${id}/messages`)).items;

  it('is stored and shown at once, and goes out only when its time is over', async () => {
    const { id } = await make();
    const before = smtp.mails.length;
    const message = await reply(id, { text: 'Held.', undoSeconds: 20 });
    expect(message.delivery.state).to.equal('queued');
    expect(new Date(message.undoUntil).getTime()).to.be.closeTo(gateway.clock.now() + 20_000, 5000);
    gateway.clock.moveBy(10_000);
    await reply((await make()).id, { text: 'Not held.' });
    expect((await smtp.nextMessage()).parsed.text).to.contain('Not held.');
    expect(smtp.mails.length).to.equal(before + 1);
    gateway.clock.moveBy(10_000);
    expect((await smtp.nextMessage()).parsed.text).to.contain('Held.');
    await eventually('it is sent', async () => (await messages(id)).at(-1).delivery.state === 'sent');
    expect((await messages(id)).at(-1).undoUntil).to.equal(null);
    expect((await undo(id, message.id)).status).to.equal(409);
  });

  it('is its writer’s draft again once taken back, and the customer waits as before', async () => {
    const { id, unansweredSince } = await make();
    const body = { text: 'Oops.', html: '<p>Oops.</p>', cc: ['boss@shop.example'], undoSeconds: 30 };
    const message = await reply(id, body);
    expect(await read(id)).to.include({ unansweredSince: null, snippet: 'Oops.' });
    const draft = ok(await undo(id, message.id));
    expect(draft).to.deep.include({ kind: 'reply', text: 'Oops.', html: '<p>Oops.</p>', cc: body.cc });
    expect(ok(await ana.get(`/tickets/${id}/draft`)).text).to.equal('Oops.');
    expect(await messages(id)).to.have.length(1);
    expect(await read(id)).to.include({ unansweredSince, snippet: 'Too small.', lastReplyAt: null });
    expect(await outboxModel(gateway.db).findById(message.id).lean()).to.equal(null);
    expect((await undo(id, message.id)).status).to.equal(404);
  });

  it('is taken back by its writer only', async () => {
    const { id } = await make();
    const message = await reply(id, { text: 'Mine.', undoSeconds: 30 });
    const other = await gateway.admin.delete(`/tickets/${id}/messages/${message.id}`);
    expect(other.status).to.equal(403);
    const note = ok(await ana.post(`/tickets/${id}/notes`, { text: 'A note.' }));
    expect((await undo(id, note.id)).status).to.equal(404);
    ok(await undo(id, message.id));
  });

  it('is either sent or taken back, however close the two come', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, async () => (await make()).id));
    const held = await Promise.all(ids.map((id) => reply(id, { text: `Race ${id}`, undoSeconds: 5 })));
    gateway.clock.moveBy(5000);
    // A reply that is not held wakes the outbox, which then claims one after the other.
    const [, ...undone] = await Promise.all([
      reply((await make()).id, { text: 'Wake up.' }),
      ...held.map((message, i) => undo(ids[i] ?? '', message.id)),
    ]);
    for (const [i, { status }] of undone.entries()) {
      const id = ids[i] ?? '';
      expect(status).to.be.oneOf([200, 409]);
      if (status === 409) {
        await eventually('it is sent', async () => (await messages(id)).at(-1).delivery?.state === 'sent');
      } else expect(await messages(id)).to.have.length(1);
    }
    const sent = undone.filter((answer) => answer.status === 409).length;
    const out = await eventually('all that was not undone is out', async () => {
      const texts = smtp.mails.map((m) => m.parsed.text ?? '').filter((text) => text.startsWith('Race '));
      return texts.length >= sent && [texts.length];
    });
    expect(out).to.deep.equal([sent]);
  });

  it('can be held for thirty seconds at most', async () => {
    const { id } = await make();
    const { status, body } = await ana.post(`/tickets/${id}/replies`, { text: 'x', undoSeconds: 31 });
    expect(status).to.equal(400);
    expect(body.errors[0].path).to.equal('undoSeconds');
  });
});
