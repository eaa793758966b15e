import { MINUTE_MS } from './instants.ts';
import type { AssignmentMemory, Decision, Instant, TicketType } from './types.ts';

/** Remembers automatic assignments as they are noted, in memory alone: what a simulation starts with and fills. */
export class AssignmentLog implements AssignmentMemory {
  readonly #order = new Map<string, number>();
  readonly #positions = new Map<string, string>();
  readonly #recent = new Map<string, Instant[]>();
  #count = 0;

  /** Notes a decision; one that assigned nobody changes nothing. Instants must not go back. */
  note({ owner, type, at, roundRobin }: Decision): void {
    if (owner === null) return;
    this.#count += 1;
    this.#order.set(keyOf(owner, type), this.#count);
    if (roundRobin) this.#positions.set(roundRobin.key, roundRobin.user);
    this.#recent.set(owner, [...this.#lastMinute(owner, at), at]);
  }

  lastAssigned(user: string, type: TicketType): number {
    return this.#order.get(keyOf(user, type)) ?? 0;
  }

  roundRobinPosition(key: string): string | null {
    return this.#positions.get(key) ?? null;
  }

  assignedInLastMinute(user: string, at: Instant): number {
    return this.#lastMinute(user, at).length;
  }

  nextForgotten(user: string, at: Instant): Instant | null {
    const first = this.#lastMinute(user, at)[0];
    return first === undefined ? null : first + MINUTE_MS;
  }

  #lastMinute(user: string, at: Instant): Instant[] {
    return this.#recent.get(user)?.filter((instant) => instant > at - MINUTE_MS) ?? [];
  }
}

function keyOf(user: string, type: TicketType): string {
  return `${type} ${user}`;
}
