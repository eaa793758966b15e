import { type Act, handOver, receiveMail, reply, submitForm } from './acts.ts';
import { type Desk, openDesk } from './desk.ts';
import { isLong } from './sizes.ts';
import { listPoints, type Point, strikeAt } from './strike.ts';
import { expectWhole } from './whole.ts';

/** A few, spread evenly, and the instant after all is stored and before anybody knows; in the long form all. */
function chosen(points: readonly Point[], few: number): Point[] {
  if (isLong) return [...points];
  const isStored = ({ when, name }: Point) =>
    when === 'after' && /commitTransaction|insert journal/.test(name);
  const step = points.length / (few - 1);
  const spread = Array.from({ length: few - 1 }, (_, i) => points[Math.floor((i + 0.5) * step)]);
  return [...spread, points.find(isStored)].flatMap((p) => p ?? []);
}

/** Kills the process at places of the act, a few in the short form, and looks each time at what became of it. */
async function strike(desk: Desk, act: Act, few: number): Promise<void> {
  const points = await listPoints(desk, act);
  if (points.length < few) throw new Error(`Only ${points.length} writes of ${act.name} were seen.`);
  for (const point of chosen(points, few)) {
    await strikeAt(desk, act, point).catch((cause) => {
      const where = `${point.when} ${point.name} (${point.at})`;
      throw new Error(`Killed ${where}, ${act.name} went wrong: ${cause}`, { cause });
    });
  }
  await expectWhole(desk);
}

describe('a gateway killed between any two writes', function () {
  this.timeout(isLong ? 1_800_000 : 60_000);
  let desk: Desk;
  before(async () => {
    desk = await openDesk();
  });
  after(() => desk[Symbol.asyncDispose]());

  it('loses and doubles no form, and promises no wrong number', () => strike(desk, submitForm, 2));
  it('loses and doubles no mail, nor its acknowledgement', () => strike(desk, receiveMail, 3));
  it('stores a reply once, and sends it at most once with its fate shown', () => strike(desk, reply, 3));
  it('changes an owner with everything that belongs to it, or not at all', () => strike(desk, handOver, 1));
});

for (const [struck, few] of [
  ['web', 1],
  ['worker', 2],
] as const) {
  describe(`a ${struck} process killed between any two writes`, function () {
    this.timeout(isLong ? 600_000 : 60_000);

    it('loses and doubles no form on its way through the journal', async () => {
      await using desk = await openDesk({ struck });
      await strike(desk, submitForm, few);
    });
  });
}
