import type { ClientSession, Connection } from 'mongoose';
import { candidateOf } from '../../routing/eligibility.ts';
import type { RoutingUser } from '../../routing/types.ts';
import { channelModel } from '../channels/channel-model.ts';
import type { Lease } from '../store/leases.ts';
import { toRoutingUser } from '../users/routing-user.ts';
import { type UserRecord, userModel } from '../users/user-model.ts';
import type { LiveState } from './live-state.ts';
import { loadModel } from './load-model.ts';
import type { Assignment, RoutedBatch } from './route-batch.ts';
import { StaleState } from './stale-state.ts';

/** What the database says of whoever and whatever a batch was decided on. */
interface Stored {
  users: UserRecord[];
  loads: { _id: string; rev: number }[];
  channels: { _id: string; policyVersion: number }[];
}

/** The fields that routing looks at; the rest of a user need not travel. */
const LOOKED_AT = {
  name: 1,
  active: 1,
  seat: 1,
  skills: 1,
  workingHours: 1,
  outOfOffice: 1,
  manualStatus: 1,
  lastSeenAt: 1,
  capacity: 1,
} as const;

/**
 * Holds what was decided against the transaction's snapshot, in one read: whoever was chosen may still be chosen (I4),
 * the policies are still in force, and nobody moved a ticket of those users that memory has not seen yet (I6). What is
 * written after this snapshot comes after the batch, so reading is enough. Throws StaleState.
 */
export async function verify(
  { assignments, released, policies }: RoutedBatch,
  at: Date,
  parts: { db: Connection; state: LiveState; lease: Lease },
  session: ClientSession,
): Promise<void> {
  const { state } = parts;
  const chosen = [...new Set(assignments.map((a) => a.user))];
  const moved = [...new Set([...chosen, ...released])];
  if (moved.length === 0 && policies.size === 0) return;
  const stored = await readStored(parts, session, { chosen, moved, channels: [...policies.keys()] });
  verifyUsers(assignments, stored.users, at, state);
  if (stored.channels.some((c) => c.policyVersion !== policies.get(c._id)))
    throw new StaleState('a policy changed', 'people');
  const behind = stored.loads.filter(({ _id, rev }) => rev !== (state.revs.get(_id) ?? 0));
  if (behind.length > 0)
    throw new StaleState(
      'a load changed',
      'loads',
      behind.map(({ _id }) => _id),
    );
}

async function readStored(
  { db, lease }: { db: Connection; lease: Lease },
  session: ClientSession,
  ids: { chosen: string[]; moved: string[]; channels: string[] },
): Promise<Stored> {
  const part = (from: string, wanted: string[], fields: object) => ({
    $lookup: { from, as: from, pipeline: [{ $match: { _id: { $in: wanted } } }, { $project: fields }] },
  });
  const [stored] = await db
    .collection('leases')
    .aggregate<Stored>(
      [
        { $match: { _id: lease.name } },
        { $project: { _id: 1 } },
        part(userModel(db).collection.name, ids.chosen, LOOKED_AT),
        part(loadModel(db).collection.name, ids.moved, { rev: 1 }),
        part(channelModel(db).collection.name, ids.channels, { policyVersion: 1 }),
      ],
      { session },
    )
    .toArray();
  if (!stored) throw new StaleState('the lease is gone', 'people');
  return stored;
}

function verifyUsers(
  assignments: readonly Assignment[],
  users: readonly UserRecord[],
  at: Date,
  state: LiveState,
): void {
  const stored = new Map(users.map((u) => [u._id, toRoutingUser(u)]));
  const chosen = new Set(assignments.map((a) => a.user));
  const changed = new Set([...chosen].filter((id) => !isSame(stored.get(id), state.users.get(id))));
  if (changed.size === 0) return;
  const routing = state.routingState(at.getTime(), () => 0);
  for (const { user, demand } of assignments) {
    if (!changed.has(user)) continue;
    const now = stored.get(user);
    const passedOver = now ? candidateOf(now, demand, routing).passedOver : 'deactivated';
    // Its own assignments count in memory already, so capacity is the load versions' concern.
    if (passedOver !== null && passedOver !== 'at-capacity' && passedOver !== 'ramp')
      throw new StaleState('a chosen user changed', 'people');
  }
}

/** Whether memory judged this very user. */
function isSame(stored: RoutingUser | undefined, known: RoutingUser | undefined): boolean {
  return stored !== undefined && known !== undefined && JSON.stringify(stored) === JSON.stringify(known);
}
