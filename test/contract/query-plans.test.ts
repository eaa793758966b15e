import { expect } from 'chai';
import type { InboundMessage } from '../../adapters/adapter.ts';
import { type JournalRecord, journalModel } from '../../src/inbound/journal-model.ts';
import { newId } from '../../src/store/ids.ts';
import { eventually, PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
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
  'loads',
  'notifications',
  'files.files',
  'files.chunks',
  'drafts',
  'ticketReads',
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

function stagesOf(plan: object): Record<string, unknown>[] {
  return 'stages' in plan && Array.isArray(plan.stages) ? plan.stages : [];
}

describe('the queries of the API and of the engines', () => {
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
    await agent.api.put(`/tickets/${ticket}/draft`, { text: 'And then', attachments: [file] });
    await agent.api.put(`/tickets/${ticket}/owner`, { user: null, expected: agent.id });
    await agent.api.patch(`/tickets/${ticket}`, { status: 'closed' });
    await agent.api.post('/tickets', { subject: 'By hand', contact: { phone: '+4930123456' } });
    const other = (await agent.api.post('/tickets', { subject: 'Merged', contact: { name: 'Nobody' } })).body;
    await agent.api.post(`/tickets/${other.id}/merge`, { into: ticket });
    await agent.api.post(`/tickets/${other.id}/unmerge`, {});
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
    for (const query of ['unread=true', 'tag=vip', 'snoozed=true', 'priority=high', 'status=pending']) {
      await get(`/tickets?${query}`);
      await get(`/tickets?view=all-open&sort=waiting&${query}`);
    }
    for (const path of ['/tickets/counts', '/drafts', `/tickets/${ticket}/draft`]) await get(path);
    for (const part of ['messages', 'events', 'decisions', 'messages?limit=1', 'tag-suggestions']) {
      await get(`/tickets/${ticket}/${part}`);
    }
    await get('/contacts?limit=1');
    expect((await gateway.admin.get('/replay')).status).to.equal(200);
    expect((await gateway.admin.get(`/contacts/${contact}/export`)).status).to.equal(200);
  }

  it('read no growing collection from end to end', async () => {
    const { ticket, contact } = await work();
    await read(ticket, form, contact);
    await receiveMail();
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
        $nor: [
          // GridFS looks whether there is any file at all before its first one.
          { 'command.filter': {}, 'command.limit': 1 },
          // One record a user, read whole when a router begins.
          { 'command.find': 'loads', 'command.filter': {} },
        ],
      })
      .toArray();
    const told = scans.map(({ ns, command }) => `${ns}: ${JSON.stringify(command)}`);
    expect([...new Set(told)]).to.deep.equal([]);
    await expectIndexedLookups();
    const seen = await database.collection('system.profile').distinct('ns');
    expect(seen).to.include.members(GROWING.map((name) => `${gateway.db.name}.${name}`));
  });

  /** The profile tells nothing of what a `$lookup` reads; its plan does. */
  async function expectIndexedLookups(): Promise<void> {
    const database = gateway.db.getClient().db(gateway.db.name);
    const joined = await database
      .collection('system.profile')
      .find({ 'command.aggregate': { $type: 'string' }, 'command.pipeline.$lookup': { $exists: true } })
      .toArray();
    expect(joined.map(({ ns }) => ns)).to.include(`${gateway.db.name}.leases`);
    for (const { command } of joined) {
      const plan = await database
        .collection(command.aggregate)
        .aggregate(command.pipeline)
        .explain('executionStats');
      const lookups = stagesOf(plan).filter(({ $lookup }) => $lookup !== undefined);
      expect(lookups).not.to.deep.equal([]);
      for (const { $lookup, collectionScans } of lookups) {
        expect(Number(collectionScans), JSON.stringify($lookup)).to.equal(0);
      }
    }
  }

  /** An answer and a bounce, as another process would have taken them in. */
  async function receiveMail(): Promise<void> {
    const thread = { references: ['first@shop.example'], replySubject: 'Help', token: null };
    const bounce = {
      messageId: 'ours@desk.example',
      recipient: 'customer1@shop.example',
      status: '5.1.1',
      action: 'failed' as const,
      reason: 'Nobody of that name.',
    };
    const entries = [
      mail({ thread }),
      mail({ bounce, automatic: 'bounce' }),
      mail({ bounce: { ...bounce, messageId: null } }),
    ];
    await journalModel(gateway.db).insertMany(entries);
    await eventually('the mails are in their tickets', async () => {
      const done = { _id: { $in: entries.map((e) => e._id) }, state: 'done' as const };
      return (await journalModel(gateway.db).countDocuments(done)) === entries.length;
    });
  }

  function mail(more: Partial<InboundMessage>): JournalRecord {
    const message: InboundMessage = {
      externalId: newId(),
      copyId: newId(),
      messageId: `${newId()}@shop.example`,
      at: Date.now(),
      from: { name: 'Carl', email: 'customer1@shop.example', phone: null, visitor: null },
      subject: 'Re: Help',
      text: 'And now?',
      html: null,
      cc: [],
      attachments: [],
      thread: null,
      automatic: null,
      bounce: null,
      fields: {},
      suspicion: null,
      raw: null,
      ...more,
    };
    const rest = { number: null, raw: null, error: null, attempts: 0, by: 'another', doneAt: null };
    const at = new Date();
    return {
      ...rest,
      _id: newId(),
      channel: form,
      externalId: message.externalId,
      state: 'pending',
      message,
      at,
    };
  }

  /** Something of the contact's that could not be processed. */
  async function keepFailed(): Promise<void> {
    const at = new Date();
    const rest = { channel: form, error: 'x', attempts: 1, number: null, raw: null, ticket: null, by: '' };
    const entry = { ...rest, _id: newId(), externalId: newId(), state: 'failed' as const, at, doneAt: null };
    await journalModel(gateway.db).create({ ...entry, message: null });
  }
});
