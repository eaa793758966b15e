import type { ClientSession, Connection } from 'mongoose';
import { isDuplicateKey } from '../store/connection.ts';
import { ContactBook } from './contact-book.ts';
import type { ContactRecord } from './contact-model.ts';
import { saveContacts } from './save-contacts.ts';

const MAX_TRIES = 5;

/** Does it again when another writer took an identity meanwhile: the next time, the contact is there to be found. */
export async function againWhenTaken<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isDuplicateKey(error) || tries >= MAX_TRIES) throw error;
    }
  }
}

/** Finds or makes a contact by hand-given identities, in the given transaction. A name alone always makes a new one. */
export async function resolveContact(
  db: Connection,
  given: { email?: string | undefined; phone?: string | undefined; name?: string | undefined },
  at: Date,
  session: ClientSession,
): Promise<ContactRecord> {
  const person = {
    name: given.name ?? null,
    email: given.email?.toLowerCase() ?? null,
    phone: given.phone ?? null,
    visitor: null,
  };
  const book = await ContactBook.load(db, [person], at, session);
  const contact = book.resolve(person) ?? book.make(person.name);
  await saveContacts(db, book, session);
  return contact;
}
