import { expect } from 'chai';
import { ticketModel } from '../../src/tickets/ticket-model.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm } from '../support/workspace.ts';

const PAIRS = 25;

describe('a form that is sent to two processes at once', function () {
  this.timeout(60_000);
  let gateway: TestGateway;
  let second: Awaited<ReturnType<TestGateway['another']>>;
  before(async () => {
    gateway = await startTestGateway();
    // It never leads: it takes in by the journal while the first takes in by the door.
    second = await gateway.another({ PROCESS: 'web' });
  });
  after(async () => {
    await second.stop();
    await gateway.stop();
  });

  async function send(url: string, form: string, key: string): Promise<string> {
    const answer = await fetch(`${url}/forms/${form}/submissions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ name: 'Carl', email: `${key}@shop.example`, subject: key, message: 'Broken.' }),
    });
    return `${answer.status} ${await answer.text()}`;
  }

  it('makes one ticket, and both are told its number', async () => {
    const agent = await makeAgent(gateway, 'Ana');
    const form = await makeForm(gateway, { assign: { to: 'specific', users: [agent.id], teams: [] } });
    const urls = [gateway.url, second.url ?? ''];
    const keys = Array.from({ length: PAIRS }, (_, i) => `same-${i}`);
    const told = await Promise.all(keys.map((key) => Promise.all(urls.map((url) => send(url, form, key)))));
    for (const [one, other] of told) expect(one).to.equal(other);
    const tickets = await ticketModel(gateway.db).find({ channel: form }).lean();
    expect(tickets.map((t) => `201 {"reference":"${t.number}"}`)).to.have.members(told.map(([one]) => one));
    // Sent once more, wherever, it is the same.
    const again = await Promise.all(keys.map((key, i) => send(urls[i % 2] ?? '', form, key)));
    expect(again).to.deep.equal(told.map(([one]) => one));
  });
});
