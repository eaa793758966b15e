import { expect } from 'chai';
import type { Answer } from '../support/api-client.ts';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { storeIncoming } from '../support/incoming.ts';
import { makeForm, routed, submit } from '../support/workspace.ts';

const HOUR = 3_600_000;

describe('a snoozed ticket', () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await startTestGateway();
  });
  after(() => gateway.stop());

  const ok = ({ status, body }: Answer) => {
    expect(status, JSON.stringify(body)).to.be.oneOf([200, 201]);
    return body;
  };
  const make = async () => ok(await gateway.admin.post('/tickets', { subject: 'Later' })).id;
  const inHours = (hours: number) => new Date(gateway.clock.now() + hours * HOUR).toISOString();
  const patch = (id: string, change: object) => gateway.admin.patch(`/tickets/${id}`, change);
  const read = async (id: string) => ok(await gateway.admin.get(`/tickets/${id}`));
  const back = (id: string) =>
    eventually('it is back', async () => {
      const ticket = await read(id);
      return ticket.snoozedUntil === null && ticket;
    });

  it('is pending until its time, then comes back by itself and says why', async () => {
    const id = await make();
    const until = inHours(2);
    expect(ok(await patch(id, { snoozedUntil: until }))).to.include({
      status: 'pending',
      snoozedUntil: until,
    });
    gateway.clock.moveBy(2 * HOUR);
    const ticket = await back(id);
    expect(ticket.status).to.equal('open');
    expect(ticket.wokeUp.reason).to.equal('snooze-over');
    const { items } = ok(await gateway.admin.get(`/tickets/${id}/events`));
    expect(items.filter((e: { kind: string }) => e.kind === 'woke')).to.have.length(1);
    expect(ok(await patch(id, { status: 'closed' })).wokeUp).to.equal(null);
  });

  it('wakes once, whichever of two processes looks first, also after the one that snoozed it is gone', async () => {
    const web = await gateway.another();
    const ids = await Promise.all([make(), make(), make()]);
    for (const id of ids) ok(await patch(id, { snoozedUntil: inHours(1) }));
    await web.stop();
    const other = await gateway.another({ PROCESS: 'worker' });
    gateway.clock.moveBy(HOUR);
    for (const id of ids) {
      await back(id);
      const { items } = ok(await gateway.admin.get(`/tickets/${id}/events`));
      expect(items.filter((e: { kind: string }) => e.kind === 'woke')).to.have.length(1);
    }
    await other.stop();
  });

  it('is found by the filter, and not among the others', async () => {
    const id = await make();
    ok(await patch(id, { snoozedUntil: inHours(5) }));
    const ids = async (query: string) =>
      ok(await gateway.admin.get(`/tickets?${query}`)).items.map((t: { id: string }) => t.id);
    expect(await ids('snoozed=true')).to.deep.equal([id]);
    expect(await ids('view=all-open&snoozed=false')).not.to.include(id);
    expect(await ids('view=all-open')).to.include(id);
  });

  it('is woken by hand, by another status, and by being closed', async () => {
    for (const [change, status] of [
      [{ snoozedUntil: null }, 'open'],
      [{ status: 'open' }, 'open'],
      [{ status: 'closed' }, 'closed'],
    ] as const) {
      const id = await make();
      ok(await patch(id, { snoozedUntil: inHours(1) }));
      expect(ok(await patch(id, change))).to.include({ status, snoozedUntil: null, wokeUp: null });
    }
  });

  it('is reopened when it was closed', async () => {
    const id = await make();
    ok(await patch(id, { status: 'closed' }));
    expect(ok(await patch(id, { snoozedUntil: inHours(1) }))).to.include({
      status: 'pending',
      closedAt: null,
    });
  });

  it('is woken by a message of the customer', async () => {
    const form = await makeForm(gateway, { assign: { to: 'nobody' } });
    const from = 'carl@customer.example';
    const { id } = await routed(gateway, await submit(gateway, form, { email: from, subject: 'Wake me' }));
    ok(await patch(id, { snoozedUntil: inHours(3) }));
    const thread = { references: [], token: null, replySubject: 'Wake me' };
    await storeIncoming(gateway, form, { from, thread });
    const ticket = await back(id);
    expect(ticket).to.include({ status: 'open' });
    expect(ticket.wokeUp.reason).to.equal('customer-wrote');
  });

  it('is refused in the past, and with another status', async () => {
    const id = await make();
    const past = await patch(id, { snoozedUntil: inHours(-1) });
    expect(past.status).to.equal(400);
    expect(past.body.errors[0].path).to.equal('snoozedUntil');
    const both = await patch(id, { snoozedUntil: inHours(1), status: 'closed' });
    expect(both.body.errors[0].path).to.equal('status');
    expect((await read(id)).snoozedUntil).to.equal(null);
  });
});
