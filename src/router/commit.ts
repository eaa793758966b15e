import type { ClientSession, Connection } from 'mongoose';
import { saveContacts } from '../contacts/save-contacts.ts';
import { roundModel } from '../decisions/round-model.ts';
import { journalModel } from '../inbound/journal-model.ts';
import { messageModel } from '../messages/message-model.ts';
import { outboxModel } from '../outbox/outbox-model.ts';
import { inTransaction } from '../store/connection.ts';
import type { Lease } from '../store/leases.ts';
import { ticketModel } from '../tickets/ticket-model.ts';
import type { Batch } from './batch.ts';
import type { LiveState } from './live-state.ts';
import { positionModel } from './load-model.ts';
import type { RoutedBatch } from './route-batch.ts';
import { StaleState } from './stale-state.ts';
import { verify } from './verify.ts';

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
      await verify(routed, batch.at, parts, session);
      await writeTickets(batch, session, parts.db);
      if (batch.contacts) await saveContacts(parts.db, batch.contacts, session);
      await writeRest(batch, routed, session, parts.db);
    },
    parts.session,
  );
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
  if (result.matchedCount < changed.length) throw new StaleState('a ticket changed', 'plan');
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
    [journalModel(db), batch.marks],
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
  if (result.matchedCount < journaled.length) throw new StaleState('the journal changed', 'plan');
}
