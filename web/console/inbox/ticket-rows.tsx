import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketItem } from '../data/types.ts';
import { useNow } from '../design/time.ts';
import type { Place } from './place.ts';
import { useSettledRows } from './settled-rows.ts';
import { TicketRow } from './ticket-row.tsx';
import styles from './ticket-rows.module.css';

const ROW_HEIGHT = 80;

interface TicketRowsProps {
  place: Place;
  list: Pick<UseInfiniteQueryResult, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>;
  tickets: readonly TicketItem[];
}

/** The rows that can be seen, of however many; more are read as the end comes near. */
export function TicketRows({ place, list, tickets }: TicketRowsProps) {
  const { t } = useTranslation();
  const now = useNow();
  const scroller = useRef<HTMLDivElement>(null);
  const [isPointed, setPointed] = useState(false);
  const { rows, newer, settle } = useSettledRows(tickets, {
    isHeld: isPointed,
    of: JSON.stringify(place.filter),
  });
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
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
  const open = rows.findIndex(({ number }) => String(number) === place.number);
  useEffect(() => {
    if (open >= 0) virtual.scrollToIndex(open, { align: 'auto' });
  }, [open, virtual]);
  return (
    <div
      ref={scroller}
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
            scroller.current?.scrollTo({ top: 0 });
          }}
        >
          {t('inbox.newer', { count: newer })}
        </button>
      )}
      <ul className={styles.rows} style={{ height: virtual.getTotalSize() }} data-rows={rows.length}>
        {shown.map(({ index, key, start }) => {
          const ticket = rows[index];
          return (
            ticket && (
              <li key={key} className={styles.place} style={{ transform: `translateY(${start}px)` }}>
                <TicketRow ticket={ticket} isOpen={index === open} place={place} now={now} />
              </li>
            )
          );
        })}
      </ul>
      {isFetchingNextPage && <p className={styles.more}>{t('common.loadingMore')}</p>}
    </div>
  );
}
