import type { Board } from '../../routing/board.ts';
import type { Ruling, Verdict } from '../../routing/decide.ts';
import type { BoardView, KeptView } from '../../routing/kept-orders.ts';
import { isSameCandidate } from '../../routing/same-candidate.ts';
import type { Candidate, Policy } from '../../routing/types.ts';
import { afterPick } from '../decisions/read-round.ts';
import type { Pick, RoundRecord } from '../decisions/round-model.ts';
import { newId } from '../store/ids.ts';
import type { Beginning, ViewChains } from './view-chains.ts';

/** A round over a board, and what a reader of it believes so far. */
interface OpenRound {
  record: RoundRecord;
  board: Board;
  /** How many changes of the board its readers know. */
  known: number;
  /** What they believe of whoever was picked last, instead of what they saw. */
  believed: { place: number; row: Candidate } | null;
}

/** Under what a decision was taken; `channel` is null for a ticket without a policy of a channel. */
export interface Under {
  channel: string | null;
  policy: Policy;
  policyVersion: number;
}

/** Gathers the decisions of a batch into rounds: those of one policy over the same users, each storing what differs. */
export class RoundBook {
  readonly #open = new Map<string, OpenRound[]>();
  readonly #done: RoundRecord[] = [];
  readonly #undo: (() => void)[] = [];
  readonly #epoch: number;
  readonly #chains: ViewChains;

  constructor(epoch: number, chains: ViewChains) {
    this.#epoch = epoch;
    this.#chains = chains;
  }

  /** To be called before a board is asked again. `order` as in a Pick. */
  add({ verdict, view }: Ruling<KeptView>, order: number | null, under: Under): void {
    const pick = { ...shortOf(verdict), order };
    if (view !== null && 'board' in view) this.#addTo(this.#roundOver(view.board, pick, under), view, pick);
    else this.#begin(newId(), pick.at, under, { candidates: [...(view ?? [])] }).picks.push(pick);
  }

  records(): RoundRecord[] {
    return this.#done;
  }

  /** Says that none of it was stored. */
  undo(): void {
    for (const step of this.#undo.toReversed()) step();
  }

  #addTo(round: OpenRound, { board, apart }: BoardView, pick: Pick): void {
    const changed = changedRows(round);
    if (changed.length > 0) pick.changed = changed;
    if (apart.length > 0) pick.apart = [...apart];
    round.record.picks.push(pick);
    round.known = board.changes.length;
    const place = pick.owner === null ? null : board.placeOf(pick.owner);
    const next = place === null ? null : afterPick(board.rowAt(place), pick.order);
    round.believed = place === null || next === null ? null : { place, row: next };
  }

  #roundOver(board: Board, pick: Pick, under: Under): OpenRound {
    const key = `${under.channel}\n${under.policyVersion}`;
    const rounds = this.#open.get(key) ?? [];
    this.#open.set(key, rounds);
    const open = rounds.find((round) => round.board === board);
    if (open) return open;
    const id = newId();
    const { beginning, undo } = this.#chains.begin(board, id);
    this.#undo.push(undo);
    const record = this.#begin(id, pick.at, under, beginning);
    const made = { record, board, known: board.changes.length, believed: null };
    rounds.push(made);
    return made;
  }

  #begin(_id: string, at: number, under: Under, beginning: Beginning): RoundRecord {
    const { channel, policyVersion, policy } = under;
    const record: RoundRecord = {
      _id,
      channel,
      policyVersion,
      policy: { distribution: policy.distribution },
      epoch: this.#epoch,
      at: new Date(at),
      ...beginning,
      form: 2,
      picks: [],
    };
    this.#done.push(record);
    return record;
  }
}

/** What is stored of a decision, without what most do not have. */
function shortOf(verdict: Verdict): Omit<Pick, 'order'> {
  const { step, requiredSkills, skillsRelaxed, retry, roundRobin, draw, ...always } = verdict;
  return {
    ...always,
    ...(step === null ? {} : { step }),
    ...(requiredSkills.length === 0 ? {} : { requiredSkills }),
    ...(skillsRelaxed ? { skillsRelaxed } : {}),
    ...(retry === null ? {} : { retry }),
    ...(roundRobin === null ? {} : { roundRobin }),
    ...(draw === null ? {} : { draw }),
  };
}

/** The rows that are not as a reader of the round believes. */
function changedRows({ board, known, believed }: OpenRound): Candidate[] {
  const beliefs = new Map<number, Candidate>();
  for (const { place, before } of board.changes.slice(known)) {
    if (!beliefs.has(place)) beliefs.set(place, before);
  }
  if (believed) beliefs.set(believed.place, believed.row);
  return [...beliefs].flatMap(([place, belief]) => {
    const row = board.rowAt(place);
    return isSameCandidate(belief, row) ? [] : row;
  });
}
