import type { Connection } from 'mongoose';
import { MINUTE_MS } from '../../routing/instants.ts';
import type { AssignmentMemory } from '../../routing/types.ts';
import { positionModel } from '../router/load-model.ts';
import { readTurns } from '../router/turns.ts';

/** What the database remembers of automatic assignments, and of the round-robin of that key, as of an instant. */
export async function readMemory(db: Connection, of: { key: string; at: number }): Promise<AssignmentMemory> {
  const [{ last, recent }, position] = await Promise.all([
    readTurns(db, of.at),
    positionModel(db).findById(of.key).lean(),
  ]);
  const within = (user: string) => (recent.get(user) ?? []).filter((at) => at <= of.at);
  return {
    lastAssigned: (user, type) => last.get(user)?.[type] ?? 0,
    roundRobinPosition: (key) => (key === of.key ? (position?.user ?? null) : null),
    assignedInLastMinute: (user) => within(user).length,
    nextForgotten: (user) => (within(user).length === 0 ? null : Math.min(...within(user)) + MINUTE_MS),
  };
}
