import type { Message, TicketEvent } from '../data/types.ts';

/** What stands in a conversation, one under the other. */
export type ThreadItem =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'message'; key: string; message: Message; continues: boolean }
  | { kind: 'event'; key: string; event: TicketEvent };

const TOGETHER_MS = 5 * 60_000;

/** Messages and events by time, under the day they belong to; what one person wrote at one go goes together. */
export function threadOf(messages: readonly Message[], events: readonly TicketEvent[]): ThreadItem[] {
  const entries = [
    ...messages.map((message) => ({ at: message.at, message })),
    // That it was made says the first message.
    ...events.filter(({ kind }) => kind !== 'created').map((event) => ({ at: event.at, event })),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const items: ThreadItem[] = [];
  let day = '';
  for (const entry of entries) {
    const ofEntry = new Date(entry.at).toDateString();
    if (ofEntry !== day) items.push({ kind: 'day', key: `day-${ofEntry}`, at: entry.at });
    day = ofEntry;
    if ('event' in entry) items.push({ kind: 'event', key: entry.event.id, event: entry.event });
    else items.push(messageItem(entry.message, items.at(-1)));
  }
  return items;
}

function messageItem(message: Message, before: ThreadItem | undefined): ThreadItem {
  const continues =
    before?.kind === 'message' &&
    before.message.direction === message.direction &&
    before.message.author.id === message.author.id &&
    before.message.author.name === message.author.name &&
    Date.parse(message.at) - Date.parse(before.message.at) < TOGETHER_MS;
  return { kind: 'message', key: message.id, message, continues };
}
