import { Alarms } from '../../routing/alarms.ts';
import type { Priority } from '../../routing/types.ts';
import type { TicketRecord } from '../tickets/ticket-model.ts';

const RANK: Record<Priority, number> = { urgent: 0, high: 1, normal: 2, low: 3 };

interface Entry {
  id: string;
  channel: string;
  rank: number;
  since: number;
  retryAt: number | null;
}

/** Tickets that the router will try again, by channel: highest priority first, then longest waiting. */
export class WaitingList {
  readonly #entries = new Map<string, Entry>();
  /** In turn, by channel. */
  readonly #queues = new Map<string, Entry[]>();
  readonly #alarms = new Alarms<string>();

  put(ticket: TicketRecord): void {
    const entry = entryOf(ticket);
    const before = this.#entries.get(entry.id);
    this.#entries.set(entry.id, entry);
    this.#alarms.set(entry.id, entry.retryAt);
    if (before && before.channel === entry.channel && inTurn(before, entry) === 0) return;
    if (before) this.#leave(before);
    const queue = this.#queues.get(entry.channel) ?? [];
    this.#queues.set(entry.channel, queue);
    queue.splice(placeIn(queue, entry), 0, entry);
  }

  drop(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    this.#entries.delete(id);
    this.#alarms.set(id, null);
    this.#leave(entry);
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Ids by channel, each in the order in which they are to be tried. */
  queues(): string[][] {
    return [...this.#queues.values()].map((queue) => queue.map((entry) => entry.id));
  }

  /** When the earliest of them is to be tried by time alone; null = none. */
  nextAt(): number | null {
    return this.#alarms.next();
  }

  #leave(entry: Entry): void {
    const queue = this.#queues.get(entry.channel);
    queue?.splice(placeIn(queue, entry), 1);
    if (queue?.length === 0) this.#queues.delete(entry.channel);
  }
}

function entryOf(ticket: TicketRecord): Entry {
  return {
    id: ticket._id,
    channel: ticket.channel ?? '',
    rank: RANK[ticket.priority],
    since: ticket.routing.waitingSince.getTime(),
    retryAt: ticket.routing.retryAt?.getTime() ?? null,
  };
}

/** The place of the first entry that does not come before this one. */
function placeIn(queue: readonly Entry[], entry: Entry): number {
  let [low, high] = [0, queue.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = queue[middle];
    if (other && inTurn(other, entry) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function inTurn(a: Entry, b: Entry): number {
  if (a.id === b.id && a.rank === b.rank && a.since === b.since) return 0;
  return a.rank - b.rank || a.since - b.since || (a.id < b.id ? -1 : 1);
}
