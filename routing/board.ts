import { Alarms } from './alarms.ts';
import { candidateHoldsUntil, candidateOf, type Demand, hasRoom, hopeOf } from './eligibility.ts';
import { compareIds } from './ids.ts';
import { earliest, MINUTE_MS } from './instants.ts';
import type { Counts, Panel } from './panel.ts';
import { Ranking, type Standing } from './ranking.ts';
import { isSameCandidate } from './same-candidate.ts';
import type { Candidate, Instant, PassedOver, RoutingState } from './types.ts';

/** A row of a board that became another, with how it was. */
export interface RowChange {
  place: number;
  before: Candidate;
}

/**
 * Everyone considered under one demand, kept in order while they change one by one: what a decision asks of them takes
 * the logarithm of their number. Rows are as `candidateOf` gives them for a ticket that excludes nobody.
 */
export class Board {
  /** In the stable order, by id. */
  readonly users: readonly string[];
  readonly since: Instant;
  /** Every change of a row since the board was made. */
  readonly changes: RowChange[] = [];
  readonly #demand: Demand;
  readonly #rows: Candidate[];
  readonly #ranking: Ranking;
  readonly #alarms = new Alarms<number>();
  readonly #counts = new Map<PassedOver | 'eligible', number>();
  #withRoom = 0;
  #at: Instant;

  /** Of the users who exist; `users` in the stable order. */
  constructor(users: readonly string[], demand: Demand, state: RoutingState) {
    this.users = users;
    this.since = state.at;
    this.#at = state.at;
    this.#demand = { ...demand, excluded: [] };
    this.#rows = users.map((id, place) => this.#lookAt(id, place, state));
    this.#ranking = new Ranking(this.#rows.map((row) => this.#standingOf(row, state)));
    for (const row of this.#rows) this.#count(row, 1);
  }

  /** The instant that the rows are of. */
  get at(): Instant {
    return this.#at;
  }

  rowAt(place: number): Candidate {
    const row = this.#rows[place];
    if (!row) throw new RangeError(`A board of ${this.users.length} has no place ${place}.`);
    return row;
  }

  rows(): Candidate[] {
    return [...this.#rows];
  }

  /** Brings the rows to a later instant, whoever changed meanwhile among `touched`. */
  bringTo(state: RoutingState, touched: Iterable<string>): void {
    this.#at = state.at;
    for (const user of touched) {
      const place = this.placeOf(user);
      if (place !== null) this.#renew(place, state);
    }
    for (let due = this.#alarms.take(state.at); due !== null; due = this.#alarms.take(state.at)) {
      this.#renew(due, state);
    }
  }

  /** The place of a user; null when they are not on the board. */
  placeOf(user: string): number | null {
    const place = this.#firstFrom(user);
    return this.users[place] === user ? place : null;
  }

  /** Asks while some users are excluded, whose rows `ask` gets; all is as before afterwards. */
  excluding<T>(
    excluded: readonly string[],
    state: RoutingState,
    ask: (panel: Panel, apart: readonly Candidate[]) => T,
  ): T {
    const places = [...new Set(excluded)].flatMap((user) => this.placeOf(user) ?? []);
    const usual = places.map((place) => this.rowAt(place));
    const apart = usual.flatMap(({ user }) => {
      const known = state.people.users.get(user);
      return known ? candidateOf(known, { ...this.#demand, excluded }, state) : [];
    });
    for (const [i, place] of places.entries()) this.#put(place, apart[i] ?? this.rowAt(place), state);
    try {
      return ask(this.#panel(state), apart);
    } finally {
      for (const [i, place] of places.entries()) this.#put(place, usual[i] ?? this.rowAt(place), state);
    }
  }

  #panel(state: RoutingState): Panel {
    const ranking = this.#ranking;
    const userAt = (place: number | null) => (place === null ? null : (this.users[place] ?? null));
    return {
      counts: this.#counts satisfies Counts,
      hasRoom: this.#withRoom > 0,
      leastLoaded() {
        const first = ranking.leastLoaded();
        const user = userAt(first?.place ?? null);
        return first === null || user === null ? null : { user, isTie: first.isTie };
      },
      nextInTurn: (after) => {
        const before = after === null ? 0 : ranking.eligibleBefore(this.#firstAfter(after));
        return userAt(ranking.nth(before) ?? ranking.nth(0));
      },
      atRandom: (draw) => userAt(ranking.nth(Math.floor(draw * ranking.eligible))),
      hope: () => {
        const isRamped = (this.#counts.get('ramp') ?? 0) > 0;
        return earliest(ranking.hope, isRamped ? state.at + MINUTE_MS : null);
      },
    };
  }

  #renew(place: number, state: RoutingState): void {
    const before = this.rowAt(place);
    const row = this.#lookAt(before.user, place, state);
    // The hope may move on where the row says the same.
    this.#put(place, isSameCandidate(before, row) ? before : row, state);
    if (this.rowAt(place) !== before) this.changes.push({ place, before });
  }

  #lookAt(id: string, place: number, state: RoutingState): Candidate {
    const user = state.people.users.get(id);
    if (!user) throw new Error('A board is asked about a user who is gone.');
    this.#alarms.set(place, candidateHoldsUntil(user, this.#demand.type, state));
    return candidateOf(user, this.#demand, state);
  }

  #put(place: number, row: Candidate, state: RoutingState): void {
    this.#count(this.rowAt(place), -1);
    this.#count(row, 1);
    this.#rows[place] = row;
    this.#ranking.set(place, this.#standingOf(row, state));
  }

  #standingOf(row: Candidate, state: RoutingState): Standing {
    const { eligible, load, lastAssigned, passedOver } = row;
    // Only the hope of the ramp moves on with time: the panel says it.
    const hope = passedOver === 'ramp' ? null : hopeOf(row, this.#demand.type, state);
    return { eligible, load, lastAssigned, hope };
  }

  #count(row: Candidate, by: 1 | -1): void {
    const key = row.passedOver ?? 'eligible';
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + by);
    if (hasRoom(row, this.#demand)) this.#withRoom += by;
  }

  #firstAfter(user: string): number {
    const place = this.#firstFrom(user);
    return this.users[place] === user ? place + 1 : place;
  }

  /** The first place whose user is not before this one. */
  #firstFrom(user: string): number {
    let [low, high] = [0, this.users.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareIds(this.users[middle] ?? '', user) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
