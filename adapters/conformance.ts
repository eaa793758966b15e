import { expect } from 'chai';
import type { ChannelAdapter, InboundMessage, UnreadableMessage } from './adapter.ts';

/** What the suite sees of the host that an adapter delivers to. */
export interface ConformanceHost {
  readonly accepted: readonly InboundMessage[];
  readonly unreadable: readonly UnreadableMessage[];
  readonly healthLog: readonly { state: 'connected' | 'degraded' | 'down'; reason: string | null }[];
  readonly logLines: readonly { level: string; fields: object }[];
  /** Resolves once the predicate holds; rejects when that takes too long. */
  until(holds: () => boolean, what?: string): Promise<void>;
  /** The next calls of `accept` reject, as when the database is away. */
  failAccept(times: number): void;
  /** Calls of `accept` wait until they are released; `reached` resolves when the first one does. */
  holdAccept(): { release(): void; reached: Promise<void> };
}

/** The far end of a channel that keeps a connection. */
export interface ConformanceUpstream {
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** One channel with its far end and its host, made anew for each test. */
export interface ConformanceHarness extends AsyncDisposable {
  readonly host: ConformanceHost;
  /** A new adapter on the same channel, as a restart makes it. */
  createAdapter(): ChannelAdapter;
  /**
   * Sends one item with this text, as a customer would. `again` sends what was sent last once more, as a
   * provider repeats it. Resolves when the provider has it, or knows that it must try again.
   */
  deliver(text: string, how?: { again: boolean }): Promise<void>;
  /** Sends what no parser can read; says whether it was refused at the door or must be kept. */
  deliverMalformed(): Promise<'refused' | 'kept'>;
  /** Sends more than the channel takes. */
  deliverOversize(): Promise<'refused' | 'kept'>;
  /** The provider tries again what was not acknowledged, where it does so by itself. */
  retry?(): Promise<void>;
  /** null for channels that are only called. */
  readonly upstream: ConformanceUpstream | null;
}

type Run = (harness: ConformanceHarness) => Promise<void>;

/**
 * Registers the tests that every adapter passes. A channel without a connection has no test for outages.
 * Call it inside no `describe`; the harness is made for each test and disposed of after it.
 */
export function describeConformance(name: string, createHarness: () => Promise<ConformanceHarness>): void {
  const check = (title: string, run: Run) =>
    it(title, async () => {
      await using harness = await createHarness();
      await run(harness);
    });
  describe(`${name} adapter conformance`, () => {
    check('hands over what a customer wrote', delivers);
    check('knows a repeat again', knowsRepeats);
    check('loses nothing and repeats nothing over a restart', survivesRestart);
    check('stores what is in flight before it stops', finishesBeforeStopping);
    check('acknowledges only what is stored', retriesUnstored);
    check('goes on after malformed input', (harness) => goesOn(harness, () => harness.deliverMalformed()));
    check('goes on after oversize input', (harness) => goesOn(harness, () => harness.deliverOversize()));
    check('works on while the gateway is slow', toleratesSlowness);
    check('reports an outage of its upstream once, comes back, and takes what it missed', survivesOutage);
    check('can be stopped twice and before it connected', stopsAnytime);
  });
}

const texts = (harness: ConformanceHarness) => harness.host.accepted.map((message) => message.text);

async function startConnected(harness: ConformanceHarness): Promise<ChannelAdapter> {
  const adapter = harness.createAdapter();
  await adapter.start();
  await harness.host.until(
    () => harness.host.healthLog.at(-1)?.state === 'connected',
    'the channel to connect',
  );
  return adapter;
}

/** Runs the work with a started adapter, and stops it after. */
async function whileRunning(harness: ConformanceHarness, work: () => Promise<void>): Promise<void> {
  const adapter = await startConnected(harness);
  try {
    await work();
  } finally {
    await adapter.stop();
  }
}

async function arrives(harness: ConformanceHarness, ...expected: string[]): Promise<void> {
  await harness.host.until(() => harness.host.accepted.length >= expected.length, expected.join(', '));
  expect(texts(harness)).to.deep.equal(expected);
}

async function delivers(harness: ConformanceHarness): Promise<void> {
  await whileRunning(harness, async () => {
    await harness.deliver('first words');
    await arrives(harness, 'first words');
  });
  const [message] = harness.host.accepted;
  expect(message?.externalId).to.be.a('string').and.not.equal('');
  expect(JSON.stringify(harness.host.logLines)).not.to.contain('first words');
}

async function knowsRepeats(harness: ConformanceHarness): Promise<void> {
  await whileRunning(harness, async () => {
    await harness.deliver('once');
    await arrives(harness, 'once');
    await harness.deliver('once', { again: true });
    await harness.deliver('after');
    await arrives(harness, 'once', 'after');
  });
}

async function survivesRestart(harness: ConformanceHarness): Promise<void> {
  await whileRunning(harness, async () => {
    await harness.deliver('before');
    await arrives(harness, 'before');
  });
  if (harness.upstream !== null) await harness.deliver('between');
  await whileRunning(harness, async () => {
    if (harness.upstream === null) await harness.deliver('between');
    await harness.deliver('after');
    await arrives(harness, 'before', 'between', 'after');
  });
}

async function finishesBeforeStopping(harness: ConformanceHarness): Promise<void> {
  const adapter = await startConnected(harness);
  const held = harness.host.holdAccept();
  const sent = harness.deliver('in flight');
  await held.reached;
  const stopped = adapter.stop();
  held.release();
  await Promise.all([sent, stopped]);
  expect(texts(harness)).to.deep.equal(['in flight']);
}

async function retriesUnstored(harness: ConformanceHarness): Promise<void> {
  await whileRunning(harness, async () => {
    harness.host.failAccept(1);
    await harness.deliver('at last');
    await harness.retry?.();
    await arrives(harness, 'at last');
  });
}

async function goesOn(harness: ConformanceHarness, send: () => Promise<'refused' | 'kept'>): Promise<void> {
  await whileRunning(harness, async () => {
    const fate = await send();
    await harness.deliver('the next');
    await harness.host.until(() => texts(harness).includes('the next'), 'the next item');
    expect(harness.host.unreadable.length + harness.host.accepted.length).to.equal(fate === 'kept' ? 2 : 1);
  });
}

async function toleratesSlowness(harness: ConformanceHarness): Promise<void> {
  await whileRunning(harness, async () => {
    const held = harness.host.holdAccept();
    const first = harness.deliver('one');
    await held.reached;
    const second = harness.deliver('two');
    held.release();
    await Promise.all([first, second]);
    await arrives(harness, 'one', 'two');
  });
}

async function survivesOutage(harness: ConformanceHarness): Promise<void> {
  const { host, upstream } = harness;
  if (upstream === null) return;
  await whileRunning(harness, async () => {
    await upstream.stop();
    await host.until(() => host.healthLog.at(-1)?.state === 'down', 'the outage to be noticed');
    expect(host.healthLog.at(-1)?.reason).to.be.a('string').and.not.equal('');
    await upstream.start();
    await harness.deliver('missed');
    await arrives(harness, 'missed');
    await host.until(() => host.healthLog.at(-1)?.state === 'connected', 'the channel to come back');
  });
  expect(host.logLines.filter((line) => line.level === 'warn' || line.level === 'error')).to.have.length(1);
}

async function stopsAnytime(harness: ConformanceHarness): Promise<void> {
  const never = harness.createAdapter();
  await never.stop();
  const adapter = harness.createAdapter();
  await adapter.start();
  await adapter.stop();
  await adapter.stop();
}
