import type { ClientSession, Connection } from 'mongoose';
import { adapterStateModel } from './adapter-state-model.ts';
import { channelModel } from './channel-model.ts';

/** Removes what the adapter of a channel remembers, such as a sealed token; for a channel that is deleted. */
export async function forgetAdapterState(
  db: Connection,
  channel: string,
  session?: ClientSession,
): Promise<number> {
  // A range over the ids, which begin with the channel's: the semicolon follows the colon.
  const ofChannel = { _id: { $gte: `${channel}:`, $lt: `${channel};` } };
  const { deletedCount } = await adapterStateModel(db).deleteMany(ofChannel, session ? { session } : {});
  return deletedCount;
}

/**
 * Removes what adapters of deleted channels remember, and answers how many states that were: what one that ran in another
 * process wrote after the deletion, or what was left from before it was removed with the channel.
 */
export async function sweepAdapterStates(db: Connection): Promise<number> {
  const deleted = await channelModel(db)
    .find({ deletedAt: { $ne: null } })
    .select('_id')
    .lean();
  let removed = 0;
  for (const { _id } of deleted) removed += await forgetAdapterState(db, _id);
  return removed;
}
