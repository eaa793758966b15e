import type { ClientSession, Connection } from 'mongoose';
import { ticketModel } from '../tickets/ticket-model.ts';
import type { ContactBook } from './contact-book.ts';
import { contactModel } from './contact-model.ts';
import { contactWords } from './search-contacts.ts';

/** A contact was changed or erased after the book had read it: the book is to be read anew. */
export class StaleContacts extends Error {
  override readonly name = 'StaleContacts';
}

/**
 * Writes what a book made, changed and joined, in the given transaction; tickets follow contacts that were joined.
 * Throws StaleContacts when somebody else wrote one of them meanwhile.
 */
export async function saveContacts(db: Connection, book: ContactBook, session: ClientSession): Promise<void> {
  const { inserts, updates, removals, poorer } = book.writes();
  const contacts = contactModel(db).collection;
  const operations = [
    ...removals.map(({ _id, rev }) => ({ deleteOne: { filter: { _id: _id as never, rev } } })),
    // Cookies that change hands are let go of before anybody gets them.
    ...poorer.map(({ _id, rev }) => ({
      updateOne: { filter: { _id: _id as never, rev }, update: { $set: { visitors: [] } } },
    })),
    ...updates.map(({ _id, rev, ...rest }) => ({
      updateOne: {
        filter: { _id: _id as never, rev },
        update: { $set: { ...rest, words: contactWords(rest), rev: rev + 1 } },
      },
    })),
  ];
  if (operations.length > 0) {
    const { matchedCount, deletedCount } = await contacts.bulkWrite(operations, { session });
    if (matchedCount + deletedCount < operations.length) {
      throw new StaleContacts('A contact was changed after it had been read.');
    }
  }
  const made = inserts.map((contact) => ({ ...contact, words: contactWords(contact) }));
  if (made.length > 0) await contacts.insertMany(made as never[], { session });
  for (const [from, into] of book.joined) {
    await ticketModel(db).updateMany({ contact: from }, { $set: { contact: into } }, { session });
  }
}
