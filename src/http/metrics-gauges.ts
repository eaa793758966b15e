import { Gauge, type Registry } from 'prom-client';
import type { StoredFigures } from './stored-figures.ts';

/** The gauges of what the database knows. Every process shows the same: take the maximum over them, not the sum. */
export interface StoredGauges {
  /** Sets them all; null = the database could not be read. */
  show(figures: StoredFigures | null): void;
}

/** Makes the gauges in the registry. */
export function createStoredGauges(registry: Registry): StoredGauges {
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Gauge({ name: `deskroute_${name}`, help, labelNames, registers: [registry] });
  const up = gauge('database_up', '1 when the database answered this scrape.', []);
  const outbox = gauge('outbox_items', 'Outgoing items by state; `failed` counts those of the last hour.', [
    'state',
  ]);
  const channels = gauge('channels', 'Enabled channels by kind and health.', ['kind', 'state']);
  const waiting = gauge('tickets_waiting', 'Tickets that wait for an owner, by type.', ['type']);
  const led = gauge('router_led', '1 while some process holds the lease of the router.', []);
  const epoch = gauge('router_epoch', 'Grows by one whenever another process takes over as router.', []);
  return {
    show(figures) {
      for (const each of [outbox, channels, waiting, led, epoch]) each.reset();
      up.set(figures === null ? 0 : 1);
      if (figures === null) return;
      for (const [state, count] of Object.entries(figures.outbox)) outbox.set({ state }, count);
      for (const { kind, state, count } of figures.channels) channels.set({ kind, state }, count);
      for (const [type, count] of Object.entries(figures.waiting)) waiting.set({ type }, count);
      led.set(figures.router.led ? 1 : 0);
      epoch.set(figures.router.epoch);
    },
  };
}
