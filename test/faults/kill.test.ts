import { type Act, handOver, receiveMail, reply, submitForm } from './acts.ts';
import { type Desk, openDesk } from './desk.ts';
import { isLong } from './sizes.ts';
import { listPoints, type Point, strikeAt } from './strike.ts';
import { expectWhole } from './whole.ts';

/** A few, spread evenly; in the long form all. */
function chosen(points: readonly Point[], few: number): Point[] {
  if (isLong) return [...points];
  const step = points.length / few;
  return Array.from({ length: few }, (_, i) => points[Math.floor((i + 0.5) * step)]).flatMap((p) => p ?? []);
}

describe('a gateway killed between any two writes', function () {
  this.timeout(isLong ? 1_800_000 : 60_000);
  let desk: Desk;
  before(async () => {
    desk = await openDesk();
  });
  after(() => desk[Symbol.asyncDispose]());

  const loses = (act: Act, few: number) => async () => {
    const points = await listPoints(desk, act);
    if (points.length < few) throw new Error(`Only ${points.length} writes of ${act.name} were seen.`);
    for (const point of chosen(points, few)) {
      await strikeAt(desk, act, point).catch((cause) => {
        const where = `${point.when} ${point.name} (${point.at})`;
        throw new Error(`Killed ${where}, ${act.name} went wrong: ${cause}`, { cause });
      });
    }
    await expectWhole(desk);
  };

  it('loses and doubles no form, and promises no wrong number', loses(submitForm, 3));
  it('loses and doubles no mail, nor its acknowledgement', loses(receiveMail, 5));
  it('stores a reply once, and sends it at most once with its fate shown', loses(reply, 4));
  it('changes an owner with everything that belongs to it, or not at all', loses(handOver, 2));
});
