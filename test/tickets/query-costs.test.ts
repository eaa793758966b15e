import { expect } from 'chai';
import { newId } from '../../src/store/ids.ts';
import { newTicket } from '../../src/tickets/new-ticket.ts';
import { ticketModel } from '../../src/tickets/ticket-model.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

const TICKETS = 4000;
const PAGE = 20;

describe('what a page of tickets costs', () => {
  let gateway: TestGateway;
  let me: string;
  let team: string;
  let channel: string;

  before(async function () {
    this.timeout(60_000);
    gateway = await startTestGateway({ PROCESS: 'web' });
    me = (await gateway.admin.get('/users/me')).body.id;
    team = (await gateway.admin.post('/teams', { name: 'Returns', members: [me] })).body.id;
    channel = newId();
    await ticketModel(gateway.db).insertMany(Array.from({ length: TICKETS }, (_, i) => ticketOf(i)));
    const database = gateway.db.getClient().db(gateway.db.name);
    await database.createCollection('system.profile', { capped: true, size: 16 * 1024 * 1024 });
    await database.command({ profile: 2 });
  });
  after(async () => {
    await gateway.db.getClient().db(gateway.db.name).command({ profile: 0 });
    await gateway.stop();
  });

  /** A third is closed; owners, teams and channels take turns. */
  function ticketOf(i: number) {
    const at = new Date(Date.UTC(2026, 0, 1) + i * 1000);
    const text = i === 7 ? 'A needle in it.' : 'Nothing but hay.';
    const ticket = newTicket({ number: 100 + i, channel: null, contact: null, subject: `No ${i}`, text, at });
    const isOpen = i % 3 !== 0;
    return {
      ...ticket,
      status: isOpen ? ('open' as const) : ('closed' as const),
      open: isOpen,
      owner: [me, null, newId(), newId()][i % 4] ?? null,
      team: i % 5 === 0 ? team : null,
      channel: i % 7 === 0 ? channel : newId(),
      urgency: Math.floor(i / 4) % 4,
      tags: i % 13 === 0 ? ['vip'] : [],
      suspicion: i % 11 === 0 ? 'spam' : null,
      routing: { ...ticket.routing, state: 'settled' as const },
    };
  }

  /** Documents that the server looked at for a request, and whether it had to sort them. */
  async function costOf(query: string): Promise<{ documents: number; sorts: boolean; found: number }> {
    const profile = gateway.db.getClient().db(gateway.db.name).collection('system.profile');
    const since = new Date();
    const { status, body } = await gateway.admin.get(`/tickets?limit=${PAGE}&${query}`);
    expect(status, query).to.equal(200);
    const reads = await profile
      .find({ ns: `${gateway.db.name}.tickets`, op: { $in: ['query', 'getmore'] }, ts: { $gte: since } })
      .toArray();
    expect(reads, query).not.to.have.length(0);
    const documents = reads.reduce((sum, read) => sum + read.docsExamined, 0);
    return { documents, sorts: reads.some((read) => read.hasSortStage), found: body.items.length };
  }

  for (const query of [
    '',
    'view=unassigned',
    'view=mine-open',
    'view=my-teams-unassigned',
    'view=my-teams-open',
    'view=all-open',
    'view=closed',
    'view=agent-handled',
    'view=suspected',
    'owner=me',
    'owner=none',
    ...['', 'view=all-open', 'view=unassigned', 'view=closed'].flatMap((view) =>
      ['newest', 'oldest', 'waiting', 'priority'].map((sort) => `${view}&sort=${sort}`),
    ),
    'priority=urgent',
    'tag=vip',
  ]) {
    it(`does not grow with the number of tickets: ${query || 'all'}`, async () => {
      const { documents, sorts, found } = await costOf(query);
      expect(documents).to.be.at.most(PAGE * 10);
      expect(sorts).to.equal(false);
      expect(found).to.equal(query === 'view=agent-handled' ? 0 : PAGE);
    });
  }

  for (const sort of ['activity', 'newest', 'oldest', 'waiting', 'priority']) {
    it(`is the same deep in the list: ${sort}`, async () => {
      let cursor = '';
      for (let i = 0; i < 8; i += 1) {
        const path = `/tickets?limit=200&view=all-open&sort=${sort}${cursor}`;
        cursor = `&cursor=${(await gateway.admin.get(path)).body.next}`;
      }
      const { documents, found } = await costOf(`view=all-open&sort=${sort}${cursor}`);
      expect(found).to.equal(PAGE);
      // Those at the very instant of the cursor are looked up by whichever index.
      expect(documents).to.be.at.most(PAGE * 20);
    });
  }

  it('is bounded for the counts of all views', async () => {
    const { views } = (await gateway.admin.get('/tickets/counts')).body;
    expect(views['all-open']).to.equal(1000);
    expect(views.closed).to.equal(1000);
    expect(views['agent-handled']).to.equal(0);
  });

  it('is little for a search that finds little', async () => {
    for (const [query, found] of [
      ['q=needle', 1],
      ['q=needle&view=all-open', 1],
      ['q=%23107', 1],
      ['q=unheard', 0],
    ] as const) {
      const cost = await costOf(query);
      expect(cost.found, query).to.equal(found);
      expect(cost.documents, query).to.be.at.most(PAGE * 10);
    }
  });
});
