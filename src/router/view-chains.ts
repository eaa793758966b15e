import type { Board } from '../../routing/board.ts';
import { isSameBesideLoad } from '../../routing/same-candidate.ts';
import type { Candidate } from '../../routing/types.ts';
import type { Difference, RoundRecord } from '../decisions/round-model.ts';

interface Link {
  round: string;
  /** How many changes the board had seen when the round began. */
  changes: number;
}

/** How a round says what candidates it begins with. */
export type Beginning = Pick<RoundRecord, 'candidates' | 'of' | 'since'>;

/**
 * Lets the rounds over one board say what they saw by what changed since earlier rounds. Round k follows from round k
 * without its lowest binary one, and so on to the first, which holds everyone: so a change is told about as often, and
 * a reader needs about as many rounds, as the number of rounds has digits.
 */
class ViewChain {
  readonly links: Link[] = [];
  readonly #board: Board;
  readonly #base: readonly Candidate[];

  constructor(board: Board) {
    this.#board = board;
    this.#base = board.rows();
  }

  add(round: string): Beginning {
    const line = this.#lineTo(this.links.length);
    const last = line.at(-1);
    const changes = this.#board.changes.length;
    this.links.push({ round, changes });
    if (!last) return { candidates: [...this.#base] };
    return { candidates: [], of: line.map((link) => link.round), since: this.#since(last.changes) };
  }

  #lineTo(number: number): Link[] {
    const line: Link[] = [];
    for (let at = number; at > 0; ) {
      at &= at - 1;
      const link = this.links[at];
      if (link) line.unshift(link);
    }
    return line;
  }

  #since(changes: number): Difference {
    const difference: Difference = { loads: [], rows: [] };
    for (const place of new Set(this.#board.changes.slice(changes).map((change) => change.place))) {
      const row = this.#board.rowAt(place);
      const base = this.#base[place];
      if (base && isSameBesideLoad(base, row)) difference.loads.push(place, row.load, row.lastAssigned);
      else difference.rows.push({ place, row });
    }
    return difference;
  }
}

/** The chains of all boards, for as long as there are boards. */
export class ViewChains {
  readonly #chains = new WeakMap<Board, ViewChain>();

  /** What a new round over a board begins with. `undo` says that the round was not stored after all. */
  begin(board: Board, round: string): { beginning: Beginning; undo(): void } {
    const chain = this.#chains.get(board) ?? new ViewChain(board);
    const length = chain.links.length;
    this.#chains.set(board, chain);
    return {
      beginning: chain.add(round),
      undo: () => {
        // Without its first round a chain has no base: the next is to begin anew.
        if (length === 0) this.#chains.delete(board);
        else chain.links.splice(length);
      },
    };
  }
}
