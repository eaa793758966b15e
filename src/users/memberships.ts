import type { ClientSession, Connection, Model } from 'mongoose';
import { BadInput, type FieldError } from '../http/errors.ts';
import { skillModel } from '../skills/skill-model.ts';
import { teamModel } from '../teams/team-model.ts';

/** Throws BadInput that names every team and skill which does not exist, such as `teams.0`. */
export async function requireTeamsAndSkills(
  db: Connection,
  named: { teams?: readonly string[]; skills?: readonly string[] },
  session: ClientSession,
): Promise<void> {
  const errors = [
    ...(await unknownIds(teamModel(db), named.teams ?? [], { field: 'teams', what: 'team', session })),
    ...(await unknownIds(skillModel(db), named.skills ?? [], { field: 'skills', what: 'skill', session })),
  ];
  if (errors.length > 0) throw new BadInput(errors);
}

/** One error for each id that the collection does not have. */
export async function unknownIds<Record extends { _id: string }>(
  model: Model<Record>,
  ids: readonly string[],
  { field, what, session }: { field: string; what: string; session: ClientSession },
): Promise<FieldError[]> {
  if (ids.length === 0) return [];
  const known = new Set((await model.distinct('_id', { _id: { $in: ids } }).session(session)).map(String));
  return ids.flatMap((id, index) =>
    known.has(id) ? [] : [{ path: `${field}.${index}`, message: `There is no such ${what}.` }],
  );
}
