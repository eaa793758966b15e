import { expect } from 'chai';
import type { InboundMessage } from '../../adapters/adapter.ts';
import { createFiles } from '../../src/files/files.ts';
import { type JournalRecord, journalModel } from '../../src/inbound/journal-model.ts';
import { newId } from '../../src/store/ids.ts';
import { eventually, PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { quietLog } from '../support/quiet-log.ts';
import { makeAgent, makeForm } from '../support/workspace.ts';

describe('the replay list', () => {
  let gateway: TestGateway;
  let form: string;
  before(async () => {
    gateway = await startTestGateway();
    form = await makeForm(gateway, { assign: { to: 'nobody' } });
  });
  after(() => gateway.stop());

  const message = (subject: string): InboundMessage => ({
    ...{
      externalId: newId(),
      copyId: null,
      messageId: null,
      at: Date.now(),
      subject,
      text: 'Hello',
      html: null,
    },
    from: { name: 'Kim', email: 'kim@shop.example', phone: null, visitor: null },
    ...{ cc: [], attachments: [], thread: null, automatic: null, bounce: null, fields: {} },
    ...{ suspicion: null, raw: null },
  });

  /** An item that could not be processed, as the router or an adapter puts it aside. */
  async function putAside(of: Partial<JournalRecord>): Promise<string> {
    const _id = newId();
    await journalModel(gateway.db).create({
      ...{ _id, channel: form, externalId: newId(), state: 'failed', message: null, number: null, raw: null },
      ...{ error: 'It broke.', attempts: 1, ticket: null, by: '', at: new Date(), doneAt: null },
      ...of,
    });
    return _id;
  }
  const list = async (query = '') => (await gateway.admin.get(`/replay${query}`)).body;
  const idsOf = (items: { id: string }[]) => items.map((item) => item.id);

  it('shows what could not be processed with its error, the latest first, page by page', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 3; i += 1) {
      ids.unshift(await putAside({ message: message('x'), at: new Date(Date.now() - 10_000 + i) }));
    }
    await putAside({ state: 'done', doneAt: new Date() });
    const { items } = await list();
    expect(idsOf(items)).to.deep.equal(ids);
    expect(items[0]).to.deep.include({
      channel: form,
      state: 'failed',
      error: 'It broke.',
      attempts: 1,
      raw: null,
    });
    const first = await list('?limit=2');
    const second = await list(`?limit=2&cursor=${first.next}`);
    expect(idsOf([...first.items, ...second.items])).to.deep.equal(ids);
    expect(second.next).to.equal(null);
  });

  it('makes a ticket of an item that is processed again, and lets go of it', async () => {
    const id = await putAside({ message: message('Second chance') });
    const answer = await gateway.admin.post(`/replay/${id}`);
    expect(answer.status).to.equal(202);
    expect(answer.body).to.deep.equal({ id, state: 'pending' });
    await eventually('the ticket is there', async () => {
      const { body } = await gateway.admin.get('/tickets?q=chance');
      return body.items.length === 1;
    });
    expect(idsOf((await list()).items)).not.to.include(id);
    expect((await gateway.admin.post(`/replay/${id}`)).status).to.equal(404);
  });

  it('keeps an item that still cannot be read, and gives its source to admins', async () => {
    const files = createFiles({
      db: gateway.db,
      clock: gateway.clock,
      log: quietLog,
      maxBytes: 1000,
      channel: form,
    });
    const raw = await files.save(Buffer.from('no mail at all'), { name: 'source.eml' });
    const id = await putAside({ state: 'unreadable', raw });
    const answer = await gateway.admin.post(`/replay/${id}`);
    expect(answer.status).to.equal(409);
    const item = (await list()).items.find((i: { id: string }) => i.id === id);
    expect(item).to.deep.include({ state: 'unreadable', attempts: 2 });
    expect(item.raw).to.include({ name: 'source.eml', size: 14 });
    const source = await gateway.admin.get(item.raw.url.replace('/api/v1', ''));
    expect(source.body).to.equal('no mail at all');
    const agent = await makeAgent(gateway, 'Ana');
    await agent.api.signIn(agent.email, PASSWORD);
    expect((await agent.api.get(item.raw.url.replace('/api/v1', ''))).status).to.equal(404);
    expect((await gateway.admin.post(`/replay/${await putAside({ state: 'unreadable' })}`)).status).to.equal(
      409,
    );
  });

  it('lets go of what is discarded, and does each once', async () => {
    const id = await putAside({ message: message('Junk') });
    const answers = await Promise.all([
      gateway.admin.delete(`/replay/${id}`),
      gateway.admin.post(`/replay/${id}`),
    ]);
    expect(answers.filter((a) => a.status < 300)).to.have.length(1);
    expect(idsOf((await list()).items)).not.to.include(id);
    expect((await gateway.admin.delete(`/replay/${id}`)).status).to.equal(404);
  });

  it('is for admins only', async () => {
    const id = await putAside({ message: message('Guarded') });
    const agent = await makeAgent(gateway, 'Ben');
    await agent.api.signIn(agent.email, PASSWORD);
    expect((await agent.api.get('/replay')).status).to.equal(403);
    expect((await agent.api.post(`/replay/${id}`)).status).to.equal(403);
    expect((await agent.api.delete(`/replay/${id}`)).status).to.equal(403);
    const { items } = (await gateway.admin.get('/audit-log?resource=replay')).body;
    expect(items.map((e: { action: string }) => e.action)).to.include('replay');
  });
});
