import type { InfiniteData } from '@tanstack/react-query';
import { queryClient } from './query-client.ts';
import type { TicketFilter } from './tickets.ts';
import type { Listing, Session, Ticket, TicketItem } from './types.ts';

type Lists = InfiniteData<Listing<TicketItem>>;

/** Puts a ticket's present state wherever it shows. */
export function putTicket(ticket: Ticket): void {
  for (const key of [ticket.id, String(ticket.number)]) {
    queryClient.setQueryData<Ticket>(['ticket', key], (known) => (known ? latest(known, ticket) : known));
  }
  queryClient.setQueriesData<Lists>({ queryKey: ['tickets'] }, (lists) =>
    mapItems(lists, (items) => items.map((each) => (each.id === ticket.id ? latest(each, ticket) : each))),
  );
}

/** Takes the mark of the unread from a ticket in every list. */
export function markRead(id: string): void {
  queryClient.setQueriesData<Lists>({ queryKey: ['tickets'] }, (lists) =>
    mapItems(lists, (items) => items.map((each) => (each.id === id ? { ...each, unread: false } : each))),
  );
}

/** Takes a ticket out of the lists of views that it left. */
export function removeFromLists(ticket: Ticket, views: readonly string[]): void {
  const me = queryClient.getQueryData<Session>(['session'])?.user;
  const isOpen = views.includes('all-open');
  const stays = (view: string | undefined) => {
    if (view === undefined) return true;
    if (view === 'mine-open') return isOpen && ticket.owner === me?.id;
    if (view === 'my-teams-open') return isOpen;
    if (view === 'my-teams-unassigned') return isOpen && ticket.owner === null;
    return views.includes(view);
  };
  for (const [key] of queryClient.getQueriesData<Lists>({ queryKey: ['tickets'] })) {
    if (stays((key[1] as TicketFilter).view)) continue;
    queryClient.setQueryData<Lists>(key, (lists) =>
      mapItems(lists, (items) => items.filter(({ id }) => id !== ticket.id)),
    );
  }
}

/** What is older than what is known says nothing: an answer may come behind the event that overtook it. */
export function latest<Known extends Ticket>(known: Known, ticket: Ticket): Known {
  return ticket.updatedAt >= known.updatedAt ? { ...known, ...ticket } : known;
}

function mapItems(
  lists: Lists | undefined,
  change: (items: TicketItem[]) => TicketItem[],
): Lists | undefined {
  if (!lists) return lists;
  return { ...lists, pages: lists.pages.map((page) => ({ ...page, items: change(page.items) })) };
}
