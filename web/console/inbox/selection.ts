import { useCallback, useMemo, useState } from 'react';
import type { TicketItem } from '../data/types.ts';

/** The tickets that somebody ticked to change them together. */
export interface Selection {
  ids: ReadonlySet<string>;
  /** Ticks or unticks one; with `upTo` all between the last one and this. */
  toggle(id: string, rows: readonly TicketItem[], upTo?: boolean): void;
  clear(): void;
}

/** Keeps what is ticked; nothing at first. */
export function useSelection(): Selection {
  const [{ ids, last }, set] = useState<{ ids: ReadonlySet<string>; last: string }>(EMPTY);
  const clear = useCallback(() => set(EMPTY), []);
  const toggle = useCallback((id: string, rows: readonly TicketItem[], upTo = false) => {
    set((before) => {
      const next = new Set(before.ids);
      if (upTo && before.last !== '')
        for (const between of idsBetween(rows, before.last, id)) next.add(between);
      else if (!next.delete(id)) next.add(id);
      return { ids: next, last: id };
    });
  }, []);
  return useMemo(() => ({ ids, last, toggle, clear }), [ids, last, toggle, clear]);
}

const EMPTY = { ids: new Set<string>(), last: '' };

function idsBetween(rows: readonly TicketItem[], one: string, other: string): string[] {
  const ends = [one, other].map((id) => rows.findIndex((row) => row.id === id));
  return rows.slice(Math.min(...ends), Math.max(...ends) + 1).map(({ id }) => id);
}
