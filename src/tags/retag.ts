import type { Connection } from 'mongoose';
import type { Clock, Log } from '../../adapters/adapter.ts';
import { savedViewModel } from '../saved-views/saved-view-model.ts';
import { createTicker, type Ticker } from '../tickets/ticker.ts';
import { ticketModel } from '../tickets/ticket-model.ts';
import { type TagRecord, tagModel } from './tag-model.ts';

const EVERY = 5000;
const AT_ONCE = 500;

/** Finishes what renaming or deleting a tag began, also after a crash in its middle. */
export function createTagTimer({ db, log }: { db: Connection; clock: Clock; log: Log }): Ticker {
  return createTicker({
    every: EVERY,
    what: 'tags could not be changed on tickets',
    log,
    async work() {
      for (const tag of await tagModel(db)
        .find({ 'change.from': { $gt: '' } })
        .lean())
        await retag(db, tag);
    },
  });
}

/** Carries a tag's change out on every ticket that has the former name. May run twice at once. */
export async function retag(db: Connection, { _id, change }: TagRecord): Promise<void> {
  if (change === null) return;
  const { from, to } = change;
  const tickets = ticketModel(db).collection;
  for (;;) {
    const found = await ticketModel(db).find({ tags: from }).select('_id').limit(AT_ONCE).lean();
    if (found.length === 0) break;
    // The filter names the tag once more: the same ticket is changed once.
    const filter = { _id: { $in: found.map((t) => t._id as never) }, tags: from };
    if (to === null) await tickets.updateMany(filter, { $pull: { tags: from as never }, $inc: { rev: 1 } });
    else {
      const renamed = { $set: { 'tags.$[tag]': to }, $inc: { rev: 1 } };
      await tickets.updateMany(filter, renamed, { arrayFilters: [{ tag: from }] });
    }
  }
  if (to === null) return void (await tagModel(db).deleteOne({ _id, 'change.from': from }));
  await savedViewModel(db).updateMany({ 'filters.tag': from }, { $set: { 'filters.tag': to } });
  await tagModel(db).updateOne({ _id, 'change.from': from }, { $set: { change: null } });
}
