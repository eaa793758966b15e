import type { Connection } from 'mongoose';
import { MINUTE_MS } from '../../routing/instants.ts';
import type { AssignmentMemory, DecisionReason } from '../../routing/types.ts';
import { roundModel } from '../decisions/round-model.ts';
import { loadModel, positionModel } from '../router/load-model.ts';

/** What the database remembers of automatic assignments: of these users, and of the round-robin of that key. */
export async function readMemory(
  db: Connection,
  of: { users: readonly string[]; key: string; at: number },
): Promise<AssignmentMemory> {
  const [records, position, recent] = await Promise.all([
    loadModel(db)
      .find({ _id: { $in: of.users } })
      .select('last')
      .lean(),
    positionModel(db).findById(of.key).lean(),
    countRecent(db, of.at),
  ]);
  const last = new Map(records.map((record) => [record._id, record.last]));
  return {
    lastAssigned: (user, type) => last.get(user)?.[type] ?? 0,
    roundRobinPosition: (key) => (key === of.key ? (position?.user ?? null) : null),
    assignedInLastMinute: (user) => recent.get(user) ?? 0,
  };
}

// A reopened ticket that its owner keeps is no new one for them.
const NOT_NEW: DecisionReason = 'kept-owner';

/** Automatic assignments by user within the minute before an instant. */
async function countRecent(db: Connection, at: number): Promise<Map<string, number>> {
  const counts = await roundModel(db).aggregate<{ _id: string; assignments: number }>([
    { $match: { at: { $gt: new Date(at - MINUTE_MS), $lte: new Date(at) } } },
    { $project: { 'picks.owner': 1, 'picks.reason': 1 } },
    { $unwind: '$picks' },
    { $match: { 'picks.owner': { $ne: null }, 'picks.reason': { $ne: NOT_NEW } } },
    { $group: { _id: '$picks.owner', assignments: { $sum: 1 } } },
  ]);
  return new Map(counts.map(({ _id, assignments }) => [_id, assignments]));
}
