import { setImmediate as others } from 'node:timers/promises';
import { AppError } from '../http/errors.ts';

/** For so many milliseconds a long calculation keeps everything else waiting. */
const SLICE_MS = 15;

/** How a long calculation is watched and bounded. */
export interface SliceOptions<Step> {
  /** Is shown every step. */
  see?(step: Step): void;
  /** Milliseconds of work after which it is given up. */
  mostMs?: number;
  /** Milliseconds from any start; for tests. */
  now?(): number;
}

/** 400: what was asked for takes longer than a calculation may. */
export class TooMuchWork extends AppError {
  constructor() {
    super(400, 'too-much-work', 'This takes too long to work out. Choose a shorter period.');
  }
}

/** The same items, but everything else goes on in between: a cursor that has many at hand gives nobody else a turn. */
export async function* leavingRoom<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item, void, undefined> {
  let began = performance.now();
  for await (const item of items) {
    yield item;
    if (performance.now() - began < SLICE_MS) continue;
    await others();
    began = performance.now();
  }
}

/** Runs a calculation that yields now and then to its end, and lets everything else go on in between. */
export async function finishInSlices<Step, Result>(
  steps: Generator<Step, Result, undefined>,
  { see, mostMs = Number.POSITIVE_INFINITY, now = () => performance.now() }: SliceOptions<Step> = {},
): Promise<Result> {
  let worked = 0;
  for (let began = now(); ; ) {
    const step = steps.next();
    if (step.done) return step.value;
    see?.(step.value);
    const spent = now() - began;
    if (worked + spent > mostMs) throw new TooMuchWork();
    if (spent < SLICE_MS) continue;
    worked += spent;
    await others();
    began = now();
  }
}
