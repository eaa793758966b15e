import { expect } from 'chai';
import type { InboundMessage } from '../../adapters/adapter.ts';
import { type JournalState, journalModel } from '../../src/inbound/journal-model.ts';
import { newId } from '../../src/store/ids.ts';
import { PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm, routed } from '../support/workspace.ts';

const FIELDS = [
  { name: 'email', label: 'Email', type: 'email', required: true },
  { name: 'message', label: 'Message', type: 'textarea', required: true },
  { name: 'file', label: 'File', type: 'file' },
];

describe('a person who asks', () => {
  let gateway: TestGateway;
  let form: string;
  before(async () => {
    gateway = await startTestGateway();
    const settings = { fields: FIELDS, spam: { minSeconds: 0, perMinute: 100_000 } };
    form = await makeForm(gateway, { assign: { to: 'nobody' } }, { settings });
  });
  after(() => gateway.stop());

  /** A ticket of the person's with a file, a reply with another file, and a note. */
  async function write(email: string) {
    const body = new FormData();
    body.append('email', email);
    body.append('message', `A secret of ${email}.`);
    body.append('file', new Blob(['my diary']), 'diary.txt');
    const headers = { accept: 'application/json' };
    const sent = await gateway.client().post(`//forms/${form}/submissions`, body, headers);
    expect(sent.status, JSON.stringify(sent.body)).to.equal(201);
    const ticket = await routed(gateway, sent.body.reference);
    const attachments = [await upload()];
    await gateway.admin.post(`/tickets/${ticket.id}/replies`, { text: 'We keep it.', attachments });
    await gateway.admin.post(`/tickets/${ticket.id}/notes`, { text: 'Odd person.' });
    return ticket;
  }

  async function upload(): Promise<string> {
    const body = new FormData();
    body.append('file', new Blob(['prices']), 'prices.txt');
    return (await gateway.admin.post('/files', body)).body.id;
  }

  const filesOf = async (ticket: string): Promise<string[]> => {
    const { items } = (await gateway.admin.get(`/tickets/${ticket}/messages`)).body;
    return items.flatMap((m: { attachments: { id: string }[] }) => m.attachments.map((a) => a.id));
  };
  const statusOf = async (file: string) => (await gateway.admin.get(`/files/${file}`)).status;

  async function keep(state: JournalState, email: string): Promise<string> {
    const from = { name: null, email, phone: null, visitor: null };
    const text = 'left over';
    const message: InboundMessage = {
      ...{ externalId: newId(), copyId: null, messageId: null, at: 0, from, subject: null, text, html: null },
      ...{ cc: [], attachments: [], thread: null, automatic: null, bounce: null, fields: {} },
      ...{ suspicion: null, raw: null },
    };
    const rest = { number: null, raw: null, error: 'x', attempts: 1, ticket: null, by: '', doneAt: null };
    const entry = {
      ...rest,
      _id: newId(),
      channel: form,
      externalId: newId(),
      state,
      message,
      at: new Date(),
    };
    await journalModel(gateway.db).create(entry);
    return entry._id;
  }

  it('gets everything that is stored of them, without our notes', async () => {
    const { id, contact } = await write('export@shop.example');
    const { status, body } = await gateway.admin.get(`/contacts/${contact}/export`);
    expect(status).to.equal(200);
    expect(body.contact.emails).to.deep.equal(['export@shop.example']);
    expect(body.tickets.map((t: { id: string }) => t.id)).to.deep.equal([id]);
    expect(body.messages.map((m: { direction: string }) => m.direction)).to.deep.equal(['in', 'out']);
    expect(body.messages[0].attachments[0]).to.include({ name: 'diary.txt' });
    expect(JSON.stringify(body)).not.to.contain('Odd person');
  });

  it('is erased: empty shells stay of the tickets, and nothing of messages, files and what came in', async () => {
    const { id, number, contact } = await write('erase@shop.example');
    const { id: otherId } = await write('other@shop.example');
    const other = (await gateway.admin.get(`/tickets/${otherId}`)).body;
    const left = [await keep('failed', 'erase@shop.example'), await keep('discarded', 'erase@shop.example')];
    const kept = await keep('failed', 'other@shop.example');
    const files = await filesOf(id);
    expect(files).to.have.length(2);
    expect((await gateway.admin.delete(`/contacts/${contact}`)).status).to.equal(204);
    const ticket = (await gateway.admin.get(`/tickets/${number}`)).body;
    expect(ticket).to.deep.include({
      id,
      contact: null,
      subject: '(erased)',
      snippet: '',
      fields: {},
      status: 'closed',
    });
    expect((await gateway.admin.get(`/tickets/${id}/messages`)).body.items).to.deep.equal([]);
    const events = (await gateway.admin.get(`/tickets/${id}/events`)).body.items;
    expect(events.map((event: { kind: string }) => event.kind)).to.deep.equal(['decision']);
    for (const file of files) expect(await statusOf(file)).to.equal(404);
    const journal = journalModel(gateway.db);
    expect(await journal.find({ $or: [{ _id: { $in: left } }, { ticket: id }] }).lean()).to.deep.equal([]);
    expect(await journal.exists({ _id: kept })).not.to.equal(null);
    await expectNoTraceOf('erase@shop.example');
    expect((await gateway.admin.get(`/tickets/${other.id}`)).body).to.deep.equal(other);
    for (const file of await filesOf(other.id)) expect(await statusOf(file)).to.equal(200);
  });

  /** Looks through every collection, as a thief with the database would. */
  async function expectNoTraceOf(text: string): Promise<void> {
    const database = gateway.db.getClient().db(gateway.db.name);
    for (const { name } of await database.listCollections().toArray()) {
      const all = JSON.stringify(await database.collection(name).find().toArray());
      expect(all.includes(text), name).to.equal(false);
    }
  }

  it('does not take along a file of ours that another ticket carries too', async () => {
    const { id, contact } = await write('shared@shop.example');
    const other = await write('keeps@shop.example');
    const attachments = [await upload()];
    for (const ticket of [id, other.id]) {
      await gateway.admin.post(`/tickets/${ticket}/replies`, { text: 'Our prices.', attachments });
    }
    await gateway.admin.delete(`/contacts/${contact}`);
    expect(await statusOf(attachments[0] ?? '')).to.equal(200);
  });

  it('is gone from every list and search, and writes again as a stranger', async () => {
    const { contact } = await write('again@shop.example');
    await gateway.admin.delete(`/contacts/${contact}`);
    expect((await gateway.admin.get(`/contacts/${contact}`)).status).to.equal(404);
    expect((await gateway.admin.get('/contacts?q=again@shop.example')).body.items).to.deep.equal([]);
    expect((await gateway.admin.get('/tickets?q=again@shop.example')).body.items).to.deep.equal([]);
    expect((await gateway.admin.delete(`/contacts/${contact}`)).status).to.equal(404);
    expect((await write('again@shop.example')).contact).not.to.equal(contact);
  });

  it('is exported and erased by super admins only', async () => {
    const { contact } = await write('guarded@shop.example');
    for (const role of ['agent', 'admin']) {
      const { email, api } = await makeAgent(gateway, role, { role });
      await api.signIn(email, PASSWORD);
      expect((await api.get(`/contacts/${contact}`)).status).to.equal(200);
      expect((await api.get(`/contacts/${contact}/export`)).status).to.equal(403);
      expect((await api.delete(`/contacts/${contact}`)).status).to.equal(403);
    }
    const { items } = (await gateway.admin.get('/audit-log?limit=200')).body;
    const erased = items.filter((e: { action: string }) => e.action === 'erase');
    expect(erased.length).to.be.greaterThan(0);
    expect(JSON.stringify(erased)).not.to.contain('@shop.example');
  });
});
