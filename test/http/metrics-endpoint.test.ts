import { expect } from 'chai';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';

const FIGURES = [
  'deskroute_inbound_accepted_total{kind="form"} 1',
  'deskroute_decisions_total{outcome="assigned"} 1',
  'deskroute_channels{kind="form",state="connected"} 1',
  'deskroute_database_up 1',
  'deskroute_router_led 1',
];

describe('GET /metrics of a running gateway', () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await startTestGateway();
  });
  after(() => gateway.stop());

  it('counts what came in and what was decided, and names nobody', async () => {
    const ana = await makeAgent(gateway, 'Ana');
    const form = await makeForm(gateway, { assign: { to: 'specific', users: [ana.id], teams: [] } });
    await routed(gateway, await submit(gateway, form));
    const body: string = await eventually('the figures show it', async () => {
      const answer = await gateway.client().get('//metrics');
      const lines = new Set(answer.body.split('\n'));
      return FIGURES.every((figure) => lines.has(figure)) && answer.body;
    });
    expect(body).to.include('route="/forms/:channelId/submissions",status="201"');
    expect(body).not.to.match(/Ana|carl@|customer\.example/);
    expect(body).not.to.include(form);
  });
});
