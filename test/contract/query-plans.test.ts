import { expect } from 'chai';
import { journalModel } from '../../src/inbound/journal-model.ts';
import { newId } from '../../src/store/ids.ts';
import { PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';

/** Collections that grow with the traffic. */
const GROWING = [
  'tickets',
  'ticketEvents',
  'messages',
  'contacts',
  'journal',
  'outbox',
  'decisions',
  'files.files',
  'files.chunks',
];
const VIEWS = [
  'unassigned',
  'mine-open',
  'my-teams-unassigned',
  'my-teams-open',
  'all-open',
  'closed',
  'agent-handled',
  'suspected',
];

describe('the queries of the API', () => {
  let gateway: TestGateway;
  let agent: Awaited<ReturnType<typeof makeAgent>>;
  let form: string;
  before(async () => {
    gateway = await startTestGateway();
    const database = gateway.db.getClient().db(gateway.db.name);
    await database.createCollection('system.profile', { capped: true, size: 64 * 1024 * 1024 });
    await database.command({ profile: 2 });
    agent = await makeAgent(gateway, 'Ana');
    await agent.api.signIn(agent.email, PASSWORD);
    const team = await gateway.admin.post('/teams', { name: 'Returns', members: [agent.id] });
    form = await makeForm(gateway, {
      assign: { to: 'specific', users: [agent.id], teams: [team.body.id] },
      whenNoneAvailable: 'queue',
    });
  });
  after(async () => {
    await gateway.db.getClient().db(gateway.db.name).command({ profile: 0 });
    await gateway.stop();
  });

  const get = async (path: string) => {
    const answer = await agent.api.get(path);
    expect(answer.status, `${path} ${JSON.stringify(answer.body)}`).to.equal(200);
    return answer.body;
  };

  async function work(): Promise<{ ticket: string; contact: string }> {
    const numbers = await Promise.all(
      Array.from({ length: 5 }, (_, i) => submit(gateway, form, { email: `customer${i}@shop.example` })),
    );
    const { id: ticket, contact } = await routed(gateway, numbers[0] ?? '');
    await agent.api.post(`/tickets/${ticket}/replies`, { text: 'On its way.' });
    await agent.api.post(`/tickets/${ticket}/notes`, { text: 'She is in a hurry.' });
    const body = new FormData();
    body.append('file', new Blob(['hello']), 'hello.txt');
    const file = (await agent.api.post('/files', body)).body.id;
    await agent.api.post(`/tickets/${ticket}/notes`, { text: 'See this.', attachments: [file] });
    await gateway.admin.get(`/files/${file}`);
    await agent.api.put(`/tickets/${ticket}/owner`, { user: null, expected: agent.id });
    await agent.api.patch(`/tickets/${ticket}`, { status: 'closed' });
    await agent.api.post('/tickets', { subject: 'By hand', contact: { phone: '+4930123456' } });
    await agent.api.post('/contacts', { emails: ['new@shop.example'] });
    await agent.api.patch(`/contacts/${contact}`, { name: 'Carla' });
    return { ticket, contact };
  }

  async function read(ticket: string, channel: string, contact: string): Promise<void> {
    for (const view of VIEWS) {
      const { next } = await get(`/tickets?view=${view}&limit=1`);
      if (next) await get(`/tickets?view=${view}&limit=1&cursor=${next}`);
      await get(`/tickets?view=${view}&q=broken&channel=${channel}&owner=me&type=email`);
    }
    for (const query of ['', `contact=${contact}`, `channel=${channel}`, 'owner=none', 'type=email']) {
      await get(`/tickets?${query}`);
    }
    for (const q of ['1', 'carl', '%2B4930', 'customer1@shop.example', 'it is broken', '???']) {
      await get(`/tickets?q=${q}`);
      await get(`/contacts?q=${q}`);
    }
    for (const part of ['messages', 'events', 'decisions', 'messages?limit=1']) {
      await get(`/tickets/${ticket}/${part}`);
    }
    await get('/contacts?limit=1');
    expect((await gateway.admin.get('/replay')).status).to.equal(200);
    expect((await gateway.admin.get(`/contacts/${contact}/export`)).status).to.equal(200);
  }

  it('read no growing collection from end to end', async () => {
    const { ticket, contact } = await work();
    await read(ticket, form, contact);
    await keepFailed();
    expect((await gateway.admin.delete(`/contacts/${contact}`)).status).to.equal(204);
    await gateway.admin.patch(`/users/${agent.id}`, { active: false });
    const database = gateway.db.getClient().db(gateway.db.name);
    const scans = await database
      .collection('system.profile')
      .find({
        ns: { $in: GROWING.map((name) => `${gateway.db.name}.${name}`) },
        planSummary: /COLLSCAN/,
        'command.createIndexes': { $exists: false },
        // GridFS looks whether there is any file at all before its first one.
        $nor: [{ 'command.filter': {}, 'command.limit': 1 }],
      })
      .toArray();
    const told = scans.map(({ ns, command }) => `${ns}: ${JSON.stringify(command)}`);
    expect([...new Set(told)]).to.deep.equal([]);
    const seen = await database.collection('system.profile').distinct('ns');
    expect(seen).to.include.members(GROWING.map((name) => `${gateway.db.name}.${name}`));
  });

  /** Something of the contact's that could not be processed. */
  async function keepFailed(): Promise<void> {
    const at = new Date();
    const rest = { channel: form, error: 'x', attempts: 1, number: null, raw: null, ticket: null, by: '' };
    const entry = { ...rest, _id: newId(), externalId: newId(), state: 'failed' as const, at, doneAt: null };
    await journalModel(gateway.db).create({ ...entry, message: null });
  }
});
