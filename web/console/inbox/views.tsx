import { ActionIcon } from '@mantine/core';
import { IconLayoutSidebarLeftCollapse } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useCounts } from '../data/counts.ts';
import { type Place, SHOWN_VIEWS } from './place.ts';
import { SavedViews } from './saved-views.tsx';
import styles from './views.module.css';

/** The views with how many tickets each holds. */
export function Views({ place, onFold }: { place: Place; onFold(): void }) {
  const { t } = useTranslation();
  return (
    <nav className={styles.views} aria-label={t('inbox.viewsLabel')}>
      <div className={styles.head}>
        <h1>{t('inbox.title')}</h1>
        <ActionIcon aria-label={t('inbox.foldViews')} title={t('inbox.foldViews')} onClick={onFold}>
          <IconLayoutSidebarLeftCollapse size={18} stroke={1.75} />
        </ActionIcon>
      </div>
      <ViewLinks place={place} />
    </nav>
  );
}

/** The views as a list of links, also for the menu of narrow windows. */
export function ViewLinks({ place, onChoose }: { place: Place; onChoose?(): void }) {
  const { t } = useTranslation();
  const counts = useCounts().data;
  return (
    <>
      <ul className={styles.list}>
        {SHOWN_VIEWS.map((view) => (
          <li key={view}>
            <Link
              className={styles.view}
              to={place.linkToView(view)}
              aria-current={place.view === view ? 'page' : undefined}
              onClick={onChoose}
            >
              <span className={styles.name}>{t(`inbox.views.${view}`)}</span>
              <span className={styles.count}>{countText(counts?.views[view], counts?.most)}</span>
            </Link>
          </li>
        ))}
      </ul>
      <SavedViews counts={counts} />
    </>
  );
}

/** Nothing for none: a column of noughts says no more. */
function countText(count = 0, most = Number.POSITIVE_INFINITY): string {
  if (count === 0) return '';
  return count >= most ? `${most}+` : String(count);
}
