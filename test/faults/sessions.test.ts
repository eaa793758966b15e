import { expect } from 'chai';
import { eventually } from '../support/gateway.ts';
import { type Act, submitForm } from './acts.ts';
import { type Desk, openDesk } from './desk.ts';
import { isLong } from './sizes.ts';
import { expectWhole } from './whole.ts';

const ROUNDS = isLong ? 100 : 6;
const FORMS = 8;

describe('a database that ends all sessions of a living gateway', function () {
  this.timeout(isLong ? 600_000 : 60_000);
  let desk: Desk;
  before(async () => {
    desk = await openDesk();
  });
  after(() => desk[Symbol.asyncDispose]());

  const endSessions = () => desk.db.getClient().db('admin').command({ killAllSessions: [] });

  async function takeAndEnd(round: number): Promise<[Act, string][]> {
    const ids = Array.from({ length: FORMS }, (_, i) => `ended-${round}-${i}`);
    const taking = ids.map((id) => eventually(`${id} is taken`, () => submitForm.attempt(desk, id)));
    // Its transactions, change stream and cursors end wherever they are in their work.
    await Promise.all([endSessions(), ...taking.map((taken) => taken.then(endSessions))]);
    for (const id of ids) await eventually(`${id} is routed`, () => submitForm.isDone(desk, id));
    return ids.map((id) => [submitForm, id]);
  }

  it('routes on, and loses and doubles nothing', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const began = performance.now();
      for (const [act, id] of await takeAndEnd(round)) await act.check(desk, id);
      expect(performance.now() - began, `milliseconds of round ${round}`).to.be.below(15_000);
    }
    await expectWhole(desk);
  });
});
