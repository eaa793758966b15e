import type { ClientSession, Connection } from 'mongoose';
import type { TicketRecord } from '../tickets/ticket-model.ts';
import { type LoadChange, loadModel } from './load-model.ts';

type Counted = Pick<TicketRecord, '_id' | 'owner' | 'open' | 'type' | 'assignedAt'>;

/**
 * Moves the load versions of everyone whom a change of a ticket concerns. Belongs in the transaction of that change:
 * a router that decided before it knew is then refused (I4, I6).
 */
export async function moveLoads(
  db: Connection,
  session: ClientSession,
  before: Counted,
  after: Counted,
): Promise<void> {
  for (const [user, change] of changesOf(before, after)) {
    await loadModel(db).updateOne(
      { _id: user },
      { $inc: { rev: 1 }, $set: { changes: [change] } },
      { session, upsert: true, timestamps: false },
    );
  }
}

function changesOf(before: Counted, after: Counted): Map<string, LoadChange> {
  const changes = new Map<string, LoadChange>();
  const [was, is] = [entryOf(before), entryOf(after)];
  const same = was?.user === is?.user && was?.assignedAt.getTime() === is?.assignedAt.getTime();
  if (same) return changes;
  if (was) changes.set(was.user, { ticket: before._id, entry: null });
  if (is) changes.set(is.user, { ticket: after._id, entry: { type: after.type, assignedAt: is.assignedAt } });
  return changes;
}

function entryOf({ owner, open, assignedAt }: Counted): { user: string; assignedAt: Date } | null {
  return open && owner !== null && assignedAt !== null ? { user: owner, assignedAt } : null;
}
