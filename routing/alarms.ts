import type { Instant } from './types.ts';

interface Alarm<Key> {
  at: Instant;
  key: Key;
}

/** At which instant what is due, one instant for each; a heap, in which what was put off stays until it is met. */
export class Alarms<Key> {
  readonly #heap: Alarm<Key>[] = [];
  readonly #at: Map<Key, Instant> = new Map();

  /** Sets when something is due, instead of what was set before; null = never. */
  set(key: Key, at: Instant | null): void {
    if (at === null) {
      this.#at.delete(key);
    } else if (this.#at.get(key) !== at) {
      this.#at.set(key, at);
      this.#push({ at, key });
    }
  }

  /** The first instant at which something is due; null when nothing ever is. */
  next(): Instant | null {
    return this.#first()?.at ?? null;
  }

  /** Takes what is due by an instant; null when nothing is. */
  take(by: Instant): Key | null {
    const first = this.#first();
    if (!first || first.at > by) return null;
    this.#pop();
    this.#at.delete(first.key);
    return first.key;
  }

  #first(): Alarm<Key> | undefined {
    let first = this.#heap[0];
    while (first && this.#at.get(first.key) !== first.at) {
      this.#pop();
      first = this.#heap[0];
    }
    return first;
  }

  #push(alarm: Alarm<Key>): void {
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
