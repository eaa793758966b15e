import { expect } from 'chai';
import { loadModel } from '../../src/router/load-model.ts';
import type { Answer } from '../support/api-client.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent } from '../support/workspace.ts';

describe('several tickets changed at once', () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await startTestGateway();
  });
  after(() => gateway.stop());

  const ok = ({ status, body }: Answer) => {
    expect(status, JSON.stringify(body)).to.be.oneOf([200, 201]);
    return body;
  };
  const make = async (tags: string[] = []): Promise<string> =>
    ok(await gateway.admin.post('/tickets', { subject: 'One of many', tags })).id;
  const bulk = (body: object) => gateway.admin.post('/tickets/bulk', body);
  const read = async (id: string) => ok(await gateway.admin.get(`/tickets/${id}`));

  it('are closed, given to somebody and tagged, each keeping its other tags', async () => {
    const ana = await makeAgent(gateway, 'Ana');
    const tickets = [await make(['old', 'kept']), await make()];
    const change = {
      addTags: ['new'],
      removeTags: ['old'],
      owner: { user: ana.id },
      set: { priority: 'high' },
    };
    const { results } = ok(await bulk({ tickets, ...change }));
    expect(results).to.deep.equal(tickets.map((ticket) => ({ ticket, ok: true, error: null })));
    expect(await read(tickets[0] ?? '')).to.deep.include({
      tags: ['kept', 'new'],
      owner: ana.id,
      priority: 'high',
    });
    ok(await bulk({ tickets, set: { status: 'closed' } }));
    for (const id of tickets) expect((await read(id)).status).to.equal('closed');
    expect((await loadModel(gateway.db).findById(ana.id).lean())?.rev).to.equal(4);
  });

  it('do not keep each other from it when one cannot be changed', async () => {
    const [good, merged] = [await make(), await make()];
    ok(await gateway.admin.post(`/tickets/${merged}/merge`, { into: await make() }));
    const { results } = ok(await bulk({ tickets: ['nothing', merged, good], set: { status: 'closed' } }));
    expect(results.map((r: { ok: boolean }) => r.ok)).to.deep.equal([false, false, true]);
    expect(results.map((r: { error: { code: string } | null }) => r.error?.code)).to.deep.equal([
      'not-found',
      'merged',
      undefined,
    ]);
  });

  it('are a hundred at most', async () => {
    const { status, body } = await bulk({ tickets: Array.from({ length: 101 }, (_, i) => `t${i}`) });
    expect(status).to.equal(400);
    expect(body.errors[0].path).to.equal('tickets');
  });
});
