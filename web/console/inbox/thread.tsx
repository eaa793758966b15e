import { useTranslation } from 'react-i18next';
import type { Ticket } from '../data/types.ts';
import { longDate } from '../design/time.ts';
import { EventLine } from './event-line.tsx';
import { MessageBubble } from './message.tsx';
import styles from './thread.module.css';
import type { ThreadItem } from './thread-items.ts';

const DAY = 24 * 60 * 60_000;

/** A conversation with its days, messages and events. */
export function Thread({ items, ticket }: { items: readonly ThreadItem[]; ticket: Ticket }) {
  return (
    <ol className={styles.thread}>
      {items.map((item) => (
        <li key={item.key} data-kind={item.kind}>
          {item.kind === 'day' && <DayLine at={item.at} />}
          {item.kind === 'event' && <EventLine event={item.event} />}
          {item.kind === 'message' && (
            <MessageBubble message={item.message} continues={item.continues} ticket={ticket} />
          )}
        </li>
      ))}
    </ol>
  );
}

function DayLine({ at }: { at: string }) {
  const { t } = useTranslation();
  const day = new Date(at).toDateString();
  const now = Date.now();
  const isToday = day === new Date(now).toDateString();
  const isYesterday = day === new Date(now - DAY).toDateString();
  return (
    <h3 className={styles.day}>
      {isToday ? t('inbox.today') : isYesterday ? t('inbox.yesterday') : longDate(at)}
    </h3>
  );
}
