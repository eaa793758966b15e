import { useNavigate } from 'react-router';
import { useTicketList } from '../data/tickets.ts';
import type { Ticket } from '../data/types.ts';
import { reach, useShortcuts } from '../shell/shortcuts.ts';
import type { Place } from './place.ts';
import { SHOWN_VIEWS } from './place.ts';

/** The single keys of the inbox. `onHelp` shows them all. */
export function useInboxKeys(place: Place, ticket: Ticket | undefined): void {
  const navigate = useNavigate();
  const tickets = (useTicketList(place.filter).data?.pages ?? []).flatMap((page) => page.items);
  const at = tickets.findIndex(({ number }) => String(number) === place.number);
  const go = (to: number) => {
    const next = tickets[Math.max(0, Math.min(to, tickets.length - 1))];
    if (next) place.openTicket(next.number);
  };
  const goToView = (index: number) => {
    const view = SHOWN_VIEWS[index];
    if (view) void navigate(place.linkToView(view));
  };
  const onTicket = (act: () => void) => (ticket ? act : () => {});
  useShortcuts({
    j: () => go(at + 1),
    k: () => go(at < 0 ? 0 : at - 1),
    '/': () => reach('search'),
    c: () => reach('new'),
    r: onTicket(() => reach('reply')),
    n: onTicket(() => reach('note')),
    a: onTicket(() => reach('owner')),
    e: onTicket(() => reach('close')),
    s: onTicket(() => reach('snooze')),
    ...(place.number === undefined ? {} : { Escape: place.leaveTicket }),
    ...Object.fromEntries(SHOWN_VIEWS.map((_, index) => [String(index + 1), () => goToView(index)])),
  });
}
