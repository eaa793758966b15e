import { DAY_MS } from './instants.ts';
import { countAbove, firstAbove, insert, remove, type SortedNumbers } from './sorted-numbers.ts';
import { type Instant, type LoadReader, TICKET_TYPES, type TicketType } from './types.ts';

/** An assignment counts as load until it is this old. */
export const LOAD_AGE_MS = 30 * DAY_MS;

/** What makes an open ticket count: whose it is, its type, and since when it is theirs. */
export interface OpenTicket {
  owner: string;
  type: TicketType;
  assignedAt: Instant;
}

type ByType = Record<TicketType, SortedNumbers>;

/**
 * Loads kept current ticket by ticket. They are exact for every instant, also past ones, in any order: nothing is
 * dropped by age, only left out of the count. Each operation takes the logarithm of one owner's open tickets.
 */
export class Loads implements LoadReader {
  readonly #tickets = new Map<string, OpenTicket>();
  readonly #byOwner = new Map<string, ByType>();
  readonly #onChange: (owner: string) => void;

  /** `onChange` is told whose load may have changed. */
  constructor(onChange: (owner: string) => void = () => undefined) {
    this.#onChange = onChange;
  }

  /** Notes a ticket's present state; null when it is closed, has no owner, or is gone. Repeats are free. */
  set(ticket: string, open: OpenTicket | null): void {
    const before = this.#tickets.get(ticket);
    if (before) this.#change(before, remove);
    if (open) {
      const { owner, type, assignedAt } = open;
      this.#tickets.set(ticket, { owner, type, assignedAt });
      this.#change(open, insert);
    } else {
      this.#tickets.delete(ticket);
    }
  }

  /** What was noted of a ticket; null when it does not count. */
  entryOf(ticket: string): Readonly<OpenTicket> | null {
    return this.#tickets.get(ticket) ?? null;
  }

  /** The counted tickets of one owner, whatever their age. Looks through all: for repairs, not for decisions. */
  ticketsOf(owner: string): string[] {
    return [...this.#tickets].filter(([, open]) => open.owner === owner).map(([id]) => id);
  }

  load(user: string, type: TicketType, at: Instant): number {
    return countAbove(this.#byOwner.get(user)?.[type] ?? null, at - LOAD_AGE_MS);
  }

  nextDrop(user: string, type: TicketType, at: Instant): Instant | null {
    const oldest = firstAbove(this.#byOwner.get(user)?.[type] ?? null, at - LOAD_AGE_MS);
    return oldest === null ? null : oldest + LOAD_AGE_MS;
  }

  /** Every owner's loads at an instant, without those who have none. */
  snapshot(at: Instant): Map<string, Record<TicketType, number>> {
    const all = new Map<string, Record<TicketType, number>>();
    for (const owner of this.#byOwner.keys()) {
      const loads = byType((type) => this.load(owner, type, at));
      if (TICKET_TYPES.some((type) => loads[type] > 0)) all.set(owner, loads);
    }
    return all;
  }

  #change(
    { owner, type, assignedAt }: OpenTicket,
    by: (tree: SortedNumbers, value: number) => SortedNumbers,
  ): void {
    const loads = this.#byOwner.get(owner) ?? byType(() => null);
    loads[type] = by(loads[type], assignedAt);
    if (TICKET_TYPES.every((each) => loads[each] === null)) this.#byOwner.delete(owner);
    else this.#byOwner.set(owner, loads);
    this.#onChange(owner);
  }
}

function byType<T>(make: (type: TicketType) => T): Record<TicketType, T> {
  return { calling: make('calling'), messaging: make('messaging'), email: make('email') };
}
