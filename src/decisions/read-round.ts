import type { Connection } from 'mongoose';
import type { Candidate, Decision } from '../../routing/types.ts';
import { type Difference, type Pick, type RoundRecord, roundModel } from './round-model.ts';

/** What a round's candidates follow from. */
export interface Origin {
  _id: string;
  candidates: Candidate[];
  since?: Difference;
}

/** Reads what the candidates of some rounds follow from, by id. */
export async function readOrigins(
  db: Connection,
  rounds: readonly RoundRecord[],
): Promise<ReadonlyMap<string, Origin>> {
  const ids = [...new Set(rounds.flatMap((round) => round.of ?? []))];
  if (ids.length === 0) return new Map();
  const origins = await roundModel(db)
    .find({ _id: { $in: ids } })
    .select('candidates since')
    .lean();
  return new Map(origins.map((origin) => [origin._id, origin]));
}

/** Every decision of a round with all its candidates, as they were seen. */
export function decisionsOf(round: RoundRecord, origins: ReadonlyMap<string, Origin>): Decision[] {
  const view = viewOf(round, origins);
  const places = new Map(view.map(({ user }, place) => [user, place]));
  const put = (row: Candidate, into: Candidate[]) => {
    const place = places.get(row.user);
    if (place !== undefined) into[place] = row;
  };
  return round.picks.map((pick) => {
    for (const row of pick.changed ?? []) put(row, view);
    const candidates = [...view];
    for (const row of pick.apart ?? []) put(row, candidates);
    const picked = view[places.get(pick.owner ?? '') ?? -1];
    const next = round.form === 2 && picked ? afterPick(picked, pick.order) : null;
    if (next) put(next, view);
    return wholeOf(pick, candidates);
  });
}

/** How the row of whoever was picked follows from the pick; null where it does not. */
export function afterPick(picked: Candidate, order: number | null): Candidate | null {
  if (order === null || picked.units !== null) return null;
  return { ...picked, load: picked.load + 1, lastAssigned: order };
}

function wholeOf(
  { order: _, changed: _changed, apart: _apart, ...said }: Pick,
  candidates: Candidate[],
): Decision {
  return {
    step: null,
    requiredSkills: [],
    skillsRelaxed: false,
    retry: null,
    roundRobin: null,
    draw: null,
    ...said,
    candidates,
  };
}

/** The candidates as the round began. */
function viewOf(round: RoundRecord, origins: ReadonlyMap<string, Origin>): Candidate[] {
  if (!round.of) return [...round.candidates];
  const line = [...round.of.map((id) => origins.get(id)), round];
  const base = line[0]?.candidates ?? [];
  const view = [...base];
  for (const { since } of line.filter((each) => each !== undefined)) {
    const { loads, rows } = since ?? { loads: [], rows: [] };
    for (let i = 0; i + 2 < loads.length; i += 3) {
      const [place = 0, load = 0, lastAssigned = 0] = loads.slice(i, i + 3);
      const row = base[place];
      if (row) view[place] = { ...row, load, lastAssigned };
    }
    for (const { place, row } of rows) view[place] = row;
  }
  return view;
}
