import type { Connection } from 'mongoose';
import { searchWords } from '../tickets/search-words.ts';
import { type TicketRecord, ticketModel } from '../tickets/ticket-model.ts';
import { tagModel } from './tag-model.ts';

const MOST = 8;
const EARLIER = 20;
const MOST_TAGS = 2000;

/** Tags that may fit a ticket: those its text names, then those of its contact's earlier tickets. */
export async function suggestTags(db: Connection, ticket: TicketRecord): Promise<string[]> {
  const [tags, earlier] = await Promise.all([
    tagModel(db).find().sort({ name: 1, _id: 1 }).limit(MOST_TAGS).select('name').lean(),
    earlierTags(db, ticket),
  ]);
  const said = new Set(ticket.words);
  const named = tags.map((tag) => tag.name).filter((name) => isNamed(name, said));
  const found = [...new Set([...named, ...earlier])];
  return found.filter((name) => !ticket.tags.includes(name)).slice(0, MOST);
}

function isNamed(tag: string, said: ReadonlySet<string>): boolean {
  const words = searchWords(tag);
  return words.length > 0 && words.every((word) => said.has(word));
}

async function earlierTags(db: Connection, { _id, contact }: TicketRecord): Promise<string[]> {
  if (contact === null) return [];
  const tickets = await ticketModel(db)
    .find({ contact, _id: { $ne: _id } })
    .sort({ lastMessageAt: -1 })
    .limit(EARLIER)
    .select('tags')
    .lean();
  return tickets.flatMap((ticket) => ticket.tags);
}
