import { useEffect } from 'react';
import { api } from '../data/api.ts';
import { markRead } from '../data/ticket-cache.ts';
import type { Ticket } from '../data/types.ts';

/** Tells the server that a ticket was seen up to its last message, as soon as somebody really looks at it. */
export function useSeen({ id }: Ticket, last: string | undefined): void {
  useEffect(() => {
    if (last === undefined) return;
    const tell = () => {
      if (document.hidden) return;
      document.removeEventListener('visibilitychange', tell);
      // Unread for longer than need be is no harm: the next look tells again.
      api.put(`/tickets/${id}/seen`, { upTo: last }).then(
        () => markRead(id),
        () => {},
      );
    };
    document.addEventListener('visibilitychange', tell);
    tell();
    return () => document.removeEventListener('visibilitychange', tell);
  }, [id, last]);
}
