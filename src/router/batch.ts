import type { RoutingTicket } from '../../routing/types.ts';
import type { ContactBook } from '../contacts/contact-book.ts';
import type { JournalRecord } from '../inbound/journal-model.ts';
import type { MessageRecord } from '../messages/message-model.ts';
import type { OutboxRecord } from '../outbox/outbox-model.ts';
import type { TicketRecord, TicketRouting } from '../tickets/ticket-model.ts';

/** A ticket that a batch makes or changes. */
export interface Draft {
  readonly record: TicketRecord;
  readonly isNew: boolean;
  /** How it stood with the router before the batch. */
  readonly before: TicketRouting;
  /** What changes on a stored one. */
  set: Partial<TicketRecord>;
}

/** A message whose fate a bounce tells. */
export interface BouncedMessage {
  message: string;
  reason: string;
}

/** What became of a message. */
export interface Processed {
  number: number;
  repeated: boolean;
}

/** Everything that one batch of the router will write, collected before the transaction begins. */
export class Batch {
  readonly at: Date;
  readonly drafts = new Map<string, Draft>();
  readonly messages: MessageRecord[] = [];
  readonly outbox: OutboxRecord[] = [];
  readonly bounced: BouncedMessage[] = [];
  /** By the id of its entry. */
  readonly processed = new Map<string, Processed>();
  /** Ids of entries that stand in the journal. */
  readonly journaled: string[] = [];
  /** Entries that were never pending: the names of what came by the door, for processes that take in the same. */
  readonly marks: JournalRecord[] = [];
  /** The tickets that messages belong to, whose numbers may still be to come. */
  readonly belongings: { entry: string; ticket: TicketRecord; repeated: boolean }[] = [];
  /** Tickets to decide, in their order, with what routing looks at. */
  readonly toRoute = new Map<string, RoutingTicket>();
  /** New tickets that were promised no number yet. */
  readonly unnumbered: TicketRecord[] = [];
  /** What can only be written once each ticket has its number. */
  readonly afterNumbering: (() => void)[] = [];
  contacts: ContactBook | null = null;

  constructor(at: Date) {
    this.at = at;
  }

  insert(record: TicketRecord): Draft {
    const draft = { record, isNew: true, before: record.routing, set: {} };
    this.drafts.set(record._id, draft);
    return draft;
  }

  /** Gives the new tickets their numbers, in turn. */
  number(numbers: readonly number[]): void {
    for (const [i, ticket] of this.unnumbered.entries()) ticket.number = numbers[i] ?? ticket.number;
    for (const step of this.afterNumbering) step();
    for (const { entry, ticket, repeated } of this.belongings) {
      this.processed.set(entry, { number: ticket.number, repeated });
    }
  }

  get isEmpty(): boolean {
    return this.drafts.size === 0 && this.messages.length === 0 && this.journaled.length === 0;
  }

  /** Changes a ticket; what is read from `record` afterwards shows it. */
  change(record: TicketRecord, set: Partial<TicketRecord>): Draft {
    const draft = this.drafts.get(record._id) ?? { record, isNew: false, before: record.routing, set: {} };
    Object.assign(draft.record, set);
    if (!draft.isNew) Object.assign(draft.set, set);
    this.drafts.set(record._id, draft);
    return draft;
  }
}
