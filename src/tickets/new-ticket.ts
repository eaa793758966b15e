import { ticketTypeOf } from '../../routing/ticket-type.ts';
import type { ChannelKind, Priority } from '../../routing/types.ts';
import { subjectKeyOf } from '../inbound/threading.ts';
import { newId } from '../store/ids.ts';
import { moreWords, searchWords } from './search-words.ts';
import { NOBODY_WAITS, type TicketRecord } from './ticket-model.ts';
import { urgencyOf } from './urgency.ts';

/** A ticket as it begins: open, without owner, to be routed. */
export function newTicket(of: {
  number: number;
  channel: { _id: string; kind: ChannelKind } | null;
  contact: string | null;
  subject: string;
  text: string;
  fields?: Record<string, string>;
  priority?: Priority;
  suspicion?: string | null;
  continues?: string | null;
  at: Date;
}): TicketRecord {
  return {
    _id: newId(),
    number: of.number,
    // One made by hand is of type `email`.
    type: of.channel ? ticketTypeOf(of.channel.kind) : 'email',
    channel: of.channel?._id ?? null,
    channelKind: of.channel?.kind ?? null,
    contact: of.contact,
    subject: of.subject,
    status: 'open',
    open: true,
    priority: of.priority ?? 'normal',
    urgency: urgencyOf(of.priority ?? 'normal'),
    owner: null,
    team: null,
    assignedAt: null,
    tags: [],
    fields: of.fields ?? {},
    snippet: snippetOf(of.text),
    words: moreWords(searchWords(of.subject), of.text),
    subjectKey: subjectKeyOf(of.subject),
    suspicion: of.suspicion ?? null,
    continues: of.continues ?? null,
    waitsFrom: of.text === '' ? NOBODY_WAITS : of.at,
    snoozedUntil: null,
    wokeUp: null,
    merged: null,
    routing: {
      state: 'pending',
      reason: 'new',
      retryOn: [],
      retryAt: null,
      waitingSince: of.at,
      step: -1,
      excluded: [],
      keepOwner: null,
      answerBy: null,
    },
    rev: 0,
    createdAt: of.at,
    updatedAt: of.at,
    closedAt: null,
    lastMessageAt: of.at,
    lastReplyAt: null,
  };
}

/** The beginning of a text in one line, for lists. */
export function snippetOf(text: string): string {
  return text.slice(0, 400).replace(/\s+/g, ' ').trim().slice(0, 160);
}
