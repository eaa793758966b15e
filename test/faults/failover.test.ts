import { expect } from 'chai';
import { eventually } from '../support/gateway.ts';
import { startReplicaSet, type TestReplicaSet } from '../support/mongo.ts';
import { type Act, receiveMail, submitForm } from './acts.ts';
import { type Desk, openDesk } from './desk.ts';
import { isLong } from './sizes.ts';
import { expectWhole } from './whole.ts';

/** How long routing may stand still, in milliseconds. */
const RESUMES_WITHIN = 45_000;
const FORMS_AT_ONCE = isLong ? 32 : 4;

describe('a replica set that loses its primary in the middle', function () {
  this.timeout(60_000);
  let set: TestReplicaSet;
  let desk: Desk;
  before(async () => {
    set = await startReplicaSet(3);
    desk = await openDesk({ uri: set.uri });
  });
  after(async () => {
    await desk[Symbol.asyncDispose]();
    await set.stop();
  });

  /** Customers send forms and mails, each as often as it takes, until they are told to go home. */
  function receiveCustomers(name: string) {
    const taken: [Act, string][] = [];
    let areOpen = true;
    const sending = Array.from({ length: FORMS_AT_ONCE }, async (_, worker) => {
      for (let i = 0; areOpen; i += 1) {
        const id = `${name}-${worker}-${i}`;
        await patiently(`${id} is taken`, () => submitForm.attempt(desk, id));
        taken.push([submitForm, id]);
      }
    });
    return {
      taken,
      async mail(i: number) {
        await receiveMail.prepare(desk, `${name}-mail-${i}`);
        taken.push([receiveMail, `${name}-mail-${i}`]);
      },
      async close() {
        areOpen = false;
        await Promise.all(sending);
      },
    };
  }

  async function survive(name: string, fail: () => Promise<void>): Promise<void> {
    const customers = receiveCustomers(name);
    await eventually('the first are taken', async () => customers.taken.length > 20);
    await customers.mail(1);
    await Promise.all([fail(), customers.mail(2)]);
    const failedAt = Date.now();
    const later = `${name}-later`;
    await patiently('one more is taken', () => submitForm.attempt(desk, later));
    await patiently('one more is routed', () => submitForm.isDone(desk, later));
    expect(Date.now() - failedAt, 'milliseconds until routing went on').to.be.below(RESUMES_WITHIN);
    await customers.mail(3);
    await customers.close();
    for (const [act, id] of [...customers.taken, [submitForm, later] as const]) {
      await patiently(`${id} is done`, () => act.isDone(desk, id));
      await act.check(desk, id);
    }
    await expectWhole(desk);
  }

  it('loses and doubles nothing when the primary steps down', () => survive('down', set.stepDown));

  it('loses and doubles nothing when the primary is killed', () =>
    survive('dead', async () => (await set.primary()).kill()));
});

/** As `eventually`, with twice its patience: an election lies in between. */
function patiently(what: string, ask: () => Promise<boolean>): Promise<boolean> {
  return eventually(what, ask).catch(() => eventually(what, ask));
}
