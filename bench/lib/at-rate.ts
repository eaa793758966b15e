import { setTimeout as pause } from 'node:timers/promises';
import { type Measured, summarise } from './measure.ts';

/** One operation whose time is not that of the call: it answers how long it took, in milliseconds. */
export type Timed = (n: number) => Promise<number>;

let calls = 0;

/** Starts so many operations a second, whether or not earlier ones are done, and waits for the last. */
export async function measureAtRate(
  { rate, seconds, warmUpSeconds }: { rate: number; seconds: number; warmUpSeconds: number },
  work: Timed,
): Promise<Measured> {
  await drive(rate, warmUpSeconds, work);
  return await drive(rate, seconds, work);
}

async function drive(rate: number, seconds: number, work: Timed): Promise<Measured> {
  const start = performance.now();
  const running: Promise<number | null>[] = [];
  for (let i = 0; i < rate * seconds; i += 1) {
    const wait = start + (i * 1000) / rate - performance.now();
    if (wait > 0) await pause(wait);
    calls += 1;
    running.push(work(calls).catch(() => null));
  }
  const results = await Promise.all(running);
  const taken = results.filter((result) => result !== null);
  return summarise(taken, results.length - taken.length, (performance.now() - start) / 1000);
}
