/** How hard a case is driven: so many at once, for so long, after a warm-up that does not count. */
export interface Load {
  concurrency: number;
  seconds: number;
  warmUpSeconds: number;
}

/** What came of driving one case. `milliseconds` are percentiles of the single operations that succeeded. */
export interface Measured {
  count: number;
  failed: number;
  seconds: number;
  perSecond: number;
  milliseconds: { p50: number; p95: number; p99: number; max: number };
}

/** One operation of a case; `n` is different at each call. */
export type Work = (n: number) => Promise<unknown>;

let calls = 0;

/** Keeps `concurrency` operations running until the time is over, and waits for the last. `now` is in milliseconds. */
export async function measure(
  load: Load,
  work: Work,
  now: () => number = () => performance.now(),
): Promise<Measured> {
  if (load.warmUpSeconds > 0) await drive({ ...load, seconds: load.warmUpSeconds }, work, now);
  return await drive(load, work, now);
}

/** The figures of two rounds of one case, as if they had been one. Percentiles are those of the slower round. */
export function mergeRounds(one: Measured, two: Measured): Measured {
  const seconds = one.seconds + two.seconds;
  const slower = (name: keyof Measured['milliseconds']) =>
    Math.max(one.milliseconds[name], two.milliseconds[name]);
  return {
    count: one.count + two.count,
    failed: one.failed + two.failed,
    seconds,
    perSecond: (one.count + two.count) / seconds,
    milliseconds: { p50: slower('p50'), p95: slower('p95'), p99: slower('p99'), max: slower('max') },
  };
}

async function drive(load: Load, work: Work, now: () => number): Promise<Measured> {
  const taken: number[] = [];
  let failed = 0;
  const start = now();
  const end = start + load.seconds * 1000;
  async function repeat(): Promise<void> {
    while (now() < end) {
      const begun = now();
      calls += 1;
      try {
        await work(calls);
        taken.push(now() - begun);
      } catch {
        failed += 1;
      }
    }
  }
  await Promise.all(Array.from({ length: load.concurrency }, repeat));
  return summarise(taken, failed, (now() - start) / 1000);
}

/** The figures of operations that took so many milliseconds each. */
export function summarise(taken: number[], failed: number, seconds: number): Measured {
  const sorted = taken.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
  return {
    count: taken.length,
    failed,
    seconds,
    perSecond: taken.length / seconds,
    milliseconds: { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) },
  };
}
