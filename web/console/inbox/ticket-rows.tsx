import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketItem } from '../data/types.ts';
import { useNow } from '../design/time.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import type { Place } from './place.ts';
import type { Selection } from './selection.ts';
import { useSettledRows } from './settled-rows.ts';
import { TicketRow } from './ticket-row.tsx';
import styles from './ticket-rows.module.css';

const ROW_HEIGHT = 80;

interface TicketRowsProps {
  place: Place;
  list: Pick<UseInfiniteQueryResult, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>;
  tickets: readonly TicketItem[];
  selection: Selection;
}

/** The rows that can be seen, of however many; more are read as the end comes near. */
export function TicketRows({ place, list, tickets, selection }: TicketRowsProps) {
  const { t } = useTranslation();
  // As state, not as a ref: the rows are measured once it is there, and they are laid out before their parent.
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const [isPointed, setPointed] = useState(false);
  const { rows, newer, settle } = useSettledRows(tickets, {
    isHeld: isPointed,
    of: JSON.stringify(place.filter),
  });
  useSelectionKeys(selection, rows);
  return (
    <div
      ref={setScroller}
      className={styles.scroller}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
    >
      {newer > 0 && (
        <button
          type="button"
          className={styles.newer}
          onClick={() => {
            settle();
            scroller?.scrollTo({ top: 0 });
          }}
        >
          {t('inbox.newer', { count: newer })}
        </button>
      )}
      <VisibleRows place={place} list={list} rows={rows} scroller={scroller} selection={selection} />
      {list.isFetchingNextPage && <p className={styles.more}>{t('common.loadingMore')}</p>}
    </div>
  );
}

interface VisibleRowsProps extends Omit<TicketRowsProps, 'tickets'> {
  rows: readonly TicketItem[];
  scroller: HTMLDivElement | null;
}

/** Drawn at every step of scrolling, so it looks at no more rows than are seen. */
function VisibleRows({ place, list, rows, scroller, selection }: VisibleRowsProps) {
  const now = useNow();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 8,
  });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  useEffect(() => {
    if (last >= rows.length - 15 && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [last, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage]);
  const latest = useRef(rows);
  useEffect(() => {
    latest.current = rows;
  });
  useEffect(() => {
    const open = latest.current.findIndex(({ number }) => String(number) === place.number);
    if (open >= 0) virtual.scrollToIndex(open, { align: 'auto' });
  }, [place.number, virtual]);
  return (
    <ul className={styles.rows} style={{ height: virtual.getTotalSize() }} data-rows={rows.length}>
      {shown.map(({ index, key, start }) => {
        const ticket = rows[index];
        if (!ticket) return null;
        return (
          <li key={key} className={styles.place} style={{ transform: `translateY(${start}px)` }}>
            <TicketRow
              ticket={ticket}
              isOpen={String(ticket.number) === place.number}
              isTicked={selection.ids.has(ticket.id)}
              place={place}
              now={now}
              onTick={(upTo) => selection.toggle(ticket.id, latest.current, upTo)}
            />
          </li>
        );
      })}
    </ul>
  );
}

/** X ticks the row with the focus, else the open one; Escape unticks all. */
function useSelectionKeys(selection: Selection, rows: readonly TicketItem[]): void {
  const tick = () => {
    const focused = document.activeElement?.closest('li')?.querySelector('[data-ticket]');
    const row = focused ?? document.querySelector('[data-ticket][aria-current]');
    const number = row?.getAttribute('data-ticket');
    const ticket = rows.find((each) => String(each.number) === number);
    if (ticket) selection.toggle(ticket.id, rows);
  };
  useShortcuts(selection.ids.size > 0 ? { x: tick, Escape: selection.clear } : { x: tick });
}
