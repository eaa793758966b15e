import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api } from '../data/api.ts';
import { queryClient } from '../data/query-client.ts';
import type { Notification } from '../data/settings-types.ts';
import type { Listing } from '../data/types.ts';

interface NotificationList extends Listing<Notification> {
  unread: number;
}

/** The latest unread notifications, and how many there are. Read anew when the socket tells of one. */
export function useUnread() {
  return useQuery({
    queryKey: ['notifications', 'unread'],
    queryFn: () => api.get<NotificationList>('/notifications', { unread: true, limit: 50 }),
  });
}

/** All notifications, newest first, by page. */
export function useNotificationList() {
  return useInfiniteQuery({
    queryKey: ['notifications', 'list'],
    queryFn: ({ pageParam }) => api.get<NotificationList>('/notifications', { limit: 30, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
}

/** Marks one as read or unread, in all of one's windows. */
export async function markRead({ id }: Notification, read = true): Promise<void> {
  await api.patch(`/notifications/${id}`, { read });
  refresh();
}

/** Marks all as read that there are now, or those of one ticket. */
export async function markAllRead(ticket?: string): Promise<void> {
  await api.post('/notifications/read', ticket === undefined ? {} : { ticket });
  refresh();
}

function refresh(): void {
  void queryClient.invalidateQueries({ queryKey: ['notifications'] });
}
