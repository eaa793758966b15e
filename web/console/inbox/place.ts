import { useCallback, useMemo } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import type { TicketFilter } from '../data/tickets.ts';
import type { View } from '../data/types.ts';

/** The views in the order they are offered. */
export const SHOWN_VIEWS = [
  'unassigned',
  'mine-open',
  'my-teams-unassigned',
  'my-teams-open',
  'all-open',
  'agent-handled',
  'closed',
  'suspected',
] as const satisfies readonly View[];

const NARROWING = ['q', 'type', 'channel', 'owner', 'team', 'tag', 'priority', 'contact', 'sort'] as const;
/** What narrows a view. */
export type Narrowing = (typeof NARROWING)[number];

/** Where in the inbox somebody is: all of it stands in the address, so links, reload and back work. */
export interface Place {
  view: View;
  filter: TicketFilter;
  /** Number of the open ticket; undefined for none. */
  number: string | undefined;
  isNarrowed: boolean;
  openTicket(number: number | string): void;
  leaveTicket(): void;
  linkToView(view: View): string;
  narrow(changes: Partial<Record<Narrowing, string>>): void;
  clear(): void;
}

/** Reads the place from the address. */
export function usePlace(): Place {
  const { view: inPath, number } = useParams();
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const view = viewOf(inPath ?? search.get('view'));
  const filter = useMemo(() => ({ view, ...narrowingOf(search) }), [view, search]);
  const rest = useCallback(() => {
    const kept = new URLSearchParams(narrowingOf(search));
    return kept.size === 0 ? '' : `&${kept}`;
  }, [search]);
  // The same object while the place is the same: the rows of a long list are not drawn anew for nothing.
  return useMemo(
    () => ({
      view,
      filter,
      number,
      isNarrowed: Object.keys(filter).some((key) => key !== 'view' && key !== 'sort'),
      openTicket: (opened) => void navigate(`/tickets/${opened}?view=${view}${rest()}`),
      leaveTicket: () => void navigate(`/views/${view}?${rest().slice(1)}`),
      linkToView: (target) => `/views/${target}`,
      narrow: (changes) => setSearch((before) => narrowed(before, changes), { replace: true }),
      clear: () => setSearch((before) => new URLSearchParams(before.has('view') ? { view } : {})),
    }),
    [view, filter, number, navigate, rest, setSearch],
  );
}

function viewOf(name: string | null | undefined): View {
  return SHOWN_VIEWS.find((view) => view === name) ?? 'all-open';
}

function narrowingOf(search: URLSearchParams): Partial<Record<Narrowing, string>> {
  return Object.fromEntries(
    NARROWING.flatMap((key) => {
      const value = search.get(key);
      return value ? [[key, value]] : [];
    }),
  );
}

function narrowed(before: URLSearchParams, changes: Partial<Record<Narrowing, string>>): URLSearchParams {
  const next = new URLSearchParams(before);
  for (const [key, value] of Object.entries(changes)) {
    if (value) next.set(key, value);
    else next.delete(key);
  }
  return next;
}
