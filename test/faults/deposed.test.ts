import { expect } from 'chai';
import { eventually } from '../support/gateway.ts';
import { submitForm } from './acts.ts';
import { type Desk, openDesk } from './desk.ts';
import { isLong } from './sizes.ts';
import { expectWhole } from './whole.ts';
import { signIn } from './workspace.ts';

describe('a router that is halted in the middle of its write and wakes up deposed', function () {
  this.timeout(60_000);
  let desk: Desk;
  before(async () => {
    desk = await openDesk();
  });
  after(() => desk[Symbol.asyncDispose]());

  for (const name of isLong
    ? ['update leases', 'insert tickets', 'commitTransaction']
    : ['commitTransaction']) {
    it(`writes nothing late when halted before ${name}`, async () => {
      const id = `late-${name.replace(' ', '-')}`;
      await desk.striker.arm({ when: 'before', at: 0, name, signal: 'SIGSTOP' });
      const submitting = submitForm.attempt(desk, id);
      const halted = await eventually('the router is halted', async () =>
        (await desk.striker.seen()).find((line) => line.startsWith('SIGSTOP')),
      );
      const epoch = async () =>
        (await desk.db.collection('leases').findOne({ _id: 'router' as never }))?.epoch;
      const before = await epoch();
      const second = await desk.another();
      await eventually('another process routes', async () => (await epoch()) > before);
      process.kill(Number(halted.split(' ')[1]), 'SIGCONT');
      expect(await submitting, 'the customer is answered').to.equal(true);
      await eventually('the ticket is routed', () => submitForm.isDone(desk, id));
      await submitForm.check(desk, id);
      await expectWhole({ ...desk, admin: await signIn(second.url) });
      await second.kill();
      await desk.restart();
    });
  }
});
