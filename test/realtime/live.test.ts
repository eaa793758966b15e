import { expect } from 'chai';
import { PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';
import { type ConsoleClient, enterConsole } from './console-client.ts';

describe('a console', () => {
  let gateway: TestGateway;
  let ana: Awaited<ReturnType<typeof makeAgent>>;
  let form: string;
  let client: ConsoleClient;
  before(async () => {
    gateway = await startTestGateway();
    ana = await makeAgent(gateway, 'Ana');
    await ana.api.signIn(ana.email, PASSWORD);
    form = await makeForm(gateway, {
      assign: { to: 'specific', users: [ana.id], teams: [] },
      distribution: 'round-robin',
    });
  });
  beforeEach(async () => {
    client = await enterConsole(gateway.url, ana.api);
  });
  afterEach(() => client.close());
  after(() => gateway.stop());

  it('is told of a new ticket and its message as the lists of the API show them', async () => {
    const number = await submit(gateway, form);
    const { ticket } = await client.hear('ticket', (p) => String(p.ticket.number) === number);
    const { message, ticket: of, complete } = await client.hear('message', (p) => p.ticket.id === ticket.id);
    const shown = await routed(gateway, number);
    expect(ticket).to.deep.equal(shown);
    expect(of).to.deep.equal({ id: ticket.id, number: Number(number) });
    const { body } = await gateway.admin.get(`/tickets/${number}/messages`);
    expect(message).to.deep.equal(body.items[0]);
    expect(complete).to.equal(true);
  });
});
