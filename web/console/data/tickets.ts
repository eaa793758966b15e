import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api } from './api.ts';
import { queryClient } from './query-client.ts';
import { readAll } from './read-all.ts';
import { latest } from './ticket-cache.ts';
import type { Contact, Decision, Listing, Message, Ticket, TicketEvent, TicketItem } from './types.ts';

/** What of the inbox is listed: a view, and what narrows it. */
export interface TicketFilter {
  view?: string;
  q?: string;
  type?: string;
  channel?: string;
  owner?: string;
  team?: string;
  tag?: string;
  priority?: string;
  contact?: string;
  sort?: string;
}

const PAGE = 50;

/** The tickets of a filter, page by page as the list is scrolled. */
export function useTicketList(filter: TicketFilter) {
  return useInfiniteQuery({
    queryKey: ['tickets', filter],
    queryFn: ({ pageParam, signal }) =>
      api.get<Listing<TicketItem>>('/tickets', { ...filter, limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
}

/** A ticket by id or number. */
export function useTicket(idOrNumber: string | undefined) {
  return useQuery({
    queryKey: ['ticket', idOrNumber],
    queryFn: async () => {
      const read = await api.get<Ticket>(`/tickets/${idOrNumber}`);
      const known = queryClient.getQueryData<Ticket>(['ticket', idOrNumber]);
      return known ? latest(known, read) : read;
    },
    enabled: idOrNumber !== undefined,
  });
}

/** The conversation of a ticket, oldest first, whole. */
export function useMessages(ticket: string) {
  return useQuery({
    queryKey: ['messages', ticket],
    queryFn: () => readAll<Message>(`/tickets/${ticket}/messages`),
  });
}

/** What people did to a ticket, oldest first. */
export function useTicketEvents(ticket: string) {
  return useQuery({
    queryKey: ['events', ticket],
    queryFn: () => readAll<TicketEvent>(`/tickets/${ticket}/events`),
  });
}

/** The routing decisions of a ticket in words, the latest first. */
export function useDecisions(ticket: string, language: string, enabled: boolean) {
  return useQuery({
    queryKey: ['decisions', ticket, language],
    queryFn: () => api.get<Listing<Decision>>(`/tickets/${ticket}/decisions`, { language, limit: 20 }),
    enabled,
  });
}

/** Who wrote, with how to reach them. */
export function useContact(id: string | null) {
  return useQuery({
    queryKey: ['contact', id],
    queryFn: () => api.get<Contact>(`/contacts/${id}`),
    enabled: id !== null,
  });
}
