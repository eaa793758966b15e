import { Board } from './board.ts';
import type { Demand } from './eligibility.ts';
import { type Panels, plainPanels } from './panel.ts';
import { policyUsers } from './policy.ts';
import type { Assign, Candidate, Instant, RoutingState } from './types.ts';

/** What a look at a board leaves behind: the board as it stands until it is asked again, and who was seen otherwise. */
export interface BoardView {
  board: Board;
  /** Rows that only this ticket saw so: those of whom it excludes. */
  apart: readonly Candidate[];
}

/** What decisions by kept orders saw: a board, or the candidates themselves. */
export type KeptView = BoardView | readonly Candidate[];

const BOARDS_KEPT = 100;
const HOUR_MS = 3_600_000;
/** A board is made anew after so many changes, or twice as many as it has users. */
const CHANGES_KEPT = 1000;

interface Kept {
  board: Board;
  /** Up to where it has read who was touched. */
  read: number;
}

/**
 * Boards kept from one decision to the next. The keeper of the state must `touch` whoever changed in any way that
 * `candidateOf` sees, and `reset` when rules, teams, or the set of users did. A board lives for an hour at most.
 */
export class KeptOrders implements Panels<KeptView> {
  readonly #boards = new Map<string, Kept>();
  /** The latest come last. */
  #touched: string[] = [];
  /** How many were touched before those. */
  #forgotten = 0;
  /** Length of `touched` at which it is next looked at what can be forgotten. */
  #full = CHANGES_KEPT;
  // An assignment of thousands of users would be long to write down each time.
  readonly #numbers = new WeakMap<Assign, number>();
  readonly #numberOf = new Map<string, number>();

  /** Says that something about a user changed. */
  touch(user: string): void {
    if (this.#boards.size > 0) this.#touched.push(user);
  }

  /** Forgets all boards. */
  reset(): void {
    this.#boards.clear();
    this.#touched = [];
    this.#forgotten = 0;
    this.#full = CHANGES_KEPT;
  }

  ask: Panels<KeptView>['ask'] = (pool, demand, state, ask) => {
    // One user needs no order, and who can be reached for a call changes without a touch.
    if (typeof pool === 'string' || (demand.type === 'calling' && state.isReachable !== undefined)) {
      return plainPanels.ask(pool, demand, state, ask);
    }
    const board = this.#boardFor(pool, demand, state);
    return board.excluding(demand.excluded, state, (panel, apart) => ask(panel, () => ({ board, apart })));
  };

  #boardFor(assign: Assign, demand: Demand, state: RoutingState): Board {
    const key = this.#keyOf(assign, demand);
    const kept = this.#boards.get(key);
    this.#boards.delete(key);
    const current = kept && isWorthKeeping(kept.board, state.at) ? kept : this.#make(assign, demand, state);
    this.#boards.set(key, current);
    current.board.bringTo(state, this.#touchedSince(current));
    if (this.#boards.size > BOARDS_KEPT) this.#boards.delete(this.#boards.keys().next().value ?? key);
    this.#forgetRead();
    return current.board;
  }

  #make(assign: Assign, demand: Demand, state: RoutingState): Kept {
    const board = new Board(policyUsers(assign, state.people), demand, state);
    return { board, read: this.#forgotten + this.#touched.length };
  }

  #touchedSince(kept: Kept): Set<string> {
    const touched = new Set(this.#touched.slice(kept.read - this.#forgotten));
    kept.read = this.#forgotten + this.#touched.length;
    return touched;
  }

  /** Who was touched is kept for the boards that have not been asked since; one that lags far behind goes. */
  #forgetRead(): void {
    if (this.#touched.length < this.#full) return;
    const sizes = [...this.#boards.values()].map(({ board }) => board.users.length);
    const most = 2 * Math.max(CHANGES_KEPT, ...sizes);
    const end = this.#forgotten + this.#touched.length;
    for (const [key, { read }] of this.#boards) if (end - read > most) this.#boards.delete(key);
    const least = Math.min(end, ...[...this.#boards.values()].map(({ read }) => read));
    this.#touched = this.#touched.slice(least - this.#forgotten);
    this.#forgotten = least;
    this.#full = this.#touched.length + CHANGES_KEPT;
  }

  #keyOf(assign: Assign, { type, requiredSkills, onlyAvailable }: Demand): string {
    return JSON.stringify([this.#numberFor(assign), type, onlyAvailable, requiredSkills]);
  }

  #numberFor(assign: Assign): number {
    const known = this.#numbers.get(assign);
    if (known !== undefined) return known;
    const name = JSON.stringify(assign);
    const number = this.#numberOf.get(name) ?? this.#numberOf.size;
    this.#numberOf.set(name, number);
    this.#numbers.set(assign, number);
    return number;
  }
}

function isWorthKeeping({ users, changes, since, at }: Board, now: Instant): boolean {
  return at <= now && now - since < HOUR_MS && changes.length < Math.max(CHANGES_KEPT, 2 * users.length);
}
