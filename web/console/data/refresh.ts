import type { InfiniteData } from '@tanstack/react-query';
import { api } from './api.ts';
import { queryClient } from './query-client.ts';
import type { TicketFilter } from './tickets.ts';
import type { Listing, TicketItem } from './types.ts';

const SOON_MS = 250;
const waiting = new Map<string, ReturnType<typeof setTimeout>>();

/** Does it once after a moment, however often it is asked for until then. */
export function soon(name: string, act: () => void): void {
  if (waiting.has(name)) return;
  waiting.set(
    name,
    setTimeout(() => {
      waiting.delete(name);
      act();
    }, SOON_MS),
  );
}

/** Reads the top of every list that is shown, and the counts: something moved. */
export function refreshLists(): void {
  soon('lists', () => {
    void queryClient.invalidateQueries({ queryKey: ['counts'] });
    for (const query of queryClient.getQueryCache().findAll({ queryKey: ['tickets'], type: 'active' })) {
      void refreshTop(query.queryKey[1] as TicketFilter);
    }
    // What nobody looks at is read when somebody does.
    void queryClient.invalidateQueries({ queryKey: ['tickets'], type: 'inactive', refetchType: 'none' });
  });
}

/** Reads the first page only: to read fifty pages anew for one ticket would make a long list slow. */
async function refreshTop(filter: TicketFilter): Promise<void> {
  const key = ['tickets', filter];
  const first = await api.get<Listing<TicketItem>>('/tickets', { ...filter, limit: 50 });
  const known = queryClient.getQueryData<InfiniteData<Listing<TicketItem>, string | null>>(key);
  if (!known || known.pages.length === 0) return;
  const [, ...later] = known.pages;
  const shown = new Set(known.pages.flatMap((page) => page.items.map(({ id }) => id)));
  // Nothing in common: more came at once than a page holds, so the pages no longer meet.
  const meets = later.length === 0 || first.items.some(({ id }) => shown.has(id));
  if (!meets) return void queryClient.invalidateQueries({ queryKey: key });
  const atTop = new Set(first.items.map(({ id }) => id));
  const kept = later.map((page) => ({ ...page, items: page.items.filter(({ id }) => !atTop.has(id)) }));
  // What the first page had and no longer has slid down to where the next one begins.
  const slid = (known.pages[0]?.items ?? []).filter(({ id }) => !atTop.has(id));
  const [second, ...rest] = kept;
  const pages = second ? [first, { ...second, items: [...slid, ...second.items] }, ...rest] : [first];
  queryClient.setQueryData(key, { ...known, pages });
}
