import type { ClientSession, Connection } from 'mongoose';
import { ContactBook } from './contact-book.ts';
import type { ContactRecord } from './contact-model.ts';
import { saveContacts } from './save-contacts.ts';

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
  const book = await ContactBook.load(db, [person], at);
  const contact = book.resolve(person) ?? book.make(person.name);
  await saveContacts(db, book, session);
  return contact;
}
