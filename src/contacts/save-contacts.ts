import type { ClientSession, Connection } from 'mongoose';
import { ticketModel } from '../tickets/ticket-model.ts';
import type { ContactBook } from './contact-book.ts';
import { contactModel } from './contact-model.ts';

/** Writes what a book made, changed and joined, in the given transaction; tickets follow contacts that were joined. */
export async function saveContacts(db: Connection, book: ContactBook, session: ClientSession): Promise<void> {
  const { inserts, updates, removals } = book.writes();
  const contacts = contactModel(db).collection;
  if (removals.length > 0) {
    await contacts.deleteMany({ _id: { $in: removals as never[] } }, { session });
    for (const [from, into] of book.joined) {
      await ticketModel(db).updateMany({ contact: from }, { $set: { contact: into } }, { session });
    }
  }
  const replaced = updates.map(({ _id, ...rest }) => ({
    updateOne: { filter: { _id: _id as never }, update: { $set: rest } },
  }));
  if (replaced.length > 0) await contacts.bulkWrite(replaced, { session });
  if (inserts.length > 0) await contacts.insertMany(inserts as never[], { session });
}
