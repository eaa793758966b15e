import type { Instant } from './types.ts';

interface Alarm {
  at: Instant;
  place: number;
}

/** At which instant which place is due, one for each place; a heap, in which what was put off stays until it is met. */
export class Alarms {
  readonly #heap: Alarm[] = [];
  readonly #at: Map<number, Instant> = new Map();

  /** Sets when a place is due, instead of what was set before; null = never. */
  set(place: number, at: Instant | null): void {
    if (at === null) {
      this.#at.delete(place);
    } else if (this.#at.get(place) !== at) {
      this.#at.set(place, at);
      this.#push({ at, place });
    }
  }

  /** Takes a place that is due by an instant; null when none is. */
  take(by: Instant): number | null {
    for (let first = this.#heap[0]; first && first.at <= by; first = this.#heap[0]) {
      this.#pop();
      if (this.#at.get(first.place) !== first.at) continue;
      this.#at.delete(first.place);
      return first.place;
    }
    return null;
  }

  #push(alarm: Alarm): void {
    let at = this.#heap.push(alarm) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = this.#heap[parent];
      if (!above || above.at <= alarm.at) break;
      this.#heap[at] = above;
      at = parent;
    }
    this.#heap[at] = alarm;
  }

  #pop(): void {
    const last = this.#heap.pop();
    if (!last || this.#heap.length === 0) return;
    let at = 0;
    for (let child = this.#lesserChild(at); child !== null; child = this.#lesserChild(at)) {
      const below = this.#heap[child];
      if (!below || last.at <= below.at) break;
      this.#heap[at] = below;
      at = child;
    }
    this.#heap[at] = last;
  }

  #lesserChild(of: number): number | null {
    const [left, right] = [this.#heap[2 * of + 1], this.#heap[2 * of + 2]];
    if (!left) return null;
    return right && right.at < left.at ? 2 * of + 2 : 2 * of + 1;
  }
}
