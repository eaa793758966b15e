import { firstAbove, insert, type SortedNumbers } from './sorted-numbers.ts';
import type { Instant } from './types.ts';

/** What is to happen at which instant, for replaying time. Entries of one instant keep the order they were added in. */
export class Agenda<T> {
  readonly #entries = new Map<Instant, T[]>();
  #instants: SortedNumbers = null;

  add(at: Instant, entry: T): void {
    const entries = this.#entries.get(at);
    if (entries) {
      entries.push(entry);
    } else {
      this.#entries.set(at, [entry]);
      this.#instants = insert(this.#instants, at);
    }
  }

  /** The first instant after the given one at which something happens; null when nothing does any more. */
  next(after: Instant): Instant | null {
    return firstAbove(this.#instants, after);
  }

  /** What happens at an instant. */
  at(instant: Instant): readonly T[] {
    return this.#entries.get(instant) ?? [];
  }
}
