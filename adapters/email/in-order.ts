/** What is done with each item, and how many may be on their way at once. */
export interface OrderedWork<Item> {
  atOnce: number;
  /** Gets an item ready, side by side with others. Resolves with what hands it over. */
  prepare(item: Item): Promise<() => Promise<void>>;
  /** Called in order, after the item and all before it were handed over. */
  done(item: Item): void | Promise<void>;
}

interface Running {
  ready: Promise<unknown>;
  finished: Promise<void>;
}

/**
 * Works through items side by side, hands them over in their order without waiting for the answer to the one before,
 * and calls `done` in order. After a failure nothing further is handed over; rejects with the first one once all
 * that runs has ended.
 */
export async function workInOrder<Item>(
  items: AsyncIterable<Item>,
  { atOnce, prepare, done }: OrderedWork<Item>,
): Promise<void> {
  const running: Running[] = [];
  let handed: Promise<unknown> = Promise.resolve();
  let finished: Promise<void> = Promise.resolve();
  const begin = (item: Item): Running => {
    const ready = prepare(item);
    const handing = Promise.all([ready, handed]).then(([handOver]) => ({ stored: handOver() }));
    const stored = handing.then((answer) => answer.stored);
    handed = handing;
    finished = Promise.all([stored, finished]).then(() => done(item));
    // Waited for below, one after the other; until then a failure is not unheard of.
    for (const promise of [ready, handing, stored, finished]) promise.catch(() => undefined);
    return { ready, finished };
  };
  try {
    for await (const item of items) {
      running.push(begin(item));
      if (running.length >= atOnce) await running.shift()?.finished;
    }
    await finished;
  } finally {
    await Promise.allSettled(running.flatMap((one) => [one.ready, one.finished]));
  }
}

/** Writes the newest of many values, one write at a time; those that were overtaken are skipped. */
export interface LatestWriter<Value> {
  put(value: Value): void;
  /** Resolves when the newest is written; rejects if a write failed. */
  flush(): Promise<void>;
}

/** Makes a writer for a value of which only the newest counts. */
export function createLatestWriter<Value>(write: (value: Value) => Promise<void>): LatestWriter<Value> {
  let next: { value: Value } | null = null;
  let running: Promise<void> | null = null;
  let failure: { error: unknown } | null = null;
  const run = async () => {
    while (next !== null) {
      const { value } = next;
      next = null;
      await write(value);
    }
  };
  return {
    put(value) {
      next = { value };
      running ??= run()
        .catch((error: unknown) => {
          failure ??= { error };
        })
        .finally(() => {
          running = null;
        });
    },
    async flush() {
      await running;
      if (failure !== null) throw failure.error;
    },
  };
}
