import { presentChannelName } from '../channels/channel-names.ts';
import type { MessageRecord } from '../messages/message-model.ts';
import { presentMessage } from '../messages/present-message.ts';
import { presentNotification } from '../notifications/present-notification.ts';
import type { TicketEventRecord } from '../tickets/event-model.ts';
import { presentEvent } from '../tickets/present-event.ts';
import { presentTicket } from '../tickets/present-ticket.ts';
import type { TicketRecord } from '../tickets/ticket-model.ts';
import type { Change, ChangeTo } from './change.ts';
import { EVERYONE, type LiveEvent, roomOfUser } from './live-event.ts';
import { viewsOf } from './ticket-views.ts';

/** A message with more characters than this is told without its text. */
const LARGE = 64_000;
const SMALL_SIZE = 1_000;

/** Finds the number of a ticket; null when there is none. */
export type FindNumber = (ticket: string) => Promise<number | null>;

/** What consoles are told of a change; null when it does not concern them. At most one event for each. */
export async function presentChange(change: Change, findNumber: FindNumber): Promise<LiveEvent | null> {
  const told = await tell(change, findNumber);
  if (told === null) return null;
  const position = change._id._data;
  const { name, make, size = SMALL_SIZE, room = EVERYONE } = told;
  return { position, name, room, size, payload: once(() => ({ position, ...make() })) };
}

interface Told {
  name: LiveEvent['name'];
  make(): object;
  size?: number;
  room?: string;
}

async function tell(change: Change, findNumber: FindNumber): Promise<Told | null> {
  switch (change.collection) {
    case 'tickets':
      return change.document === null ? gone('ticket', change) : tellTicket(change.document);
    case 'messages':
      return change.document === null ? gone('message', change) : tellMessage(change.document, findNumber);
    case 'ticketEvents':
      return change.document && tellTimeline(change.document);
    case 'channels':
      return tellChannel(change);
    case 'notifications':
      return tellNotification(change);
    case 'users':
      return isSetUp(change) ? tellSettings('user', change.id) : null;
    case 'teams':
      return tellSettings('team', change.id);
    case 'skills':
      return tellSettings('skill', change.id);
    case 'settings':
      return tellSettings('workspace', change.id);
    case 'sessions':
      return null;
  }
}

function gone(kind: 'ticket' | 'message', { operation, id }: Change): Told | null {
  return operation === 'delete' ? { name: 'gone', make: () => ({ kind, id }) } : null;
}

function tellTicket(ticket: TicketRecord): Told {
  return {
    name: 'ticket',
    make: () => ({ ticket: presentTicket(ticket), views: viewsOf(ticket) }),
  };
}

async function tellMessage(message: MessageRecord, findNumber: FindNumber): Promise<Told | null> {
  const number = await findNumber(message.ticket);
  if (number === null) return null;
  const length = message.text.length + (message.html?.length ?? 0);
  const complete = length <= LARGE;
  const shown = complete ? message : { ...message, text: '', html: null };
  return {
    name: 'message',
    size: SMALL_SIZE + (complete ? length : 0),
    make: () => ({
      message: presentMessage(shown, { showRemoteImages: false }),
      ticket: { id: message.ticket, number },
      complete,
    }),
  };
}

function tellTimeline(event: TicketEventRecord): Told {
  return { name: 'timeline', make: () => ({ ticket: event.ticket, event: presentEvent(event) }) };
}

function tellChannel({ operation, id, document, fields }: ChangeTo<'channels'>): Told {
  const isHealth = operation === 'update' && fields.every((field) => field.split('.')[0] === 'health');
  if (!isHealth || document === null) return tellSettings('channel', id);
  return { name: 'channel', make: () => ({ channel: presentChannelName(document) }) };
}

/** How far the sending of a notification is, which nobody sees. */
const SENDING = ['pushAt', 'pushAttempts', 'mailAt'];

function tellNotification({ operation, document, fields }: ChangeTo<'notifications'>): Told | null {
  if (document === null || !document.inApp) return null;
  if (operation === 'update' && fields.every((field) => SENDING.includes(field))) return null;
  const make = () => ({ notification: presentNotification(document) });
  return { name: 'notification', room: roomOfUser(document.user), make };
}

function tellSettings(kind: string, id: string): Told {
  return { name: 'settings', make: () => ({ kind, id }) };
}

/** What a user does all the time; consoles learn it as presence. */
const DOINGS = ['lastSeenAt', 'manualStatus', 'updatedAt'];

function isSetUp({ operation, fields }: Change): boolean {
  return operation !== 'update' || fields.some((field) => !DOINGS.includes(field.split('.')[0] ?? ''));
}

function once(make: () => object): () => object {
  let made: object | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
