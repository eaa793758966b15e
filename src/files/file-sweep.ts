import type { Connection } from 'mongoose';
import { mongo } from 'mongoose';
import type { Clock } from '../../adapters/adapter.ts';
import { fileModel } from './file-model.ts';
import { findFileUses, removeFiles } from './unused-files.ts';

const DAY = 24 * 3600 * 1000;
const BATCH = 500;

/**
 * Removes every file that is due and that nothing refers to, batch by batch while `goesOn`, and answers how many.
 * What only the journal holds, such as the source of a discarded item, is looked at again a day later.
 */
export async function sweepFiles(
  { db, clock }: { db: Connection; clock: Clock },
  goesOn: () => Promise<boolean>,
): Promise<number> {
  let removed = 0;
  while (await goesOn()) {
    const due = await fileModel(db)
      .find({ 'metadata.checkAt': { $lte: new Date(clock.now()) } })
      .sort({ 'metadata.checkAt': 1 })
      .limit(BATCH)
      .select('_id')
      .lean();
    if (due.length === 0) break;
    const ids = due.map((file) => file._id.toHexString());
    removed += await sweepBatch(db, ids, new Date(clock.now() + DAY));
  }
  return removed;
}

async function sweepBatch(db: Connection, ids: string[], nextCheck: Date): Promise<number> {
  const { byMessages, byJournal } = await findFileUses(db, ids);
  const held = ids.filter((id) => byJournal.has(id) && !byMessages.has(id));
  const unused = ids.filter((id) => !byJournal.has(id) && !byMessages.has(id));
  await fileModel(db).updateMany({ _id: { $in: [...byMessages] } }, { $unset: { 'metadata.checkAt': 1 } });
  await fileModel(db).updateMany({ _id: { $in: held } }, { $set: { 'metadata.checkAt': nextCheck } });
  await removeFiles(db, unused);
  return unused.length;
}

/**
 * Removes the content of uploads that were killed in the middle, so that no file describes it, and answers how many
 * uploads that were. Those that began within a day may still be under way.
 */
export async function sweepChunks(
  { db, clock }: { db: Connection; clock: Clock },
  goesOn: () => Promise<boolean>,
): Promise<number> {
  const chunks = db.collection<{ files_id: mongo.ObjectId }>('files.chunks');
  const begun = mongo.ObjectId.createFromTime(Math.floor((clock.now() - DAY) / 1000));
  let after = mongo.ObjectId.createFromTime(0);
  let removed = 0;
  while (await goesOn()) {
    // GridFS keeps chunks by file and number: this reads nothing but that index.
    const found = await chunks
      .find({ files_id: { $gt: after, $lt: begun } }, { projection: { _id: 0, files_id: 1 } })
      .sort({ files_id: 1, n: 1 })
      .limit(BATCH)
      .toArray();
    const last = found.at(-1)?.files_id;
    if (last === undefined) break;
    after = last;
    removed += await removeUndescribed(db, [...new Set(found.map((chunk) => chunk.files_id.toHexString()))]);
  }
  return removed;
}

async function removeUndescribed(db: Connection, ids: readonly string[]): Promise<number> {
  const keys = ids.map((id) => new mongo.ObjectId(id));
  const described = await fileModel(db)
    .find({ _id: { $in: keys } })
    .select('_id')
    .lean();
  const known = new Set(described.map((file) => file._id.toHexString()));
  const orphans = ids.filter((id) => !known.has(id));
  if (orphans.length > 0) await removeFiles(db, orphans);
  return orphans.length;
}
