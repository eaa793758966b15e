import { expect } from 'chai';
import { MOST_TICKETS } from '../../src/simulations/period-tickets.ts';
import { newTicket } from '../../src/tickets/new-ticket.ts';
import { type TicketRecord, ticketModel } from '../../src/tickets/ticket-model.ts';
import type { Answer } from '../support/api-client.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';

const DAY = 86_400_000;
const NOBODY = { assign: { to: 'nobody' } };

describe('the limits of a simulation', () => {
  let gateway: TestGateway;
  let form: string;
  let ana: string;
  before(async () => {
    gateway = await startTestGateway();
    ana = (await makeAgent(gateway, 'Ana')).id;
    form = await makeForm(gateway, NOBODY);
  });
  after(() => gateway.stop());

  const iso = (daysAgo: number) => new Date(gateway.clock.now() - daysAgo * DAY).toISOString();
  const simulate = (more: object) =>
    gateway.admin.post('/routing/simulations', {
      channel: form,
      policy: NOBODY,
      from: iso(10),
      to: iso(0),
      ...more,
    });
  const pathsOf = ({ body }: Answer) => body.errors?.map(({ path }: { path: string }) => path);

  /** Stores a ticket that the router does not look at. */
  const store = (number: number, at: Date, more: Partial<TicketRecord> = {}) => {
    const made = newTicket({
      number,
      channel: { _id: form, kind: 'form' },
      contact: null,
      subject: 'Old',
      text: '',
      at,
    });
    const routing = { ...made.routing, state: 'settled' as const, reason: 'policy-nobody' };
    return { ...made, routing, ...more };
  };

  it('refuse a period that ends before it starts, or takes more than 92 days', async () => {
    expect(pathsOf(await simulate({ from: iso(0), to: iso(1) }))).to.deep.equal(['to']);
    expect(pathsOf(await simulate({ from: iso(93) }))).to.deep.equal(['from']);
    expect(pathsOf(await simulate({ from: 'yesterday' }))).to.deep.equal(['from']);
    const to = iso(0);
    const from = new Date(Date.parse(to) - 92 * DAY).toISOString();
    expect((await simulate({ from, to })).status).to.equal(200);
  });

  it('refuse a policy as saving it does, field by field', async () => {
    const policy = {
      assign: { to: 'specific', users: [ana, 'stranger'], teams: [] },
      skills: { required: ['none'] },
      steps: [{ afterMinutes: 5, do: { assign: { to: 'team', team: 'none' } } }],
    };
    const answer = await simulate({ policy });
    const saved = await gateway.admin.patch(`/channels/${form}`, { policy });
    expect(answer.status).to.equal(400);
    expect(answer.body.errors).to.deep.equal(saved.body.errors);
    expect(pathsOf(await simulate({ policy: { assign: { to: 'team' } } }))).to.deep.equal([
      'policy.assign.team',
    ]);
  });

  it('refuse unknown channels and fields', async () => {
    expect(pathsOf(await simulate({ channel: 'none' }))).to.deep.equal(['channel']);
    expect(pathsOf(await simulate({ surprise: 1 }))).to.deep.equal(['surprise']);
  });

  it('let only admins ask', async () => {
    const agent = await makeAgent(gateway, 'Agent');
    await agent.api.signIn(agent.email, 'correct-horse-battery');
    const ask = [
      await agent.api.post('/routing/simulations', {}),
      await agent.api.post('/routing/previews', {}),
      await agent.api.post('/routing/coverage', {}),
      await agent.api.get(`/channels/${form}/coverage`),
    ];
    expect(ask.map(({ status }) => status)).to.deep.equal([403, 403, 403, 403]);
    const { key } = (
      await gateway.admin.post('/api-keys', { name: 'Planner', scopes: ['routing:write', 'channels:read'] })
    ).body;
    const program = gateway.client(key);
    const body = { channel: form, policy: NOBODY, from: iso(1), to: iso(0) };
    expect((await program.post('/routing/simulations', body)).status).to.equal(200);
    expect((await program.get(`/channels/${form}/coverage`)).status).to.equal(200);
  });

  it('leave out mail of machines and suspected spam', async () => {
    await routed(gateway, await submit(gateway, form));
    const at = new Date(gateway.clock.now() - DAY);
    const bounce = store(9001, at, { routing: { ...store(0, at).routing, reason: 'machine-mail' } });
    const taken = store(9002, at, { owner: ana, assignedAt: at });
    const spam = store(9003, at, { suspicion: 'Too quick.' });
    await ticketModel(gateway.db).insertMany([bounce, taken, spam]);
    await gateway.db.collection('messages').insertMany(
      [bounce, taken].map((ticket) => ({
        ticket: ticket._id,
        direction: 'in',
        automatic: 'auto-reply',
        text: 'I am away.',
        storedAt: at,
      })),
    );
    expect((await simulate({})).body.tickets).to.equal(1);
  });

  it('name the field when the period has too many tickets', async () => {
    const at = new Date(gateway.clock.now() - 60 * DAY);
    const many = Array.from({ length: MOST_TICKETS + 1 }, (_, i) => store(100_000 + i, at));
    await gateway.db.collection<TicketRecord>('tickets').insertMany(many);
    const answer = await simulate({ from: iso(61) });
    expect(answer.status).to.equal(400);
    expect(pathsOf(answer)).to.deep.equal(['from']);
    expect((await simulate({ from: iso(59) })).status).to.equal(200);
  });
});
