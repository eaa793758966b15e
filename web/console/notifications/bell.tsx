import { Popover, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconBell } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { LoadingLines } from '../design/states.tsx';
import styles from './bell.module.css';
import { startTelling } from './tell.ts';
import { markAllRead, useUnread } from './use-notifications.ts';
import { showBadge } from './window-badge.ts';

const Panel = lazy(async () => ({ default: (await import('./panel.tsx')).Panel }));

/** The bell in the rail: how many notifications are unread, and their list. */
export function Bell() {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const isNarrow = useMediaQuery('(max-width: 767px)', undefined, { getInitialValueInEffect: false });
  const unread = useUnread().data?.unread ?? 0;
  useTelling();
  useReadByOpening();
  useEffect(() => showBadge(unread), [unread]);
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position={isNarrow ? 'top' : 'right-end'}
      width="min(380px, calc(100vw - 16px))"
      trapFocus
      returnFocus
      withRoles={false}
    >
      <Popover.Target>
        <UnstyledButton
          className={styles.bell ?? ''}
          aria-label={
            unread > 0 ? t('notifications.bellUnread', { count: unread }) : t('notifications.title')
          }
          title={t('notifications.title')}
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          onClick={() => setOpen((open) => !open)}
        >
          <IconBell size={20} stroke={1.75} aria-hidden="true" />
          {unread > 0 && (
            <span className={styles.count} aria-hidden="true">
              {unread > 99 ? '99+' : unread}
            </span>
          )}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={0} role="dialog" aria-label={t('notifications.title')}>
        <Suspense fallback={<LoadingLines lines={4} />}>
          <Panel onClose={() => setOpen(false)} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Sounds and desktop messages for what comes while the console is open. */
function useTelling(): void {
  const { t } = useTranslation();
  const navigate = useNavigate();
  useEffect(() => startTelling({ t, open: (path) => void navigate(path) }), [t, navigate]);
}

/** Whoever looks at a ticket has read what was told of it. */
function useReadByOpening(): void {
  const { pathname } = useLocation();
  const unread = useUnread().data?.items;
  useEffect(() => {
    const number = /^\/tickets\/(\d+)/.exec(pathname)?.[1];
    const about = unread?.find(({ ticket }) => ticket !== null && String(ticket.number) === number);
    if (!about?.ticket || document.hidden) return;
    // They stay unread where this fails, and the next look tries again.
    markAllRead(about.ticket.id).catch(() => undefined);
  }, [pathname, unread]);
}
