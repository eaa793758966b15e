import type { Fate } from '../../routing/outcome.ts';
import type { Decision } from '../../routing/types.ts';

/** So many decisions that differ from what happened are kept at a time: each holds all of its candidates. */
const MOST_KEPT = 200;

/** Whether a ticket came to somebody else; the team counts where it came to nobody. */
export function isDifferent(a: Pick<Fate, 'owner' | 'team'>, b: Pick<Fate, 'owner' | 'team'>): boolean {
  return a.owner !== b.owner || (a.owner === null && a.team !== b.team);
}

/** Sees the decisions of a replay and keeps of each ticket what the answer tells. */
export class DecisionWatch {
  /** Tickets that came while everyone available was full. */
  foundAllFull = 0;
  /** The latest decision about a ticket that came to somebody else than it really did, as far as there was room. */
  readonly different = new Map<string, Decision>();
  /** The reason of the latest decision about each ticket. */
  readonly reasons = new Map<string, Decision['reason']>();
  readonly #actual: ReadonlyMap<string, Fate>;

  constructor(actual: ReadonlyMap<string, Fate>) {
    this.#actual = actual;
  }

  see(decision: Decision): void {
    const { ticket, reason } = decision;
    if (!this.reasons.has(ticket) && reason === 'all-at-capacity') this.foundAllFull += 1;
    this.reasons.set(ticket, reason);
    const actual = this.#actual.get(ticket);
    if (actual && !isDifferent(decision, actual)) this.different.delete(ticket);
    else if (this.different.has(ticket) || this.different.size < MOST_KEPT) {
      this.different.set(ticket, decision);
    }
  }
}
