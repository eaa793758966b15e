import type { Connection } from 'mongoose';
import { z } from 'zod';
import type { Clock } from '../../adapters/adapter.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { ChannelRuntime } from '../channels/channel-runtime.ts';
import { Conflict, NotFound } from '../http/errors.ts';
import { decodeCursor, listOf, listQuery, page } from '../http/list.ts';
import { type Actor, type Route, route } from '../http/route.ts';
import { FileSchema } from '../messages/message-schemas.ts';
import { presentFile } from '../messages/present-message.ts';
import { type JournalRecord, journalModel } from './journal-model.ts';

/** Something that came in and could not be processed, as the API shows it. */
export const ReplayItem = z
  .strictObject({
    id: z.string(),
    channel: z.string(),
    state: z.enum(['failed', 'unreadable']),
    error: z.string().nullable(),
    attempts: z.number().int(),
    raw: FileSchema.nullable().meta({ description: 'The source as it came' }),
    at: z.iso.datetime(),
  })
  .meta({ id: 'ReplayItem' });

const ReplayParams = z.strictObject({ id: z.string().min(1).max(100) });
const Position = z.tuple([z.int().min(0).max(8.64e15), z.string()]);
const area = 'replay';

/** What the routes of the replay list need. */
export interface ReplayParts {
  db: Connection;
  clock: Clock;
  audit: AuditLog;
  runtime: ChannelRuntime;
  /** Tells the router that something came in again. */
  onStored(): void;
}

/** What came in and could not be processed: to be seen, tried again, or discarded by an admin. */
export function createReplayRoutes(parts: ReplayParts): Route[] {
  const journal = journalModel(parts.db);
  return [
    route({
      method: 'get',
      path: '/replay',
      summary: 'Lists what could not be processed, the latest first',
      access: 'admin',
      area,
      query: listQuery,
      response: listOf(ReplayItem),
      async handle({ query }) {
        const [at, id] = decodeCursor(query.cursor, Position) ?? [8.64e15, ''];
        const before = new Date(at);
        const found = await journal
          .find({
            state: { $in: ['failed', 'unreadable'] },
            $or: [{ at: { $lt: before } }, { at: before, _id: { $lt: id } }],
          })
          .sort({ at: -1, _id: -1 })
          .limit(query.limit + 1)
          .lean();
        const { items, next } = page(found, query.limit, (e) => [e.at.getTime(), e._id]);
        return { items: items.map(presentItem), next };
      },
    }),
    route({
      method: 'post',
      path: '/replay/:id',
      summary: 'Processes an item again',
      access: 'admin',
      area,
      status: 202,
      params: ReplayParams,
      response: z.strictObject({ id: z.string(), state: z.literal('pending') }),
      async handle({ actor, params }) {
        await replay(parts, await findItem(parts.db, params.id), actor);
        return { id: params.id, state: 'pending' as const };
      },
    }),
    route({
      method: 'delete',
      path: '/replay/:id',
      summary: 'Discards an item; its source is kept for 30 days',
      access: 'admin',
      area,
      status: 204,
      params: ReplayParams,
      async handle({ actor, params }) {
        const item = await findItem(parts.db, params.id);
        const doneAt = new Date(parts.clock.now());
        await move(parts.db, item, { state: 'discarded', doneAt });
        await note(parts, item, actor, 'discard');
      },
    }),
  ];
}

/** An unreadable one is read again first; throws Conflict when it still cannot be read. */
async function replay(parts: ReplayParts, item: JournalRecord, actor: Actor): Promise<void> {
  const message = item.message ?? (await reread(parts, item));
  await move(parts.db, item, { state: 'pending', message, error: null });
  await note(parts, item, actor, 'replay');
  parts.onStored();
}

/** Of two who take up an item, one does; the other gets a Conflict. */
async function move(
  db: Connection,
  { _id, state }: JournalRecord,
  set: Partial<JournalRecord>,
): Promise<void> {
  const { matchedCount } = await journalModel(db).updateOne({ _id, state }, { $set: set });
  if (matchedCount === 0) throw new Conflict('taken-up', 'Somebody else took it up already.');
}

async function reread({ db, runtime }: ReplayParts, item: JournalRecord) {
  if (!item.raw) throw new Conflict('no-source', 'There is no source to read again.');
  try {
    const unreadable = { externalId: item.externalId, raw: item.raw, error: item.error ?? '' };
    return await runtime.reread(item.channel, unreadable);
  } catch (cause) {
    const error = cause instanceof Error ? cause.message : 'It cannot be read.';
    await journalModel(db).updateOne({ _id: item._id }, { $set: { error }, $inc: { attempts: 1 } });
    throw new Conflict('still-unreadable', 'It still cannot be read. Its source can be downloaded.');
  }
}

async function note(
  { audit }: ReplayParts,
  item: JournalRecord,
  actor: Actor,
  action: string,
): Promise<void> {
  await audit.record({ actor, action, target: { kind: 'replay', id: item._id, name: '' }, changes: [] });
}

async function findItem(db: Connection, id: string): Promise<JournalRecord> {
  const item = await journalModel(db)
    .findOne({ _id: id, state: { $in: ['failed', 'unreadable'] } })
    .lean();
  if (!item) throw new NotFound('item');
  return item;
}

function presentItem({
  _id,
  channel,
  state,
  error,
  attempts,
  raw,
  at,
}: JournalRecord): z.infer<typeof ReplayItem> {
  return {
    id: _id,
    channel,
    state: state === 'failed' ? 'failed' : 'unreadable',
    error,
    attempts,
    raw: raw && presentFile(raw),
    at: at.toISOString(),
  };
}
