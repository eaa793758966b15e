import { expect } from 'chai';
import { notificationModel } from '../../src/notifications/notification-model.ts';
import { createNotifier } from '../../src/notifications/notifier.ts';
import { positionModelOf } from '../../src/notifications/position.ts';
import { createLeases } from '../../src/store/leases.ts';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { quietLog } from '../support/quiet-log.ts';
import { makeAgent } from '../support/workspace.ts';

describe('the notifier that was away', () => {
  let gateway: TestGateway;
  let ana: string;
  before(async () => {
    gateway = await startTestGateway({ PROCESS: 'web' });
    ana = (await makeAgent(gateway, 'Ana')).id;
  });
  after(() => gateway.stop());

  const position = () => positionModelOf(gateway.db).findById('notifier').lean();

  /** Runs a notifier until something came to pass, and a little log of what it warned of. */
  async function runUntil(what: string, ask: () => Promise<unknown>): Promise<string[]> {
    const { db, clock } = gateway;
    const warnings: string[] = [];
    const log = { ...quietLog, warn: (_: object, text: string) => warnings.push(text) };
    const notifier = createNotifier({ db, clock, log, leases: createLeases(db), work: [] });
    notifier.start();
    await eventually(what, async () => Boolean(await ask()));
    await notifier.stop();
    return warnings;
  }

  /** A ticket by hand, given to Ana by the super admin. */
  async function give(subject: string): Promise<string> {
    const { id } = (
      await gateway.admin.post('/tickets', { subject, text: 'x', contact: { email: 'c@shop.example' } })
    ).body;
    expect((await gateway.admin.put(`/tickets/${id}/owner`, { user: ana })).status).to.equal(200);
    return id;
  }

  const tellingOf = (ticket: string) =>
    notificationModel(gateway.db).find({ user: ana, kind: 'assigned', 'ticket.id': ticket }).lean();
  const isTold = (ticket: string) => async () => (await tellingOf(ticket)).length > 0;

  it('tells what happened meanwhile, once, though it comes to it twice', async () => {
    await runUntil('it knows its position', async () => (await position())?.token);
    const before = await position();
    const first = await give('First');
    await runUntil('the first is told', isTold(first));
    // As after a crash between the telling and the position.
    await positionModelOf(gateway.db).updateOne({ _id: 'notifier' }, { $set: { token: before?.token } });
    const second = await give('Second');
    await runUntil('the second is told', isTold(second));
    expect(await tellingOf(first)).to.have.length(1);
    expect(await tellingOf(second)).to.have.length(1);
  });

  it('looks it up where the change stream no longer knows its position', async () => {
    const ticket = await give('Third');
    const { token } = (await position()) ?? {};
    expect(token).to.have.property('_data');
    const lost = { _data: 'of another database' };
    await positionModelOf(gateway.db).updateOne({ _id: 'notifier' }, { $set: { token: lost } });
    const warnings = await runUntil('the third is told', isTold(ticket));
    expect(warnings.join()).to.contain('no longer knows');
    expect(await tellingOf(ticket)).to.have.length(1);
  });

  it('leaves the work to one of two at once', async () => {
    const ticket = await give('Fourth');
    await Promise.all([1, 2].map(() => runUntil('the fourth is told', isTold(ticket))));
    expect(await tellingOf(ticket)).to.have.length(1);
  });
});
