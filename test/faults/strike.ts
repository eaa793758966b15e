import { eventually } from '../support/gateway.ts';
import type { Act } from './acts.ts';
import type { Desk } from './desk.ts';
import type { When } from './plan.ts';

/** A place at which the gateway can die. */
export interface Point {
  when: When;
  at: number;
  name: string;
}

let count = 0;

/** Every place at which an act writes, in order, found by watching it go well. */
export async function listPoints(desk: Desk, act: Act): Promise<Point[]> {
  const id = await begin(desk, act);
  await desk.striker.arm({ when: 'before', at: 0, signal: 'SIGKILL' });
  await finish(desk, act, id);
  await desk.striker.disarm();
  const points = (await desk.striker.seen()).map((line) => {
    const [when, ...name] = line.split(' ');
    return { when: when === 'after' ? 'after' : 'before', name: name.join(' ') } as const;
  });
  return points.map((point, i) => ({
    ...point,
    at: points.slice(0, i + 1).filter((p) => p.when === point.when).length,
  }));
}

/** Kills the gateway at a place of an act, starts it again, and holds what became of the act to the invariants. */
export async function strikeAt(desk: Desk, act: Act, { when, at }: Point): Promise<{ wasStruck: boolean }> {
  const id = await begin(desk, act);
  await desk.striker.arm({ when, at, signal: 'SIGKILL' });
  const wasStruck = await untilStruckOrDone(desk, act, id);
  await desk.striker.disarm();
  if (wasStruck) await desk.restart();
  await finish(desk, act, id);
  await act.check(desk, id);
  return { wasStruck };
}

async function begin(desk: Desk, act: Act): Promise<string> {
  count += 1;
  const id = `${act.name.replaceAll(' ', '-')}-${count}`;
  await act.prepare(desk, id);
  return id;
}

async function untilStruckOrDone(desk: Desk, act: Act, id: string): Promise<boolean> {
  const trying = act.attempt(desk, id);
  const wasStruck = async () => (await desk.striker.seen()).some((line) => line.startsWith('SIG'));
  await eventually(`${id} is done or struck`, async () => (await wasStruck()) || act.isDone(desk, id));
  await trying;
  return wasStruck();
}

async function finish(desk: Desk, act: Act, id: string): Promise<void> {
  await eventually(`${id} is taken`, () => act.attempt(desk, id));
  await eventually(`${id} is done`, () => act.isDone(desk, id));
}
