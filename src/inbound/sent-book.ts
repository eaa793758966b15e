import type { Connection } from 'mongoose';
import type { Bounce, InboundMessage } from '../../adapters/adapter.ts';
import { messageModel } from '../messages/message-model.ts';
import { ticketOfToken } from '../tickets/ticket-token.ts';
import { KNOWN_FIELDS, type Known } from './known-message.ts';
import type { StoredEntry } from './threading.ts';

/** So long servers keep trying before they give up (RFC 5321, section 4.5.4.1). */
const TRYING = 5 * 24 * 3600 * 1000;
const MAX_SENT = 500;

/** What was sent lately to those whom a batch's bounces name, for bounces that do not say which message they mean. */
export class SentBook {
  /** Newest first. */
  readonly messages: readonly Known[];

  constructor(messages: readonly Known[]) {
    this.messages = messages;
  }

  static async load(
    db: Connection,
    entries: readonly StoredEntry[],
    sign: (text: string) => string,
  ): Promise<SentBook> {
    const bounces = entries.filter((e) => e.message.bounce !== null);
    const addresses = bounces.flatMap((e) => e.message.bounce?.recipient ?? []);
    const tickets = bounces.flatMap((e) => tokenTicket(e.message, sign) ?? []);
    const clauses = [
      ...(addresses.length > 0 ? [{ to: { $in: addresses } }] : []),
      ...(tickets.length > 0 ? [{ ticket: { $in: tickets } }] : []),
    ];
    if (clauses.length === 0) return new SentBook([]);
    const since = new Date(Math.min(...bounces.map((e) => e.at.getTime())) - TRYING);
    const messages = await messageModel(db)
      .find({ $or: clauses.map((clause) => ({ ...clause, direction: 'out', storedAt: { $gte: since } })) })
      .sort({ storedAt: -1 })
      .limit(MAX_SENT)
      .select(KNOWN_FIELDS)
      .lean<Known[]>();
    return new SentBook(messages);
  }

  /**
   * The last message of the ticket that a token names, else, where the bounce has no id at all, the last one to the
   * address that failed. One whose id is somebody else's is about a mail that was not sent from here.
   */
  lastFor({ messageId, recipient }: Bounce, ticket: string | null): Known | undefined {
    const toThem = this.messages.filter((sent) => recipient !== null && sent.to.includes(recipient));
    if (ticket !== null) {
      const ofTicket = (sent: Known) => sent.ticket === ticket;
      return toThem.find(ofTicket) ?? this.messages.find(ofTicket);
    }
    return messageId === null ? toThem[0] : undefined;
  }
}

/** The ticket whose token a message carries; null when it carries none that we made. */
export function tokenTicket(message: InboundMessage, sign: (text: string) => string): string | null {
  const token = message.thread?.token;
  return token ? ticketOfToken(token, sign) : null;
}
