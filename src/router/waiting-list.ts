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

  put(ticket: TicketRecord): void {
    this.#entries.set(ticket._id, {
      id: ticket._id,
      channel: ticket.channel ?? '',
      rank: RANK[ticket.priority],
      since: ticket.routing.waitingSince.getTime(),
      retryAt: ticket.routing.retryAt?.getTime() ?? null,
    });
  }

  drop(id: string): void {
    this.#entries.delete(id);
  }

  clear(): void {
    this.#entries.clear();
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Ids by channel, each in the order in which they are to be tried. */
  queues(): string[][] {
    const byChannel = Map.groupBy(this.#entries.values(), (e) => e.channel);
    return [...byChannel.values()].map((queue) => queue.sort(inTurn).map((e) => e.id));
  }

  /** When the earliest of them is to be tried by time alone; null = none. */
  nextAt(): number | null {
    let next: number | null = null;
    for (const { retryAt } of this.#entries.values()) {
      if (retryAt !== null && (next === null || retryAt < next)) next = retryAt;
    }
    return next;
  }
}

function inTurn(a: Entry, b: Entry): number {
  return a.rank - b.rank || a.since - b.since || (a.id < b.id ? -1 : 1);
}
