import { type Connection, mongo } from 'mongoose';
import { journalModel } from '../inbound/journal-model.ts';
import { messageModel } from '../messages/message-model.ts';
import { fileModel } from './file-model.ts';
import { findKept } from './kept-files.ts';

/** Ids of files by what refers to them; a file may be in both. */
export interface FileUses {
  byMessages: ReadonlySet<string>;
  /** Also those of drafts and canned replies: what may give a file up again. */
  byJournal: ReadonlySet<string>;
}

/** Which of the files a message or a journal entry refers to. */
export async function findFileUses(db: Connection, ids: string[]): Promise<FileUses> {
  // The journal and drafts first: they give their files to a message, never the other way, so none slips between.
  const journal = journalModel(db).collection;
  const byJournal = [
    ...(await findKept(db, ids)),
    ...(await journal.distinct('raw.id', { 'raw.id': { $in: ids } })),
    ...(await journal.distinct('message.attachments.id', { 'message.attachments.id': { $in: ids } })),
  ];
  const messages = messageModel(db).collection;
  const byMessages = [
    ...(await messages.distinct('attachments.id', { 'attachments.id': { $in: ids } })),
    ...(await messages.distinct('raw.id', { 'raw.id': { $in: ids } })),
  ];
  return { byJournal: new Set(byJournal), byMessages: new Set(byMessages) };
}

/** Removes files with their content; one that is gone already is what was wanted. */
export async function removeFiles(db: Connection, ids: readonly string[]): Promise<void> {
  const keys = ids.map((id) => new mongo.ObjectId(id));
  // Content goes first: should the rest not come to pass, the description is still there to be found again.
  await db.collection('files.chunks').deleteMany({ files_id: { $in: keys } });
  await fileModel(db).deleteMany({ _id: { $in: keys } });
}
