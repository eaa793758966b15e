import type { Instant } from './types.ts';

/** What the ranking keeps of one place: whether it can be chosen, by what, and its hope where it cannot. */
export interface Standing {
  eligible: boolean;
  load: number;
  lastAssigned: number;
  /** The instant at which it may become eligible by itself; null when none is foreseeable. */
  hope: Instant | null;
}

const NOBODY = -1;

/**
 * Places 0, 1, … as leaves of a tree whose nodes know how many below are eligible, which of them comes first by load,
 * and the earliest hope. A change and every question take the logarithm of the number of places.
 */
export class Ranking {
  /** Leaves begin here; a power of two. */
  readonly #first: number;
  readonly #eligible: Int32Array;
  readonly #best: Int32Array;
  readonly #hope: Float64Array;
  readonly #load: Float64Array;
  readonly #lastAssigned: Float64Array;

  constructor(standings: readonly Standing[]) {
    this.#first = 2 ** Math.ceil(Math.log2(Math.max(1, standings.length)));
    this.#eligible = new Int32Array(2 * this.#first);
    this.#best = new Int32Array(2 * this.#first).fill(NOBODY);
    this.#hope = new Float64Array(2 * this.#first).fill(Number.POSITIVE_INFINITY);
    this.#load = new Float64Array(standings.length);
    this.#lastAssigned = new Float64Array(standings.length);
    for (const [place, standing] of standings.entries()) this.#setLeaf(place, standing);
    for (let node = this.#first - 1; node > 0; node -= 1) this.#combine(node);
  }

  set(place: number, standing: Standing): void {
    this.#setLeaf(place, standing);
    for (let node = (this.#first + place) >> 1; node > 0; node >>= 1) this.#combine(node);
  }

  /** How many are eligible. */
  get eligible(): number {
    return this.#eligible[1] ?? 0;
  }

  /** The earliest hope of all; null when there is none. */
  get hope(): Instant | null {
    const hope = this.#hope[1] ?? Number.POSITIVE_INFINITY;
    return hope === Number.POSITIVE_INFINITY ? null : hope;
  }

  /** The eligible place with the lowest load; ties to the lowest `lastAssigned`, then the lowest place. */
  leastLoaded(): { place: number; isTie: boolean } | null {
    const place = this.#best[1] ?? NOBODY;
    if (place === NOBODY) return null;
    const second = this.#bestBeside(place);
    return { place, isTie: second !== NOBODY && this.#load[second] === this.#load[place] };
  }

  /** The eligible place with so many eligible ones before it; null when there are not so many. */
  nth(index: number): number | null {
    if (index < 0 || index >= this.eligible) return null;
    let left = index;
    let node = 1;
    while (node < this.#first) {
      const below = this.#eligible[2 * node] ?? 0;
      node *= 2;
      if (left >= below) {
        left -= below;
        node += 1;
      }
    }
    return node - this.#first;
  }

  /** How many eligible places come before this one. */
  eligibleBefore(place: number): number {
    if (place >= this.#first) return this.eligible;
    let count = 0;
    for (let node = this.#first + place; node > 1; node >>= 1) {
      if (node % 2 === 1) count += this.#eligible[node - 1] ?? 0;
    }
    return count;
  }

  #bestBeside(place: number): number {
    let best = NOBODY;
    for (let node = this.#first + place; node > 1; node >>= 1) {
      best = this.#better(best, this.#best[node ^ 1] ?? NOBODY);
    }
    return best;
  }

  #setLeaf(place: number, { eligible, load, lastAssigned, hope }: Standing): void {
    const leaf = this.#first + place;
    this.#load[place] = load;
    this.#lastAssigned[place] = lastAssigned;
    this.#eligible[leaf] = eligible ? 1 : 0;
    this.#best[leaf] = eligible ? place : NOBODY;
    this.#hope[leaf] = hope ?? Number.POSITIVE_INFINITY;
  }

  #combine(node: number): void {
    const [one, other] = [2 * node, 2 * node + 1];
    this.#eligible[node] = (this.#eligible[one] ?? 0) + (this.#eligible[other] ?? 0);
    this.#best[node] = this.#better(this.#best[one] ?? NOBODY, this.#best[other] ?? NOBODY);
    this.#hope[node] = Math.min(this.#hope[one] ?? 0, this.#hope[other] ?? 0);
  }

  #better(a: number, b: number): number {
    if (a === NOBODY || b === NOBODY) return a === NOBODY ? b : a;
    const difference =
      (this.#load[a] ?? 0) - (this.#load[b] ?? 0) ||
      (this.#lastAssigned[a] ?? 0) - (this.#lastAssigned[b] ?? 0) ||
      a - b;
    return difference <= 0 ? a : b;
  }
}
