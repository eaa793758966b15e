import { IconAlertTriangle, IconClock, IconFlag, IconMoon } from '@tabler/icons-react';
import { type MouseEvent, memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNames } from '../data/people.ts';
import type { TicketItem } from '../data/types.ts';
import { Avatar } from '../design/avatar.tsx';
import { ChannelIcon } from '../design/channel-icon.tsx';
import { fullTime, shortTime } from '../design/time.ts';
import type { Place } from './place.ts';
import styles from './ticket-row.module.css';

const SIGNS = { 'waiting-long': IconClock, 'failed-delivery': IconAlertTriangle } as const;

interface TicketRowProps {
  ticket: TicketItem;
  isOpen: boolean;
  isTicked: boolean;
  place: Place;
  now: number;
  /** `upTo`: also all between the last one that was ticked and this. */
  onTick(upTo: boolean): void;
}

/** A ticket in the list: who, when, what about; a chip only where something needs attention. */
export const TicketRow = memo(function TicketRow(props: TicketRowProps) {
  const { ticket, isOpen, isTicked, place, now, onTick } = props;
  const { t } = useTranslation();
  const names = useNames();
  const owner = ticket.owner === null ? null : (names.get(ticket.owner) ?? ticket.owner);
  const open = (event: MouseEvent) => {
    // A new tab is the browser's business.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    place.openTicket(ticket.number);
  };
  return (
    <div className={styles.whole} data-ticked={isTicked}>
      <input
        type="checkbox"
        className={styles.tick}
        aria-label={t('inbox.bulk.select', { subject: ticket.subject })}
        checked={isTicked}
        onClick={(event) => onTick(event.shiftKey)}
        onChange={() => {}}
      />
      <a
        className={styles.row}
        href={`/tickets/${ticket.number}?view=${place.view}`}
        aria-current={isOpen ? 'true' : undefined}
        data-unread={ticket.unread}
        data-ticket={ticket.number}
        onClick={open}
      >
        <span className={styles.top}>
          <ChannelIcon kind={ticket.channelKind} size={14} />
          <span className={styles.contact}>{ticket.contactName ?? t('common.unknownPerson')}</span>
          {ticket.unread && <span className={styles.dot} role="img" aria-label={t('inbox.unread')} />}
          <time dateTime={ticket.lastMessageAt} title={fullTime(ticket.lastMessageAt)}>
            {shortTime(ticket.lastMessageAt, now)}
          </time>
        </span>
        <span className={styles.subject}>{ticket.subject}</span>
        <span className={styles.bottom}>
          <Chips ticket={ticket} />
          <span className={styles.snippet}>{ticket.snippet}</span>
          {owner !== null && (
            <span title={t('inbox.ownedBy', { name: owner })}>
              <Avatar name={owner} size={20} />
              <span className="visually-hidden">{t('inbox.ownedBy', { name: owner })}</span>
            </span>
          )}
        </span>
      </a>
    </div>
  );
}, isSameRow);

/** What a row shows is all that counts: the acts are made anew with every step of scrolling. */
function isSameRow(before: TicketRowProps, after: TicketRowProps): boolean {
  return (
    before.ticket === after.ticket &&
    before.isOpen === after.isOpen &&
    before.isTicked === after.isTicked &&
    before.place === after.place &&
    before.now === after.now
  );
}

function Chips({ ticket }: { ticket: TicketItem }) {
  const { t } = useTranslation();
  const urgent = ticket.priority === 'urgent' || ticket.priority === 'high';
  return (
    <>
      {urgent && (
        <span className={styles.chip} data-tone={ticket.priority}>
          <IconFlag size={12} aria-hidden="true" />
          {t(`common.priorities.${ticket.priority}`)}
        </span>
      )}
      {ticket.snoozedUntil !== null && <IconMoon size={14} aria-label={t('inbox.snoozed')} />}
      {ticket.attention.map((sign) => {
        const Sign = SIGNS[sign];
        return (
          <span key={sign} className={styles.chip} data-tone={sign}>
            <Sign size={12} aria-hidden="true" />
            {t(`inbox.attention.${sign}`)}
          </span>
        );
      })}
    </>
  );
}
