import type { ChannelKind, TicketType } from './types.ts';

const TYPE_OF: Record<ChannelKind, TicketType> = {
  email: 'email',
  form: 'email',
  chat: 'messaging',
  whatsapp: 'messaging',
  sms: 'messaging',
  custom: 'messaging',
  call: 'calling',
};

/** The type that tickets of a kind of channel get, once, when they are made. */
export function ticketTypeOf(kind: ChannelKind): TicketType {
  return TYPE_OF[kind];
}
