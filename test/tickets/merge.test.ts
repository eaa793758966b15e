import { expect } from 'chai';
import { loadModel } from '../../src/router/load-model.ts';
import { createSecretBox } from '../../src/store/secret-box.ts';
import { ticketToken } from '../../src/tickets/ticket-token.ts';
import type { Answer, ApiClient } from '../support/api-client.ts';
import { eventually, PASSWORD, SECRET_KEY, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { storeIncoming } from '../support/incoming.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';

const CARL = 'carl@customer.example';
const DORA = 'dora@customer.example';

describe('a merged ticket', () => {
  let gateway: TestGateway;
  let ana: { id: string; api: ApiClient };
  let form: string;
  before(async () => {
    gateway = await startTestGateway();
    const agent = await makeAgent(gateway, 'Ana');
    await agent.api.signIn(agent.email, PASSWORD);
    ana = agent;
    form = await makeForm(gateway, { assign: { to: 'nobody' } });
  });
  after(() => gateway.stop());

  const ok = ({ status, body }: Answer) => {
    expect(status, JSON.stringify(body)).to.be.oneOf([200, 201]);
    return body;
  };
  const read = async (id: string) => ok(await ana.api.get(`/tickets/${id}`));
  const texts = async (id: string) =>
    ok(await ana.api.get(`/tickets/${id}/messages`)).items.map((m: { text: string }) => m.text);
  const merge = (from: string, into: string) => ana.api.post(`/tickets/${from}/merge`, { into });
  const make = async (message: string, email = CARL) =>
    (await routed(gateway, await submit(gateway, form, { email, subject: message, message }))).id;
  const openOf = async (user: string) =>
    ok(await ana.api.get(`/tickets?view=all-open&owner=${user}&limit=200`)).items.length;

  it('closes, and its conversation goes on in the other one', async () => {
    const [first, second] = [await make('It broke.'), await make('And again.')];
    ok(await ana.api.post(`/tickets/${second}/notes`, { text: 'The same thing.' }));
    ok(await ana.api.patch(`/tickets/${second}`, { tags: ['again'] }));
    const target = ok(await merge(second, first));
    expect(target).to.deep.include({ id: first, tags: ['again'], snippet: 'And again.' });
    expect(await texts(first)).to.deep.equal(['It broke.', 'And again.', 'The same thing.']);
    expect(await texts(second)).to.deep.equal([]);
    const source = await read(second);
    expect(source).to.deep.include({
      status: 'closed',
      mergedInto: { id: first, number: target.number },
    });
    const kinds = ok(await ana.api.get(`/tickets/${first}/events`)).items.map(
      (e: { kind: string; ticket: string }) => `${e.kind} ${e.ticket === first ? 'first' : 'second'}`,
    );
    expect(kinds).to.include.members(['decision first', 'decision second', 'merged first', 'merged second']);
  });

  it('takes no more changes, and is no target', async () => {
    const [first, second, third] = [await make('1'), await make('2'), await make('3')];
    ok(await merge(second, first));
    for (const answer of [
      await ana.api.patch(`/tickets/${second}`, { status: 'open' }),
      await ana.api.put(`/tickets/${second}/owner`, { user: ana.id }),
      await ana.api.post(`/tickets/${second}/replies`, { text: 'x' }),
      await ana.api.post(`/tickets/${second}/notes`, { text: 'x' }),
      await merge(third, second),
      await merge(second, third),
      await ana.api.post(`/tickets/${third}/unmerge`, {}),
    ])
      expect(answer.status, JSON.stringify(answer.body)).to.equal(409);
    expect((await merge(first, first)).status).to.equal(400);
    expect((await merge(third, 'nothing')).body.errors[0].path).to.equal('into');
  });

  it('leads what its customer writes later to the other one, over several merges', async () => {
    const [first, second, third] = [await make('a'), await make('b', DORA), await make('c')];
    ok(await merge(third, second));
    ok(await merge(second, first));
    const sign = (text: string) => createSecretBox(SECRET_KEY).sign(text, 'tickets');
    const thread = { references: [], token: ticketToken(third, sign), replySubject: null };
    await storeIncoming(gateway, form, { from: CARL, thread, text: 'by token' });
    const earlier = { references: [], token: null, replySubject: 'b' };
    await storeIncoming(gateway, form, { from: DORA, thread: earlier, text: 'by subject' });
    const all = await eventually('both are there', async () => {
      const found = await texts(first);
      return found.length >= 5 && found;
    });
    expect(all).to.have.members(['a', 'b', 'c', 'by token', 'by subject']);
  });

  it('gives its owner to the other one, and counts for its owner no more', async () => {
    const [first, second] = [await make('x'), await make('y')];
    ok(await ana.api.put(`/tickets/${second}/owner`, { user: ana.id }));
    const before = await openOf(ana.id);
    expect(ok(await merge(second, first)).owner).to.equal(ana.id);
    expect(await openOf(ana.id)).to.equal(before);
    const loads = await loadModel(gateway.db).findById(ana.id).lean();
    expect(loads?.rev).to.be.greaterThan(2);
  });

  it('is one of two when both are merged into each other at once', async () => {
    const [first, second] = [await make('p'), await make('q')];
    const answers = await Promise.all([merge(first, second), merge(second, first)]);
    expect(answers.map((a) => a.status).toSorted()).to.deep.equal([200, 409]);
    const open = [await read(first), await read(second)].filter((t) => t.status !== 'closed');
    expect(open).to.have.length(1);
    expect(await texts(open[0].id)).to.have.members(['p', 'q']);
  });

  it('gets everything back when it is undone, also what was merged into it before', async () => {
    const [first, second, third] = [await make('own'), await make('its'), await make('its own')];
    ok(await merge(third, second));
    ok(await merge(second, first));
    expect(await texts(first)).to.have.length(3);
    const back = ok(await ana.api.post(`/tickets/${second}/unmerge`, {}));
    expect(back).to.include({ status: 'open', mergedInto: null });
    expect(await texts(first)).to.deep.equal(['own']);
    expect(await texts(second)).to.deep.equal(['its', 'its own']);
    expect((await read(first)).snippet).to.equal('own');
    ok(await ana.api.post(`/tickets/${third}/unmerge`, {}));
    expect(await texts(third)).to.deep.equal(['its own']);
    expect((await ana.api.post(`/tickets/${third}/unmerge`, {})).status).to.equal(409);
  });

  it('brings along the draft that somebody has begun on it', async () => {
    const [first, second] = [await make('d1'), await make('d2')];
    ok(await ana.api.put(`/tickets/${second}/draft`, { text: 'I was about to say' }));
    ok(await merge(second, first));
    expect(ok(await ana.api.get(`/tickets/${first}/draft`)).text).to.equal('I was about to say');
  });

  it('takes nothing of another person along when one of the two is erased', async () => {
    const [carls, doras] = [await make("Carl's"), await make("Dora's", DORA)];
    const contact = (await read(doras)).contact;
    ok(await merge(doras, carls));
    const { messages } = ok(await gateway.admin.get(`/contacts/${contact}/export`));
    expect(messages.map((m: { text: string }) => m.text))
      .to.include("Dora's")
      .and.not.include("Carl's");
    expect((await gateway.admin.delete(`/contacts/${contact}`)).status).to.equal(204);
    expect(await texts(carls)).to.deep.equal(["Carl's"]);
    expect((await read(doras)).subject).to.equal('(erased)');
  });
});
