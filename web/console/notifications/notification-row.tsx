import { ActionIcon } from '@mantine/core';
import {
  type Icon,
  IconAlertTriangle,
  IconAt,
  IconCheck,
  IconClock,
  IconInbox,
  IconMail,
  IconMailOpened,
  IconMessage,
  IconPhoneX,
  IconRecordMail,
  IconUserCheck,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Notification } from '../data/settings-types.ts';
import { explainError } from '../design/explain-error.ts';
import { notify } from '../design/notices.tsx';
import { fullTime, shortTime, useNow } from '../design/time.ts';
import styles from './panel.module.css';
import { markRead } from './use-notifications.ts';
import { headlineOf, pathOf, subjectOf } from './words.ts';

const ICONS: Record<Notification['kind'], Icon> = {
  unassigned: IconInbox,
  assigned: IconUserCheck,
  message: IconMessage,
  mention: IconAt,
  missedCall: IconPhoneX,
  voicemail: IconRecordMail,
  waiting: IconClock,
  channelDown: IconAlertTriangle,
};

/** One notification: it opens what it is about, and is then read. */
export function NotificationRow(props: { notification: Notification; onClose(): void }) {
  const { notification, onClose } = props;
  const { t } = useTranslation();
  const now = useNow();
  const KindIcon = ICONS[notification.kind];
  const isUnread = notification.readAt === null;
  const mark = (read: boolean) =>
    markRead(notification, read).catch((error: unknown) =>
      notify({ text: explainError(error, t), tone: 'bad' }),
    );
  function open(): void {
    onClose();
    if (isUnread) void mark(true);
  }
  const MarkIcon = isUnread ? IconMailOpened : IconMail;
  return (
    <li className={styles.row} data-unread={isUnread}>
      <Link className={styles.link} to={pathOf(notification)} onClick={open}>
        {isUnread ? <KindIcon size={18} aria-hidden="true" /> : <IconCheck size={18} aria-hidden="true" />}
        <span className={styles.words}>
          <span className={styles.headline}>
            {headlineOf(notification, t)}
            {isUnread && <span className="visually-hidden">, {t('notifications.unread')}</span>}
          </span>
          <span className={styles.subject}>{subjectOf(notification, t)}</span>
        </span>
        <time className={styles.time} dateTime={notification.at} title={fullTime(notification.at)}>
          {shortTime(notification.at, now)}
        </time>
      </Link>
      <ActionIcon
        size={28}
        aria-label={isUnread ? t('notifications.markRead') : t('notifications.markUnread')}
        onClick={() => void mark(isUnread)}
      >
        <MarkIcon size={16} />
      </ActionIcon>
    </li>
  );
}
