import type { Connection } from 'mongoose';
import type { InboundMessage } from '../../adapters/adapter.ts';
import { messageModel } from '../messages/message-model.ts';
import { type TicketRecord, ticketModel } from '../tickets/ticket-model.ts';
import type { JournalRecord } from './journal-model.ts';
import { KNOWN_FIELDS, type Known } from './known-message.ts';
import { SentBook, tokenTicket } from './sent-book.ts';

const DAY = 24 * 3600 * 1000;
/** For how long a `Re:` of the same sender joins by its subject alone. */
const SUBJECT_WINDOW = 7 * DAY;

export type StoredEntry = JournalRecord & { message: InboundMessage };

/** Earlier messages and tickets that a batch of new ones may refer to; the batch adds its own as it goes. */
export class ThreadBook {
  readonly tickets = new Map<string, TicketRecord>();
  readonly #byExternalId = new Map<string, Known>();
  readonly #byCopyId = new Map<string, Known>();
  readonly #byMessageId = new Map<string, Known>();
  /** By the id that it answers; only what customers wrote. */
  readonly #answers = new Map<string, Known>();
  readonly #bySubject = new Map<string, TicketRecord[]>();
  readonly #namedTickets = new Set<string>();
  readonly #sign: (text: string) => string;
  #sent = new SentBook([]);

  constructor(sign: (text: string) => string) {
    this.#sign = sign;
  }

  /** Reads the earlier messages that the entries name or that name them: copies, references, answers, what bounced. */
  static async load(
    db: Connection,
    entries: readonly StoredEntry[],
    sign: (text: string) => string,
  ): Promise<ThreadBook> {
    const book = new ThreadBook(sign);
    const [messages, sent] = await Promise.all([
      messageModel(db)
        .find({ $or: messageClauses(entries) })
        .select(KNOWN_FIELDS)
        .lean<Known[]>(),
      SentBook.load(db, entries, sign),
    ]);
    for (const m of [...messages, ...sent.messages]) book.know(m);
    book.#sent = sent;
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
    await this.#loadMergeTargets(db);
  }

  /** What comes for a merged ticket belongs to the one that it was merged into, which may be merged itself. */
  async #loadMergeTargets(db: Connection): Promise<void> {
    for (;;) {
      const into = [...this.tickets.values()].flatMap((t) => t.merged?.into ?? []);
      const missing = into.filter((id) => !this.tickets.has(id));
      const found = await (missing.length === 0
        ? []
        : ticketModel(db)
            .find({ _id: { $in: missing } })
            .lean());
      if (found.length === 0) return;
      for (const ticket of found) this.addTicket(ticket);
    }
  }

  know(message: Known): void {
    this.#namedTickets.add(message.ticket);
    if (message.externalId) this.#byExternalId.set(`${message.channel}\n${message.externalId}`, message);
    if (message.copyId) this.#byCopyId.set(message.copyId, message);
    if (message.messageId) this.#byMessageId.set(message.messageId, message);
    if (message.inReplyTo && message.direction === 'in') this.#answers.set(message.inReplyTo, message);
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

  /** The message that a bounce is about: by its id, else by token or recipient what was sent last. */
  bouncedBy(message: InboundMessage): Known | undefined {
    const { bounce } = message;
    if (bounce === null) return undefined;
    const named = bounce.messageId === null ? undefined : this.#byMessageId.get(bounce.messageId);
    return named ?? this.#sent.lastFor(bounce, tokenTicket(message, this.#sign));
  }

  /**
   * The ticket that a message belongs to: by a token that only we can make, by its references if the sender
   * takes part in what they name (a stranger who quotes a Message-ID does not join), by an answer to it that was read
   * before it, or by `Re:` and sender.
   */
  ticketFor(message: InboundMessage, contact: { _id: string; emails: string[] } | null): TicketRecord | null {
    const byToken = tokenTicket(message, this.#sign);
    const named = byToken === null ? undefined : this.tickets.get(byToken);
    const found =
      named ??
      this.#byReferences(message, contact) ??
      this.#byAnswer(message, contact) ??
      this.#byReplySubject(message, contact);
    return found && this.#mergeTarget(found);
  }

  #mergeTarget(ticket: TicketRecord): TicketRecord {
    const into = ticket.merged && this.tickets.get(ticket.merged.into);
    return into ? this.#mergeTarget(into) : ticket;
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

  /** Mail that was moved, or that went to another mailbox, may be read after the answer to it. */
  #byAnswer(message: InboundMessage, contact: { _id: string; emails: string[] } | null): TicketRecord | null {
    const answer = message.messageId === null ? undefined : this.#answers.get(message.messageId);
    const ticket = answer && this.tickets.get(answer.ticket);
    if (!answer || !ticket?.open || !contact) return null;
    return takesPart(contact, answer, ticket) ? ticket : null;
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
  // In a merged ticket there may be other people than its contact.
  const people = [...known.to, ...known.cc, ...(known.direction === 'in' && known.from ? [known.from] : [])];
  return ticket.contact === contact._id || people.some((address) => contact.emails.includes(address));
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
  const ids = entries.flatMap((e) => e.message.messageId ?? []);
  return [
    ...own,
    ...(ids.length > 0 ? [{ inReplyTo: { $in: ids } }] : []),
    ...(copies.length > 0 ? [{ copyId: { $in: copies } }] : []),
    ...(named.length > 0 ? [{ messageId: { $in: [...new Set(named)].slice(0, 2000) } }] : []),
  ];
}
