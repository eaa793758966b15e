import type { Connection } from 'mongoose';
import type { InboundMessage } from '../../adapters/adapter.ts';
import { type MessageRecord, messageModel } from '../messages/message-model.ts';
import { type TicketRecord, ticketModel } from '../tickets/ticket-model.ts';
import { ticketOfToken } from '../tickets/ticket-token.ts';
import type { JournalRecord } from './journal-model.ts';

const DAY = 24 * 3600 * 1000;
/** For how long a `Re:` of the same sender joins by its subject alone. */
const SUBJECT_WINDOW = 7 * DAY;

/** What threading looks at of an earlier message. */
export type Known = Pick<
  MessageRecord,
  '_id' | 'ticket' | 'channel' | 'externalId' | 'copyId' | 'messageId' | 'to' | 'cc' | 'direction'
>;

export type StoredEntry = JournalRecord & { message: InboundMessage };

/** Earlier messages and tickets that a batch of new ones may refer to; the batch adds its own as it goes. */
export class ThreadBook {
  readonly tickets = new Map<string, TicketRecord>();
  readonly #byExternalId = new Map<string, Known>();
  readonly #byCopyId = new Map<string, Known>();
  readonly #byMessageId = new Map<string, Known>();
  readonly #bySubject = new Map<string, TicketRecord[]>();
  readonly #namedTickets = new Set<string>();
  readonly #sign: (text: string) => string;

  constructor(sign: (text: string) => string) {
    this.#sign = sign;
  }

  /** Reads the earlier messages that the entries name: their own ids, copies, references, what bounced. */
  static async load(
    db: Connection,
    entries: readonly StoredEntry[],
    sign: (text: string) => string,
  ): Promise<ThreadBook> {
    const book = new ThreadBook(sign);
    const messages = await messageModel(db)
      .find({ $or: messageClauses(entries) })
      .select('ticket channel externalId copyId messageId to cc direction')
      .lean<Known[]>();
    for (const m of messages) book.know(m);
    return book;
  }

  /** Reads the tickets of those messages and of tokens, and those of the contacts with the subjects answered. */
  async loadTickets(
    db: Connection,
    entries: readonly StoredEntry[],
    contacts: readonly string[],
  ): Promise<void> {
    const ids = [...this.#namedTickets, ...entries.flatMap((e) => tokenTicket(e.message, this.#sign) ?? [])];
    const subjects = entries.flatMap((e) => e.message.thread?.replySubject ?? []).map(subjectKeyOf);
    const or: object[] = ids.length > 0 ? [{ _id: { $in: [...new Set(ids)] } }] : [];
    if (subjects.length > 0 && contacts.length > 0) {
      or.push({ contact: { $in: contacts }, subjectKey: { $in: subjects } });
    }
    if (or.length === 0) return;
    for (const ticket of await ticketModel(db).find({ $or: or }).lean()) this.addTicket(ticket);
  }

  know(message: Known): void {
    this.#namedTickets.add(message.ticket);
    if (message.externalId) this.#byExternalId.set(`${message.channel}\n${message.externalId}`, message);
    if (message.copyId) this.#byCopyId.set(message.copyId, message);
    if (message.messageId) this.#byMessageId.set(message.messageId, message);
  }

  addTicket(ticket: TicketRecord): void {
    this.tickets.set(ticket._id, ticket);
    const key = `${ticket.contact}\n${ticket.subjectKey}`;
    this.#bySubject.set(key, [...(this.#bySubject.get(key) ?? []), ticket]);
  }

  /** The message that this one repeats: by its external id here, or as a copy that came by another mailbox. */
  repeatOf(entry: StoredEntry): Known | undefined {
    const { copyId } = entry.message;
    return (
      this.#byExternalId.get(`${entry.channel}\n${entry.externalId}`) ??
      (copyId === null ? undefined : this.#byCopyId.get(copyId))
    );
  }

  byMessageId(id: string | null): Known | undefined {
    return id === null ? undefined : this.#byMessageId.get(id);
  }

  /**
   * The ticket that a message belongs to: by a token that only we can make, by its references if the sender
   * takes part in what they name (a stranger who quotes a Message-ID does not join), or by `Re:` and sender.
   */
  ticketFor(message: InboundMessage, contact: { _id: string; emails: string[] } | null): TicketRecord | null {
    const byToken = tokenTicket(message, this.#sign);
    const named = byToken === null ? undefined : this.tickets.get(byToken);
    return named ?? this.#byReferences(message, contact) ?? this.#byReplySubject(message, contact);
  }

  #byReferences(
    message: InboundMessage,
    contact: { _id: string; emails: string[] } | null,
  ): TicketRecord | null {
    for (const id of message.thread?.references ?? []) {
      const known = this.#byMessageId.get(id);
      const ticket = known && this.tickets.get(known.ticket);
      if (known && ticket && contact && takesPart(contact, known, ticket)) return ticket;
    }
    return null;
  }

  #byReplySubject(message: InboundMessage, contact: { _id: string } | null): TicketRecord | null {
    const subject = message.thread?.replySubject;
    if (!subject || !contact) return null;
    const since = message.at - SUBJECT_WINDOW;
    const recent = (this.#bySubject.get(`${contact._id}\n${subjectKeyOf(subject)}`) ?? []).filter(
      (t) => t.lastMessageAt.getTime() >= since,
    );
    return recent.sort((a, b) => b.lastMessageAt.getTime() - a.lastMessageAt.getTime())[0] ?? null;
  }
}

/** What subjects are compared by: trimmed, white space folded, lower case. */
export function subjectKeyOf(subject: string): string {
  return subject.replace(/\s+/g, ' ').trim().toLowerCase().slice(0, 200);
}

function takesPart(contact: { _id: string; emails: string[] }, known: Known, ticket: TicketRecord): boolean {
  return ticket.contact === contact._id || [...known.to, ...known.cc].some((a) => contact.emails.includes(a));
}

function tokenTicket(message: InboundMessage, sign: (text: string) => string): string | null {
  const token = message.thread?.token;
  return token ? ticketOfToken(token, sign) : null;
}

function messageClauses(entries: readonly StoredEntry[]): object[] {
  const channels = [...new Set(entries.map((e) => e.channel))];
  const own = channels.map((channel) => ({
    channel,
    externalId: { $in: entries.filter((e) => e.channel === channel).map((e) => e.externalId) },
  }));
  const copies = entries.flatMap((e) => e.message.copyId ?? []);
  const named = entries.flatMap((e) => {
    const bounced = e.message.bounce?.messageId;
    return [...(e.message.thread?.references ?? []), ...(bounced ? [bounced] : [])];
  });
  return [
    ...own,
    ...(copies.length > 0 ? [{ copyId: { $in: copies } }] : []),
    ...(named.length > 0 ? [{ messageId: { $in: [...new Set(named)].slice(0, 2000) } }] : []),
  ];
}
