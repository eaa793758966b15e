import { ActionIcon, Button } from '@mantine/core';
import { IconSettings } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { explainError } from '../design/explain-error.ts';
import { notify } from '../design/notices.tsx';
import { EmptyState, ErrorState, LoadingLines } from '../design/states.tsx';
import { NotificationRow } from './notification-row.tsx';
import styles from './panel.module.css';
import { markAllRead, useNotificationList, useUnread } from './use-notifications.ts';

/** The list behind the bell. */
export function Panel({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const unread = useUnread().data?.unread ?? 0;
  async function readAll(): Promise<void> {
    await markAllRead().catch((error: unknown) => notify({ text: explainError(error, t), tone: 'bad' }));
  }
  return (
    <section className={styles.panel} aria-labelledby="notifications-title">
      <header className={styles.head}>
        <h2 id="notifications-title">{t('notifications.title')}</h2>
        <Button size="compact-sm" variant="subtle" disabled={unread === 0} onClick={() => void readAll()}>
          {t('notifications.readAll')}
        </Button>
        <ActionIcon
          component={Link}
          to="/settings/notifications"
          aria-label={t('notifications.settings')}
          onClick={onClose}
        >
          <IconSettings size={16} />
        </ActionIcon>
      </header>
      <List onClose={onClose} />
    </section>
  );
}

function List({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const list = useNotificationList();
  if (list.isPending) return <LoadingLines lines={5} />;
  if (list.isError) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  const items = list.data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    return <EmptyState title={t('notifications.emptyTitle')} text={t('notifications.emptyText')} />;
  }
  return (
    <div className={styles.scroll}>
      <ul className={styles.list}>
        {items.map((item) => (
          <NotificationRow key={item.id} notification={item} onClose={onClose} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button
          fullWidth
          variant="subtle"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t('notifications.more')}
        </Button>
      )}
    </div>
  );
}
