import { snippetOf } from './new-ticket.ts';
import { moreWords } from './search-words.ts';
import type { TicketRecord } from './ticket-model.ts';

/** What a customer's further message sets on its ticket: it is found by its words, waits for an answer, and sleeps no more. */
export function customerWrote(ticket: TicketRecord, text: string, at: Date): Partial<TicketRecord> {
  return {
    snippet: snippetOf(text),
    words: moreWords(ticket.words, text),
    // Whoever waits already has waited since their first message.
    waitsFrom: ticket.open && ticket.waitsFrom < at ? ticket.waitsFrom : at,
    ...(ticket.snoozedUntil ? { snoozedUntil: null, wokeUp: { reason: 'customer-wrote' as const, at } } : {}),
  };
}
