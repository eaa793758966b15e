import { expect } from 'chai';
import { newId } from '../../src/store/ids.ts';
import type { ApiClient } from '../support/api-client.ts';
import { eventually, PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { type SmtpSink, startSmtpSink } from '../support/smtp.ts';
import { makeAgent } from '../support/workspace.ts';

describe('the conversation of a ticket', () => {
  let gateway: TestGateway;
  let smtp: SmtpSink;
  let ana: { id: string; api: ApiClient };
  let refuses = false;

  before(async () => {
    smtp = await startSmtpSink({ refuseRecipient: () => (refuses ? { code: 550, text: '5.1.1 no' } : null) });
    gateway = await startTestGateway();
    const agent = await makeAgent(gateway, 'Ana');
    await agent.api.signIn(agent.email, PASSWORD);
    ana = agent;
  });
  after(async () => {
    await gateway.stop();
    await smtp[Symbol.asyncDispose]();
  });

  const make = async (contact: object | undefined = { email: 'kim@shop.example' }) =>
    (await gateway.admin.post('/tickets', { subject: 'Shoes', text: 'Too small.', contact })).body;
  const reply = (id: string, body: unknown) => ana.api.post(`/tickets/${id}/replies`, body);
  const note = (id: string, body: unknown) => ana.api.post(`/tickets/${id}/notes`, body);
  const read = async (id: string, query = '') => (await ana.api.get(`/tickets/${id}/messages${query}`)).body;
  const upload = async (client: ApiClient, name = 'list.txt'): Promise<string> => {
    const form = new FormData();
    form.append('file', new Blob(['one, two']), name);
    return (await client.post('/files', form)).body.id;
  };
  const pathsOf = (answer: { body: { errors: { path: string }[] } }) => answer.body.errors.map((e) => e.path);

  describe('without a way out', () => {
    it('keeps the reply and shows why it failed', async () => {
      const { id } = await make();
      const { status, body } = await reply(id, { text: 'Send them back.' });
      expect(status).to.equal(201);
      expect(body).to.deep.include({ direction: 'out', text: 'Send them back.', ticket: id, channel: null });
      expect(body.author).to.deep.equal({ kind: 'user', id: ana.id, name: 'Ana' });
      expect(body.delivery.state).to.equal('failed');
      expect(body.delivery.reason).to.contain('no email channel');
      expect((await read(id)).items.map((m: { id: string }) => m.id)).to.include(body.id);
      const retried = await ana.api.post(`/tickets/${id}/messages/${body.id}/retry`);
      expect(retried.status).to.equal(409);
    });

    it('says so for a contact without an address, and for a ticket without a contact', async () => {
      for (const contact of [{ phone: '+4930111111' }, { name: 'Nobody' }]) {
        const { id } = await make(contact);
        const { body } = await reply(id, { text: 'Hello?' });
        expect(body.delivery).to.include({ state: 'failed', reason: 'The contact has no email address.' });
      }
    });
  });

  describe('with an email channel', () => {
    before(async () => {
      const server = { host: smtp.host, port: smtp.port, security: 'none', user: 'desk', password: 'secret' };
      const imap = { ...server, port: 9 };
      const settings = { address: 'help@shop.example', imap, smtp: server };
      const made = await gateway.admin.post('/channels', { kind: 'email', name: 'Mail', settings });
      expect(made.status, JSON.stringify(made.body)).to.equal(201);
    });

    it('sends with everything that was given, and shows it as sent', async () => {
      const { id } = await make();
      const attachments = [await upload(ana.api)];
      const { body } = await reply(id, {
        text: 'See the list.',
        html: '<p>See the <b>list</b>.</p><script>alert(1)</script>',
        attachments,
        cc: ['Boss@Shop.Example'],
        bcc: ['archive@shop.example'],
      });
      expect(body).to.deep.include({ to: ['kim@shop.example'], cc: ['boss@shop.example'] });
      expect(body.html).to.contain('<b>list</b>').and.not.contain('script');
      expect(body.attachments[0]).to.include({ id: attachments[0], name: 'list.txt', size: 8 });
      expect(body.attachments[0].url).to.equal(`/api/v1/files/${attachments[0]}`);
      const sent = await smtp.nextMessage();
      const all = ['kim@shop.example', 'boss@shop.example', 'archive@shop.example'];
      expect(sent.envelope.to).to.have.members(all);
      expect(sent.parsed.attachments[0]?.content.toString()).to.equal('one, two');
      expect(sent.parsed.headers.has('bcc')).to.equal(false);
      await eventually('it is shown as sent', async () => {
        const { items } = await read(id);
        return items.at(-1).delivery.state === 'sent';
      });
    });

    it('sends a reply that failed again when asked to, and only then', async () => {
      const { id } = await make();
      refuses = true;
      const { body } = await reply(id, { text: 'First try.' });
      await eventually('it failed', async () => (await read(id)).items.at(-1).delivery.state === 'failed');
      expect((await read(id)).items.at(-1).delivery.reason).to.be.a('string');
      refuses = false;
      const retry = () => ana.api.post(`/tickets/${id}/messages/${body.id}/retry`);
      expect((await retry()).body.delivery.state).to.equal('queued');
      const sent = await smtp.nextMessage();
      expect(sent.parsed.text).to.contain('First try.');
      await eventually('it was sent', async () => (await read(id)).items.at(-1).delivery.state === 'sent');
      expect((await retry()).status).to.equal(409);
      expect((await ana.api.post(`/tickets/${id}/messages/${newId()}/retry`)).status).to.equal(404);
    });
  });

  it('holds notes that only colleagues see', async () => {
    const { id } = await make();
    const before = smtp.mails.length;
    const { status, body } = await note(id, {
      text: 'She is a regular.',
      attachments: [await upload(ana.api)],
    });
    expect(status).to.equal(201);
    expect(body).to.include({ direction: 'note', text: 'She is a regular.', delivery: null, channel: null });
    expect(body.attachments).to.have.length(1);
    expect(smtp.mails.length).to.equal(before);
    const { items } = await read(id);
    expect(items.map((m: { direction: string }) => m.direction)).to.deep.equal(['in', 'note']);
  });

  it('comes oldest first, page by page, each message once', async () => {
    const { id } = await make();
    for (let i = 0; i < 5; i += 1) await note(id, { text: `Note ${i}` });
    const all = (await read(id)).items;
    const seen: unknown[] = [];
    let cursor = '';
    do {
      const { items, next } = await read(id, `?limit=2${cursor}`);
      seen.push(...items);
      cursor = next ? `&cursor=${next}` : '';
    } while (cursor !== '');
    expect(seen).to.deep.equal(all);
    expect(all.map((m: { text: string }) => m.text)).to.deep.equal([
      'Too small.',
      ...[0, 1, 2, 3, 4].map((i) => `Note ${i}`),
    ]);
  });

  it('blocks remote images until they are asked for', async () => {
    const { id } = await make();
    await note(id, { text: 'x', html: '<p>Hi<img src="https://tracker.example/pixel.png"></p>' });
    const blocked = (await read(id)).items.at(-1);
    expect(blocked.blockedImages).to.equal(1);
    expect(blocked.html).not.to.contain('tracker.example');
    const shown = (await read(id, '?images=shown')).items.at(-1);
    expect(shown.html).to.contain('tracker.example');
  });

  it('refuses a wrong reply or note by its path, and keeps nothing of it', async () => {
    const { id } = await make();
    const stranger = await makeAgent(gateway, 'Ben');
    await stranger.api.signIn(stranger.email, PASSWORD);
    const foreign = await upload(stranger.api);
    for (const [body, path] of [
      [{}, 'text'],
      [{ text: ' \n' }, 'text'],
      [{ text: 'x', attachments: ['no-such-file'] }, 'attachments.0'],
      [{ text: 'x', attachments: [await upload(ana.api), foreign] }, 'attachments.1'],
      [{ text: 'x', direction: 'in' }, 'direction'],
    ] as const) {
      for (const answer of [await reply(id, body), await note(id, body)]) {
        expect(answer.status, JSON.stringify(body)).to.equal(400);
        expect(pathsOf(answer)).to.deep.equal([path]);
      }
    }
    expect(pathsOf(await reply(id, { text: 'x', cc: ['a@b.example', 'no'] }))).to.deep.equal(['cc.1']);
    expect(pathsOf(await note(id, { text: 'x', cc: ['a@b.example'] }))).to.deep.equal(['cc']);
    expect((await read(id)).items).to.have.length(1);
    expect((await gateway.admin.get(`/tickets/${id}`)).body.owner).to.equal(null);
    for (const part of ['replies', 'notes']) {
      expect((await ana.api.post(`/tickets/${newId()}/${part}`, { text: 'x' })).status).to.equal(404);
    }
    expect((await ana.api.get(`/tickets/${newId()}/messages`)).status).to.equal(404);
  });

  it('takes a reply once, however often it is sent with one Idempotency-Key', async () => {
    const { id } = await make();
    const headers = { 'idempotency-key': newId() };
    const send = () => ana.api.post(`/tickets/${id}/replies`, { text: 'Once.' }, headers);
    const first = await send();
    const second = await send();
    expect(second.body.id).to.equal(first.body.id);
    expect((await read(id)).items).to.have.length(2);
  });
});
