import type { Candidate, Decision, Policy } from '../../routing/types.ts';
import type { Pick, RoundRecord } from '../decisions/round-model.ts';
import { newId } from '../store/ids.ts';

interface OpenRound {
  record: RoundRecord;
  /** The candidates as the latest pick saw them. */
  view: readonly Candidate[];
}

/** Gathers decisions into rounds: those of one policy over the same users, each storing only what differs. */
export class RoundBook {
  readonly #open = new Map<string, OpenRound>();
  readonly #done: RoundRecord[] = [];
  readonly #epoch: number;

  constructor(epoch: number) {
    this.#epoch = epoch;
  }

  /** `channel` is null for a ticket without a policy of a channel; `order` as in a Pick. */
  add(
    decision: Decision,
    order: number | null,
    under: { channel: string | null; policy: Policy; policyVersion: number },
  ): void {
    const { candidates, ...rest } = decision;
    const pick = { ...rest, order };
    const key = `${under.channel}\n${under.policyVersion}`;
    const round = this.#open.get(key);
    const changed = round && changedRows(round.view, candidates);
    if (round && changed) {
      round.record.picks.push({ ...pick, changed });
      round.view = candidates;
      return;
    }
    const record = this.#newRound(under, candidates, { ...pick, changed: [] });
    this.#open.set(key, { record, view: candidates });
    this.#done.push(record);
  }

  records(): RoundRecord[] {
    return this.#done;
  }

  #newRound(
    under: { channel: string | null; policy: Policy; policyVersion: number },
    candidates: Candidate[],
    pick: Pick,
  ): RoundRecord {
    return { _id: newId(), ...under, epoch: this.#epoch, at: new Date(pick.at), candidates, picks: [pick] };
  }
}

/** The rows of `next` that differ from `before`, or null when they are not of the same users. */
function changedRows(before: readonly Candidate[], next: readonly Candidate[]): Candidate[] | null {
  if (before.length !== next.length) return null;
  const changed: Candidate[] = [];
  for (const [i, row] of next.entries()) {
    const earlier = before[i];
    if (earlier?.user !== row.user) return null;
    if (!isSameRow(earlier, row)) changed.push(row);
  }
  return changed;
}

function isSameRow(a: Candidate, b: Candidate): boolean {
  return (
    a.load === b.load &&
    a.lastAssigned === b.lastAssigned &&
    a.passedOver === b.passedOver &&
    a.capacity === b.capacity &&
    a.units?.used === b.units?.used &&
    a.name === b.name &&
    a.availability.status === b.availability.status &&
    a.availability.reason === b.availability.reason &&
    a.availability.until === b.availability.until &&
    a.missingSkills.join() === b.missingSkills.join()
  );
}

/** Every decision of a round with all its candidates, as they were seen. */
export function decisionsOf(round: RoundRecord): Decision[] {
  let view = round.candidates;
  return round.picks.map(({ changed, order: _, ...pick }) => {
    const byUser = new Map(changed.map((row) => [row.user, row]));
    view = view.map((row) => byUser.get(row.user) ?? row);
    return { ...pick, candidates: view };
  });
}
