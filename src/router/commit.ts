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
import { type LoadChange, type LoadRecord, loadModel, positionModel } from './load-model.ts';
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
  const loads = loadWrites(routed);
  await inTransaction(
    parts.db,
    async (session) => {
      await parts.lease.fence(session);
      await verify(routed, batch, session, parts);
      await writeLoads(loads, session, parts);
      await writeTickets(batch, session, parts.db);
      if (batch.contacts) await saveContacts(parts.db, batch.contacts, session);
      await writeRest(batch, routed, session, parts.db);
    },
    parts.session,
  );
  for (const { user } of loads) parts.state.revs.set(user, (parts.state.revs.get(user) ?? 0) + 1);
}

interface LoadWrite {
  user: string;
  changes: LoadChange[];
  last: LoadRecord['last'];
}

function loadWrites({ assignments, released }: RoutedBatch): LoadWrite[] {
  const writes = new Map<string, LoadWrite>();
  const of = (user: string): LoadWrite => {
    const write = writes.get(user) ?? { user, changes: [], last: {} };
    writes.set(user, write);
    return write;
  };
  for (const { ticket, user } of released) of(user).changes.push({ ticket, entry: null });
  for (const { ticket, user, order, type, assignedAt } of assignments) {
    of(user).changes.push({ ticket, entry: { type, assignedAt } });
    of(user).last[type] = order;
  }
  return [...writes.values()];
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

/** Moves the load version of everyone who gained or lost a ticket; one that moved meanwhile refuses the batch (I6). */
async function writeLoads(writes: readonly LoadWrite[], session: ClientSession, { db, state }: CommitParts) {
  if (writes.length === 0) return;
  const known = (user: string): number => state.revs.get(user) ?? 0;
  const fresh = writes.filter((w) => known(w.user) === 0).map((w) => w.user);
  const loads = loadModel(db);
  const present = await loads.find({ _id: { $in: fresh } }, { _id: 1 }, { session }).lean();
  if (present.length > 0)
    throw new StaleState(
      'a load changed',
      present.map((l) => l._id),
    );
  const result = await loads.bulkWrite(
    writes.map(({ user, changes, last }) =>
      known(user) === 0
        ? { insertOne: { document: { _id: user, rev: 1, changes, last } } }
        : {
            updateOne: {
              filter: { _id: user, rev: known(user) },
              update: { $inc: { rev: 1 }, $set: { changes, ...prefixed('last', last) } },
            },
          },
    ),
    { session, ordered: true, timestamps: false },
  );
  if (result.insertedCount + result.matchedCount < writes.length) {
    throw new StaleState(
      'a load changed',
      writes.map((w) => w.user),
    );
  }
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

function prefixed(prefix: string, fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${prefix}.${name}`, value]));
}
