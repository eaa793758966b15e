import type { ClientSession, Connection } from 'mongoose';
import { candidateOf } from '../../routing/eligibility.ts';
import { channelModel } from '../channels/channel-model.ts';
import { saveContacts } from '../contacts/save-contacts.ts';
import { roundModel } from '../decisions/round-model.ts';
import { journalModel } from '../inbound/journal-model.ts';
import { messageModel } from '../messages/message-model.ts';
import { outboxModel } from '../outbox/outbox-model.ts';
import { inTransaction } from '../store/connection.ts';
import type { Lease } from '../store/leases.ts';
import { ticketModel } from '../tickets/ticket-model.ts';
import { toRoutingUser } from '../users/routing-user.ts';
import { userModel } from '../users/user-model.ts';
import type { Batch } from './batch.ts';
import type { LiveState } from './live-state.ts';
import { loadModel, positionModel } from './load-model.ts';
import type { RoutedBatch } from './route-batch.ts';

/** Memory was behind the database: the batch is planned anew after catching up. */
export class StaleState extends Error {
  override readonly name = 'StaleState';
  /** Users whose load is to be counted anew. */
  readonly users: readonly string[];

  constructor(what: string, users: readonly string[] = []) {
    super(`The router's memory is behind: ${what}.`);
    this.users = users;
  }
}

export interface CommitParts {
  db: Connection;
  state: LiveState;
  lease: Lease;
  /** The router's own session: the change feed leaves out what it wrote. */
  session: ClientSession;
}

/** Writes a decided batch in one transaction: all of it or nothing, and nothing by a deposed router. */
export async function commitBatch(batch: Batch, routed: RoutedBatch, parts: CommitParts): Promise<void> {
  await inTransaction(
    parts.db,
    async (session) => {
      await parts.lease.fence(session);
      await verify(routed, batch, session, parts);
      await verifyLoads(routed, session, parts);
      await writeTickets(batch, session, parts.db);
      if (batch.contacts) await saveContacts(parts.db, batch.contacts, session);
      await writeRest(batch, routed, session, parts.db);
    },
    parts.session,
  );
}

/**
 * Holds what was decided against the transaction's snapshot: whoever was chosen may still be chosen, and the
 * policies are still in force. So nobody gets a ticket who went away in the instant of being chosen (I4).
 */
async function verify(
  routed: RoutedBatch,
  batch: Batch,
  session: ClientSession,
  parts: CommitParts,
): Promise<void> {
  const chosen = [...new Set(routed.assignments.map((a) => a.user))];
  if (chosen.length > 0) {
    const users = await userModel(parts.db)
      .find({ _id: { $in: chosen } }, null, { session })
      .lean();
    const stored = new Map(users.map((u) => [u._id, toRoutingUser(u)]));
    const state = parts.state.routingState(batch.at.getTime(), () => 0);
    for (const { user, demand } of routed.assignments) {
      const now = stored.get(user);
      const seen = now && candidateOf(now, demand, state);
      // Its own assignments count in memory already, so capacity is the load versions' concern.
      if (
        !seen ||
        (seen.passedOver !== null && seen.passedOver !== 'at-capacity' && seen.passedOver !== 'ramp')
      ) {
        throw new StaleState('a chosen user changed');
      }
    }
  }
  const channels = await channelModel(parts.db)
    .find({ _id: { $in: [...routed.policies.keys()] } }, { policyVersion: 1 }, { session })
    .lean();
  if (channels.some((c) => c.policyVersion !== routed.policies.get(c._id)))
    throw new StaleState('a policy changed');
}

/**
 * Refuses the batch when somebody moved a ticket of a user whom it concerns and memory has not seen it yet (I6). What
 * is written after this snapshot comes after the batch, so reading is enough.
 */
async function verifyLoads(
  routed: RoutedBatch,
  session: ClientSession,
  { db, state }: CommitParts,
): Promise<void> {
  const users = [...new Set([...routed.assignments.map((a) => a.user), ...routed.released])];
  if (users.length === 0) return;
  const stored = await loadModel(db)
    .find({ _id: { $in: users } }, { rev: 1 }, { session })
    .lean();
  const moved = stored.filter(({ _id, rev }) => rev !== (state.revs.get(_id) ?? 0)).map(({ _id }) => _id);
  if (moved.length > 0) throw new StaleState('a load changed', moved);
}

async function writeTickets(batch: Batch, session: ClientSession, db: Connection): Promise<void> {
  const drafts = [...batch.drafts.values()];
  const fresh = drafts.filter((d) => d.isNew).map((d) => d.record);
  const changed = drafts.filter((d) => !d.isNew);
  const tickets = ticketModel(db).collection;
  if (fresh.length > 0) await tickets.insertMany(fresh as never[], { session });
  if (changed.length === 0) return;
  const result = await tickets.bulkWrite(
    changed.map(({ record, set }) => ({
      updateOne: {
        filter: { _id: record._id as never, rev: record.rev },
        update: { $set: set, $inc: { rev: 1 } },
      },
    })),
    { session },
  );
  if (result.matchedCount < changed.length) throw new StaleState('a ticket changed');
}

async function writeRest(
  batch: Batch,
  routed: RoutedBatch,
  session: ClientSession,
  db: Connection,
): Promise<void> {
  const inserts = [
    [messageModel(db), batch.messages],
    [roundModel(db), routed.rounds.records()],
    [outboxModel(db), batch.outbox],
  ] as const;
  for (const [model, documents] of inserts) {
    if (documents.length > 0) await model.collection.insertMany(documents as never[], { session });
  }
  for (const { message, reason } of batch.bounced) {
    const delivery = { state: 'failed', reason, at: batch.at };
    await messageModel(db).updateOne({ _id: message }, { $set: { delivery } }, { session });
  }
  if (routed.positions.size > 0) {
    await positionModel(db).bulkWrite(
      [...routed.positions].map(([_id, user]) => ({
        updateOne: { filter: { _id }, update: { $set: { user } }, upsert: true },
      })),
      { session, timestamps: false },
    );
  }
  await writeJournal(batch, session, db);
}

/** The journal gives up its copy of the messages: they stand in their tickets now. */
async function writeJournal({ journaled, at }: Batch, session: ClientSession, db: Connection): Promise<void> {
  if (journaled.length === 0) return;
  const result = await journalModel(db).collection.updateMany(
    { _id: { $in: journaled as never[] }, state: 'pending' },
    { $set: { state: 'done', message: null, doneAt: at } },
    { session },
  );
  if (result.matchedCount < journaled.length) throw new StaleState('the journal changed');
}
