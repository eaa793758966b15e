import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { api } from '../data/api.ts';
import { refreshSavedViews, useSavedViews } from '../data/saved-views.ts';
import { useMe } from '../data/session.ts';
import type { Counts, SavedView } from '../data/types.ts';
import { explainError } from '../design/explain-error.ts';
import { notify } from '../design/notices.tsx';
import styles from './views.module.css';

/** The views that somebody made of filters, each a link with its filters in the address. */
export function SavedViews({ counts }: { counts: Counts | undefined }) {
  const { t } = useTranslation();
  const { pathname, search } = useLocation();
  const views = useSavedViews().data ?? [];
  if (views.length === 0) return null;
  return (
    <>
      <h2 className={styles.heading}>{t('inbox.savedViews')}</h2>
      <ul className={styles.list}>
        {views.map((view) => {
          const target = addressOf(view);
          return (
            <li key={view.id} className={styles.saved}>
              <Link
                className={styles.view}
                to={target}
                aria-current={target === pathname + search ? 'page' : undefined}
              >
                <span className={styles.name}>{view.name}</span>
                <span className={styles.count}>{counts?.savedViews[view.id] || ''}</span>
              </Link>
              <SavedViewMenu view={view} />
            </li>
          );
        })}
      </ul>
    </>
  );
}

function addressOf({ filters, sort }: SavedView): string {
  const { view = 'all-open', ...narrowing } = filters;
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(narrowing)) if (value !== undefined) search.set(key, value);
  if (sort !== 'activity') search.set('sort', sort);
  return `/views/${view}${search.size === 0 ? '' : `?${search}`}`;
}

function SavedViewMenu({ view }: { view: SavedView }) {
  const { t } = useTranslation();
  const me = useMe();
  if (view.shared && me.role === 'agent') return null;
  async function remove(): Promise<void> {
    try {
      await api.delete(`/saved-views/${view.id}`);
      await refreshSavedViews();
      const { name, shared, filters, sort } = view;
      const undo = () =>
        void api.post('/saved-views', { name, shared, filters, sort }).then(refreshSavedViews);
      notify({ text: t('inbox.viewDeleted', { name }), action: { label: t('common.undo'), run: undo } });
    } catch (error) {
      notify({ text: explainError(error, t), tone: 'bad' });
    }
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={24} aria-label={t('inbox.viewMenu', { name: view.name })}>
          <IconDots size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => void remove()}>
          {t('common.delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
