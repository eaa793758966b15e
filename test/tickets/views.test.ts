import { expect } from 'chai';
import type { ApiClient } from '../support/api-client.ts';
import { PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';

describe('the views of the inbox', () => {
  let gateway: TestGateway;
  let ana: { id: string; api: ApiClient };
  let ben: { id: string };
  let team: string;
  let form: string;

  before(async () => {
    gateway = await startTestGateway();
    const agent = await makeAgent(gateway, 'Ana');
    await agent.api.signIn(agent.email, PASSWORD);
    ana = agent;
    ben = await makeAgent(gateway, 'Ben');
    team = (await gateway.admin.post('/teams', { name: 'Returns', members: [ana.id] })).body.id;
    form = await makeForm(gateway, { assign: { to: 'nobody' } });
  });
  after(() => gateway.stop());

  const make = async (subject: string, more: object = {}): Promise<string> => {
    const answer = await gateway.admin.post('/tickets', { subject, ...more });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    return answer.body.id;
  };
  const give = async (id: string, owner: object) =>
    expect((await gateway.admin.put(`/tickets/${id}/owner`, owner)).status).to.equal(200);
  const list = async (query: string): Promise<{ id: string; subject: string }[]> => {
    const answer = await ana.api.get(`/tickets?limit=200&${query}`);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    return answer.body.items;
  };
  const ids = async (query: string) => (await list(query)).map((t) => t.id);

  it('hold each ticket where its owner, team and status put it', async () => {
    const tickets = {
      free: await make('free'),
      mine: await make('mine'),
      bens: await make('bens'),
      teams: await make('of my team'),
      teamsAndBens: await make('of my team, with an owner'),
      closed: await make('closed'),
      pending: await make('pending'),
    };
    await give(tickets.mine, { user: ana.id });
    await give(tickets.bens, { user: ben.id });
    await give(tickets.teams, { team });
    await give(tickets.teamsAndBens, { user: ben.id, team });
    await give(tickets.pending, { user: ana.id });
    await gateway.admin.patch(`/tickets/${tickets.closed}`, { status: 'closed' });
    await gateway.admin.patch(`/tickets/${tickets.pending}`, { status: 'pending' });
    const names = new Map(Object.entries(tickets).map(([name, id]) => [id, name]));
    const view = async (name: string) => (await ids(`view=${name}`)).map((id) => names.get(id));
    expect(await view('unassigned')).to.have.members(['free', 'teams']);
    expect(await view('mine-open')).to.have.members(['mine', 'pending']);
    expect(await view('my-teams-unassigned')).to.have.members(['teams']);
    expect(await view('my-teams-open')).to.have.members(['teamsAndBens']);
    const open = ['free', 'mine', 'bens', 'teams', 'teamsAndBens', 'pending'];
    expect(await view('all-open')).to.have.members(open);
    expect(await view('closed')).to.deep.equal(['closed']);
    expect(await view('agent-handled')).to.deep.equal([]);
    expect(await ids('')).to.have.members([...names.keys()]);
  });

  it('of a user without teams show no team tickets', async () => {
    const { body } = await gateway.admin.get('/tickets?view=my-teams-unassigned');
    expect(body.items).to.deep.equal([]);
  });

  it('are narrowed by type, channel and owner', async () => {
    const byForm = (await routed(gateway, await submit(gateway, form, { subject: 'By form' }))).id;
    const mine = await make('of mine');
    await give(mine, { user: ana.id });
    expect(await ids(`channel=${form}`)).to.deep.equal([byForm]);
    expect(await ids('type=calling')).to.deep.equal([]);
    expect(await ids('type=email')).to.include(byForm);
    expect(await ids(`owner=${ana.id}`))
      .to.include(mine)
      .and.not.include(byForm);
    expect(await ids('owner=me')).to.deep.equal(await ids(`owner=${ana.id}`));
    expect(await ids('owner=none'))
      .to.include(byForm)
      .and.not.include(mine);
    expect(await ids(`view=unassigned&channel=${form}`)).to.deep.equal([byForm]);
    expect(await ids(`view=closed&channel=${form}`)).to.deep.equal([]);
  });

  it('refuse a view, type or filter that nobody knows, by its path', async () => {
    for (const [query, path] of [
      ['view=everything', 'view'],
      ['type=sms', 'type'],
      ['page=2', 'page'],
      ['limit=0', 'limit'],
      ['limit=201', 'limit'],
      ['cursor=bm90aGluZw', 'cursor'],
    ]) {
      const { status, body } = await ana.api.get(`/tickets?${query}`);
      expect(status, query).to.equal(400);
      expect(body.errors[0].path).to.equal(path);
    }
  });

  it('show every ticket exactly once page by page, even while new ones arrive', async () => {
    for (let i = 0; i < 9; i += 1) await make(`paged ${i}`);
    const before = await ids('view=all-open');
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await ana.api.get(`/tickets?view=all-open&limit=2${cursor}`);
      seen.push(...body.items.map((t: { id: string }) => t.id));
      cursor = body.next ? `&cursor=${body.next}` : '';
      await make('newer');
    } while (cursor !== '');
    expect(seen).to.deep.equal(before);
  });

  it('put the latest activity first', async () => {
    const [first, second] = [await make('first'), await make('second')];
    expect((await ids('view=all-open')).slice(0, 2)).to.deep.equal([second, first]);
    await gateway.admin.post(`/tickets/${first}/replies`, { text: 'An answer.' });
    expect((await ids('view=all-open')).slice(0, 2)).to.deep.equal([first, second]);
  });

  describe('are searched', () => {
    const subjects = async (q: string, more = '') =>
      (await list(`q=${encodeURIComponent(q)}${more}`)).map((t) => t.subject);

    it('by number, with or without the sign', async () => {
      const id = await make('Numbered');
      const { number } = (await ana.api.get(`/tickets/${id}`)).body;
      expect(await subjects(String(number))).to.include('Numbered');
      expect(await subjects(`#${number}`)).to.deep.equal(['Numbered']);
    });

    it('by the words of subject and messages, in any case and without accents', async () => {
      await make('Rückgabe der Schuhe', { text: 'They are too small, café-brown ones.' });
      for (const q of ['rückgabe', 'RUCKGABE', 'schuh rück', 'too small', 'cafe', 'Brown']) {
        expect(await subjects(q), q).to.deep.equal(['Rückgabe der Schuhe']);
      }
      expect(await subjects('schuhe red')).to.deep.equal([]);
    });

    it('by what was answered and by an earlier subject', async () => {
      const id = await make('Zebra');
      await gateway.admin.post(`/tickets/${id}/replies`, { text: 'Your voucher is XK-4711.' });
      await gateway.admin.patch(`/tickets/${id}`, { subject: 'Giraffe' });
      for (const q of ['xk-4711', 'zebra', 'giraffe'])
        expect(await subjects(q), q).to.deep.equal(['Giraffe']);
    });

    it('by text in a script without spaces', async () => {
      await make('注文の返品', { text: '靴が小さいです' });
      expect(await subjects('返品')).to.deep.equal(['注文の返品']);
      expect(await subjects('靴')).to.deep.equal(['注文の返品']);
    });

    it("by the contact's name, address or number", async () => {
      await make('From Dora', { contact: { name: 'Dora Dahl', email: 'Dora.D@Shop.Example' } });
      await make('From a phone', { contact: { phone: '+4930987654' } });
      for (const q of ['dahl', 'dora.d@shop', 'DORA', 'shop.example']) {
        expect(await subjects(q), q).to.deep.equal(['From Dora']);
      }
      expect(await subjects('+49 30 9876')).to.deep.equal(['From a phone']);
    });

    it('within a view, and find nothing by signs alone', async () => {
      const id = await make('Ibex one');
      await make('Ibex two');
      await gateway.admin.patch(`/tickets/${id}`, { status: 'closed' });
      expect(await subjects('ibex', '&view=closed')).to.deep.equal(['Ibex one']);
      expect(await subjects('.*')).to.deep.equal([]);
    });
  });
});
