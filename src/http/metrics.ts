import { setTimeout as pause } from 'node:timers/promises';
import type { RequestHandler } from 'express';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { ChannelKind } from '../../routing/types.ts';
import { createStoredGauges } from './metrics-gauges.ts';
import type { StoredFigures } from './stored-figures.ts';

const READ_TIMEOUT = 3_000;

/** What a batch of the router came to. */
export interface RoutedBatch {
  decided: number;
  assigned: number;
  waiting: number;
  milliseconds: number;
}

/** The figures of one process for Prometheus. No label ever names a person, an address or a ticket. */
export interface Metrics {
  /** Times every request that passes; mounted before all routes. */
  observeRequests: RequestHandler;
  /** Answers `GET /metrics`; also while the database is away, then without what is read from it. */
  serve: RequestHandler;
  /** A message was stored and acknowledged; not called for a repeat. */
  accepted(kind: ChannelKind): void;
  /** The router has committed a batch. */
  routed(batch: RoutedBatch): void;
}

/**
 * Makes the figures that `/metrics` shows; once a process. `readFigures` is asked at each scrape for what the
 * database knows, and is given up after 3 s.
 */
export function createMetrics({ readFigures }: { readFigures(): Promise<StoredFigures> }): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = requestHistogram(registry);
  const gauges = createStoredGauges(registry);
  return {
    ...countEvents(registry),
    observeRequests: (req, res, next) => {
      const end = requests.startTimer({ method: req.method });
      res.once('close', () => end({ route: routeOf(req.route), status: String(res.statusCode) }));
      next();
    },
    serve: async (_req, res) => {
      gauges.show(await readInTime(readFigures));
      res.set('Content-Type', registry.contentType).set('Cache-Control', 'no-store');
      res.end(await registry.metrics());
    },
  };
}

function countEvents(registry: Registry): Pick<Metrics, 'accepted' | 'routed'> {
  const registers = [registry];
  const inbound = new Counter({
    name: 'deskroute_inbound_accepted_total',
    help: 'Messages from outside that were stored and acknowledged, by kind of channel.',
    labelNames: ['kind'],
    registers,
  });
  const decisions = new Counter({
    name: 'deskroute_decisions_total',
    help: 'Routing decisions by outcome: assigned to a user, waiting to be tried again, or settled without an owner.',
    labelNames: ['outcome'],
    registers,
  });
  const batches = new Histogram({
    name: 'deskroute_decision_batch_seconds',
    help: 'Time to decide a batch of tickets and commit it.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  return {
    accepted: (kind) => inbound.inc({ kind }),
    routed: ({ decided, assigned, waiting, milliseconds }) => {
      decisions.inc({ outcome: 'assigned' }, assigned);
      decisions.inc({ outcome: 'waiting' }, waiting);
      decisions.inc({ outcome: 'settled' }, Math.max(0, decided - assigned - waiting));
      batches.observe(milliseconds / 1000);
    },
  };
}

function requestHistogram(registry: Registry): Histogram<'method' | 'route' | 'status'> {
  return new Histogram({
    name: 'deskroute_http_request_seconds',
    help: 'Time to answer HTTP requests, by the pattern of the route; "none" for pages and unknown paths.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
}

/** The pattern of the route that matched, never the path itself: a path has ids in it. */
function routeOf(route: { path?: unknown } | undefined): string {
  return typeof route?.path === 'string' ? route.path : 'none';
}

/** null when the database does not answer in time: the figures of the process are worth showing without it. */
async function readInTime(readFigures: () => Promise<StoredFigures>): Promise<StoredFigures | null> {
  const giveUp = new AbortController();
  const late = pause(READ_TIMEOUT, null, { signal: giveUp.signal }).catch(() => null);
  try {
    return await Promise.race([readFigures(), late]);
  } catch {
    return null;
  } finally {
    giveUp.abort();
  }
}
