import type { Connection } from 'mongoose';
import { searchWords, wordFilter } from '../tickets/search-words.ts';
import { type ContactRecord, contactModel } from './contact-model.ts';

/** As many contacts as a search for their tickets looks at. */
const MOST = 200;

/** What a search finds a contact by: the words of its name and addresses. */
export function contactWords({ name, emails }: Pick<ContactRecord, 'name' | 'emails'>): string[] {
  return searchWords([name ?? '', ...emails].join(' '));
}

/** By the beginning of an address or number, or by the words of name and addresses. */
export function contactFilter(q: string): object {
  const words = wordFilter(q);
  const start = (text: string) => ({ $gt: '', $regex: new RegExp(`^${escapePattern(text)}`) });
  return {
    $or: [
      { emails: start(q.toLowerCase()) },
      { phones: start(q.replace(/[\s()/-]/g, '')) },
      ...(words === null ? [] : [words]),
    ],
  };
}

/** The ids of the contacts that a search finds. */
export async function findContactIds(db: Connection, q: string): Promise<string[]> {
  const found = await contactModel(db).find(contactFilter(q)).select('_id').limit(MOST).lean();
  return found.map((contact) => contact._id);
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
