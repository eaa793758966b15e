import { useCallback, useRef, useState } from 'react';
import type { TicketItem } from '../data/types.ts';

interface SettledRows {
  rows: readonly TicketItem[];
  /** How many tickets came meanwhile and are not among the rows yet. */
  newer: number;
  /** Takes them in. */
  settle(): void;
}

/**
 * Keeps rows where they are while somebody points at the list (`isHeld`): what is known changes in place, what left
 * stays until the pointer goes, and what is new is only counted. `of` names the list; another one starts anew.
 */
export function useSettledRows(
  tickets: readonly TicketItem[],
  { isHeld, of }: { isHeld: boolean; of: string },
): SettledRows {
  const [, redraw] = useState(0);
  const kept = useRef({ of, ids: tickets.map(({ id }) => id), known: new Map<string, TicketItem>() });
  const isOther = kept.current.of !== of;
  if (!isHeld || isOther) kept.current = { of, ids: tickets.map(({ id }) => id), known: new Map() };
  const { ids, known } = kept.current;
  const current = new Set(ids);
  for (const ticket of tickets) if (current.has(ticket.id)) known.set(ticket.id, ticket);
  const oldest = tickets.findLastIndex(({ id }) => current.has(id));
  // What follows behind the last kept row is the next page, not news.
  const appended = tickets.slice(oldest + 1);
  for (const ticket of appended) {
    ids.push(ticket.id);
    known.set(ticket.id, ticket);
  }
  const newer = tickets.filter(({ id }, index) => index <= oldest && !current.has(id)).length;
  const settle = useCallback(() => {
    kept.current = { of, ids: tickets.map(({ id }) => id), known: new Map() };
    redraw((times) => times + 1);
  }, [of, tickets]);
  const rows = isHeld && !isOther ? ids.flatMap((id) => known.get(id) ?? []) : tickets;
  return { rows, newer, settle };
}
