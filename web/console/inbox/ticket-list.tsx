import { ActionIcon, Menu, TextInput } from '@mantine/core';
import { useDebouncedCallback, useMediaQuery } from '@mantine/hooks';
import { IconLayoutSidebarLeftExpand, IconMenu2, IconPlus, IconSearch } from '@tabler/icons-react';
import { Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTicketList } from '../data/tickets.ts';
import { useFocusBack } from '../design/focus-back.ts';
import { onDemand } from '../design/on-demand.ts';
import { EmptyState, ErrorState, LoadingLines } from '../design/states.tsx';
import { Filters } from './filters.tsx';
import { FirstSteps } from './first-steps.tsx';
import type { Place } from './place.ts';
import { useSelection } from './selection.ts';
import styles from './ticket-list.module.css';
import { TicketRows } from './ticket-rows.tsx';
import { ViewLinks } from './views.tsx';

const BulkBar = onDemand(async () => ({ default: (await import('./bulk-bar.tsx')).BulkBar }));
const NewTicketDialog = onDemand(async () => ({
  default: (await import('./new-ticket.tsx')).NewTicketDialog,
}));

/** The tickets of the chosen view, with search and filters above them. */
export function TicketList({ place, onShowViews }: { place: Place; onShowViews: (() => void) | null }) {
  const { t } = useTranslation();
  return (
    <section className={styles.pane} aria-label={t('inbox.listLabel')}>
      <header className={styles.head}>
        <div className={styles.title}>
          <ViewsButton place={place} onShowViews={onShowViews} />
          <h2>{t(`inbox.views.${place.view}`)}</h2>
          <NewTicketButton />
        </div>
        <div className={styles.tools}>
          <Search key={place.view} place={place} />
          <Filters place={place} />
        </div>
      </header>
      <Content key={JSON.stringify(place.filter)} place={place} />
    </section>
  );
}

function Content({ place }: { place: Place }) {
  const { t } = useTranslation();
  const list = useTicketList(place.filter);
  const selection = useSelection();
  const tickets = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  if (list.isPending) return <LoadingLines lines={12} />;
  if (list.isError && !list.data) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  if (tickets.length > 0) {
    return (
      <div className={styles.content}>
        <Suspense>{selection.ids.size > 0 && <BulkBar selection={selection} place={place} />}</Suspense>
        <TicketRows place={place} list={list} tickets={tickets} selection={selection} />
      </div>
    );
  }
  if (place.isNarrowed) {
    return (
      <EmptyState
        title={t('inbox.noMatch')}
        text={t('inbox.noMatchText')}
        action={
          <button type="button" className={styles.clear} onClick={place.clear}>
            {t('inbox.clearFilters')}
          </button>
        }
      />
    );
  }
  return (
    <div className={styles.empty}>
      <EmptyState title={t(`inbox.empty.${place.view}`)} text={t(`inbox.emptyText.${place.view}`)} />
      {place.view === 'all-open' && <FirstSteps />}
    </div>
  );
}

/** Where the views are folded away or have no room, they are a menu. */
function ViewsButton({ place, onShowViews }: { place: Place; onShowViews: (() => void) | null }) {
  const { t } = useTranslation();
  const isWide = useMediaQuery('(min-width: 1200px)') ?? true;
  const [isOpen, setOpen] = useState(false);
  if (onShowViews) {
    return (
      <ActionIcon aria-label={t('inbox.showViews')} title={t('inbox.showViews')} onClick={onShowViews}>
        <IconLayoutSidebarLeftExpand size={18} stroke={1.75} />
      </ActionIcon>
    );
  }
  if (isWide) return null;
  return (
    <Menu opened={isOpen} onChange={setOpen} width={280} position="bottom-start">
      <Menu.Target>
        <ActionIcon aria-label={t('inbox.viewsLabel')} title={t('inbox.viewsLabel')}>
          <IconMenu2 size={18} stroke={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <ViewLinks place={place} onChoose={() => setOpen(false)} />
      </Menu.Dropdown>
    </Menu>
  );
}

function NewTicketButton() {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  useFocusBack(isOpen);
  return (
    <>
      <ActionIcon
        aria-label={t('inbox.newTicket.title')}
        title={t('inbox.newTicket.title')}
        data-shortcut="new"
        onClick={() => setOpen(true)}
      >
        <IconPlus size={18} stroke={1.75} />
      </ActionIcon>
      <Suspense>{isOpen && <NewTicketDialog opened onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}

function Search({ place }: { place: Place }) {
  const { t } = useTranslation();
  const narrow = useDebouncedCallback((q: string) => place.narrow({ q: q.trim() }), 250);
  return (
    <TextInput
      className={styles.search ?? ''}
      type="search"
      size="xs"
      defaultValue={place.filter.q ?? ''}
      placeholder={t('inbox.search')}
      aria-label={t('inbox.search')}
      leftSection={<IconSearch size={14} />}
      data-shortcut="search"
      onChange={(event) => narrow(event.currentTarget.value)}
    />
  );
}
