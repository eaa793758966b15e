// Loaded by `--import` into a gateway that is measured: tells its memory to whoever asks, after a collection of garbage.

process.on('message', () => {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  process.send?.({ resident: rss, heapUsed });
});
// The gateway ends when it has nothing left to do; listening here is nothing to do.
process.channel?.unref();
