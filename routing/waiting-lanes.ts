import { compareIds } from './ids.ts';
import { PRIORITIES, type RoutingTicket } from './types.ts';

/** Tickets that ask the same of an owner and have the same priority, oldest first. */
interface Lane {
  asks: string;
  tickets: RoutingTicket[];
  /** Where the lane begins: what stands before has left it. */
  first: number;
}

/**
 * Waiting tickets in the order in which they are to be tried: highest priority first, then oldest. Tickets that ask the
 * same share a fate, so a try costs by the number of different asks and not of tickets.
 */
export class WaitingLanes {
  readonly #lanes = new Map<string, Lane>();
  readonly #laneOf = new Map<string, Lane>();

  /** Puts a ticket into the lane of what it asks, out of any other. Those of a lane must come in order of age. */
  put(ticket: RoutingTicket, asks: string): void {
    const key = `${ticket.priority} ${asks}`;
    const lane = this.#lanes.get(key) ?? { asks, tickets: [], first: 0 };
    this.#lanes.set(key, lane);
    this.#laneOf.set(ticket.id, lane);
    lane.tickets.push(ticket);
  }

  /** Takes a ticket out; nothing happens when it is in no lane. */
  remove(id: string): void {
    this.#laneOf.delete(id);
  }

  /** The ticket to try next, apart from those that ask what is hopeless; null when none is left. */
  next(hopeless: ReadonlySet<string>): { ticket: RoutingTicket; asks: string } | null {
    let best: { ticket: RoutingTicket; asks: string } | null = null;
    for (const lane of this.#lanes.values()) {
      const ticket = hopeless.has(lane.asks) ? undefined : this.#headOf(lane);
      if (ticket && (best === null || comesBefore(ticket, best.ticket))) best = { ticket, asks: lane.asks };
    }
    return best;
  }

  #headOf(lane: Lane): RoutingTicket | undefined {
    let head = lane.tickets[lane.first];
    while (head && this.#laneOf.get(head.id) !== lane) {
      lane.first += 1;
      head = lane.tickets[lane.first];
    }
    return head;
  }
}

function comesBefore(a: RoutingTicket, b: RoutingTicket): boolean {
  const rank = PRIORITIES.indexOf(b.priority) - PRIORITIES.indexOf(a.priority);
  return (rank || a.waitingSince - b.waitingSince || compareIds(a.id, b.id)) < 0;
}
