import { queryClient } from './query-client.ts';
import { refreshLists, soon } from './refresh.ts';
import { updateMe } from './session.ts';
import { putTicket, removeFromLists } from './ticket-cache.ts';
import type { ChannelName, Message, Ticket, TicketEvent, User } from './types.ts';

/** What the server tells over the socket, by name (docs/realtime.md). */
interface LivePayloads {
  ticket: { ticket: Ticket; views: string[] };
  message: { message: Message; ticket: { id: string; number: number }; complete: boolean };
  timeline: { ticket: string; event: TicketEvent };
  channel: { channel: ChannelName };
  settings: { kind: 'user' | 'team' | 'skill' | 'channel' | 'workspace'; id: string };
  gone: { kind: 'ticket' | 'message'; id: string };
  notification: { notification: unknown };
  presence: { users: (User['availability'] & { id: string; online: boolean })[] };
}

type Appliers = { [Name in keyof LivePayloads]: (payload: LivePayloads[Name]) => void };

const APPLIERS: Appliers = {
  ticket({ ticket, views }) {
    putTicket(ticket);
    removeFromLists(ticket, views);
    refreshLists();
    soon('decisions', () => invalidate(['decisions', ticket.id]));
  },
  message({ message, complete }) {
    if (complete) putMessage(message);
    else invalidate(['messages', message.ticket]);
    refreshLists();
  },
  timeline({ ticket, event }) {
    append(['events', ticket], event);
    // A ticket that others were merged into shows their timelines too.
    if (event.ticket !== ticket) invalidate(['messages', ticket]);
  },
  channel({ channel }) {
    queryClient.setQueryData<ChannelName[]>(['channel-names'], (known) =>
      known?.map((each) => (each.id === channel.id ? channel : each)),
    );
    invalidate(['channels']);
  },
  settings({ kind }) {
    const keys = {
      user: 'users',
      team: 'teams',
      skill: 'skills',
      channel: 'channels',
      workspace: 'workspace',
    };
    soon(`settings-${kind}`, () => {
      invalidate([keys[kind]]);
      if (kind === 'channel') invalidate(['channel-names']);
      if (kind === 'user') invalidate(['session']);
    });
  },
  gone() {
    soon('gone', readAnew);
  },
  notification() {
    soon('notifications', () => invalidate(['notifications']));
  },
  presence({ users }) {
    const changed = new Map(users.map(({ id, online: _, ...availability }) => [id, availability]));
    const apply = (user: User): User => ({
      ...user,
      availability: changed.get(user.id) ?? user.availability,
    });
    queryClient.setQueryData<User[]>(['users'], (known) => known?.map(apply));
    updateMe(apply);
  },
};

/** Puts what the server told into what is shown. A name of a newer server changes nothing. */
export function applyLive(name: string, payload: object): void {
  if (name in APPLIERS) APPLIERS[name as keyof LivePayloads](payload as never);
}

/** Asks for everything that is shown once more. */
export function readAnew(): void {
  void queryClient.invalidateQueries();
}

function putMessage(message: Message): void {
  append(['messages', message.ticket], message);
}

/** Replaces what is known by its id, else puts it at the end. */
function append<Item extends { id: string }>(key: string[], item: Item): void {
  const isUnderWay = queryClient.isFetching({ queryKey: key }) > 0;
  queryClient.setQueryData<Item[]>(key, (known) => {
    if (!known) return known;
    const at = known.findIndex(({ id }) => id === item.id);
    return at < 0 ? [...known, item] : known.with(at, item);
  });
  // An answer that was under way before the event does not have it.
  if (isUnderWay) invalidate(key);
}

function invalidate(queryKey: string[]): void {
  void queryClient.invalidateQueries({ queryKey });
}
