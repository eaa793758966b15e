import type { Connection, QueryFilter } from 'mongoose';
import type { ChannelKind, TicketType } from '../../routing/types.ts';
import { type ChannelHealth, channelModel } from '../channels/channel-model.ts';
import { type OutboxRecord, outboxModel } from '../outbox/outbox-model.ts';
import { ticketModel } from '../tickets/ticket-model.ts';

const HOUR = 3_600_000;
const MOST_MILLISECONDS = 2_500;

/** What the database knows of the gateway's state, for `/metrics`. */
export interface StoredFigures {
  /** `failed`: within the last hour. */
  outbox: { queued: number; sending: number; failed: number };
  channels: { kind: ChannelKind; state: ChannelHealth['state']; count: number }[];
  waiting: Record<TicketType, number>;
  /** `led`: a process holds the router's lease now. */
  router: { led: boolean; epoch: number };
}

/** Reads the figures, each by an index and none for longer than 2.5 s. */
export async function readStoredFigures(db: Connection, now: number): Promise<StoredFigures> {
  const [outbox, channels, waiting, router] = await Promise.all([
    readOutbox(db, now),
    readChannels(db),
    readWaiting(db),
    readRouter(db),
  ]);
  return { outbox, channels, waiting, router };
}

async function readOutbox(db: Connection, now: number): Promise<StoredFigures['outbox']> {
  // The bounds on the dates let each count use its partial index.
  const count = (filter: QueryFilter<OutboxRecord>) =>
    outboxModel(db).countDocuments(filter).maxTimeMS(MOST_MILLISECONDS);
  const [queued, sending, failed] = await Promise.all([
    count({ state: 'queued', dueAt: { $gt: new Date(0) } }),
    count({ state: 'sending', heldUntil: { $gt: new Date(0) } }),
    count({ state: 'failed', doneAt: { $gt: new Date(now - HOUR) } }),
  ]);
  return { queued, sending, failed };
}

async function readChannels(db: Connection): Promise<StoredFigures['channels']> {
  const groups = await channelModel(db)
    .aggregate<{ _id: { kind: ChannelKind; state: ChannelHealth['state'] }; count: number }>([
      { $match: { deletedAt: null, enabled: true } },
      { $group: { _id: { kind: '$kind', state: '$health.state' }, count: { $sum: 1 } } },
    ])
    .option({ maxTimeMS: MOST_MILLISECONDS });
  return groups.map(({ _id, count }) => ({ ..._id, count }));
}

async function readWaiting(db: Connection): Promise<StoredFigures['waiting']> {
  const groups = await ticketModel(db)
    .aggregate<{ _id: TicketType; count: number }>([
      { $match: { 'routing.state': 'waiting' } },
      { $group: { _id: '$type', count: { $sum: 1 } } },
    ])
    .option({ maxTimeMS: MOST_MILLISECONDS });
  const of = (type: TicketType) => groups.find(({ _id }) => _id === type)?.count ?? 0;
  return { calling: of('calling'), messaging: of('messaging'), email: of('email') };
}

async function readRouter(db: Connection): Promise<StoredFigures['router']> {
  const [lease] = await db
    .collection('leases')
    .aggregate<StoredFigures['router']>([
      { $match: { $expr: { $eq: ['$_id', 'router'] } } },
      { $project: { _id: 0, epoch: 1, led: { $gt: ['$until', '$$NOW'] } } },
    ])
    .toArray();
  return lease ?? { led: false, epoch: 0 };
}
