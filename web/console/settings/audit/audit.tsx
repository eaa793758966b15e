import { Button, Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../data/api.ts';
import { useUsers } from '../../data/people.ts';
import type { AuditEntry } from '../../data/settings-types.ts';
import type { Listing } from '../../data/types.ts';
import { EmptyState, ErrorState, LoadingLines } from '../../design/states.tsx';
import { Page } from '../parts/page.tsx';
import table from '../parts/table.module.css';
import styles from './audit.module.css';
import { Entry } from './entry.tsx';

const RESOURCES = [
  'user',
  'team',
  'skill',
  'channel',
  'routing-rules',
  'workspace',
  'security',
  'notification-defaults',
  'api-key',
  'canned-reply',
  'tag',
  'contact',
  'replay',
] as const;

/** Settings → Audit log: who changed what, when, and how it was before. */
export function Audit() {
  const { t } = useTranslation();
  const [actor, setActor] = useState<string | null>(null);
  const [resource, setResource] = useState<string | null>(null);
  const users = useUsers().data ?? [];
  return (
    <Page isWide title={t('settings.sections.audit')} text={t('audit.text')}>
      <div className={table.bar}>
        <Select
          label={t('audit.who')}
          placeholder={t('audit.anybody')}
          value={actor}
          onChange={setActor}
          data={users.map(({ id, name }) => ({ value: id, label: name }))}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('audit.anybody') }}
        />
        <Select
          label={t('audit.what')}
          placeholder={t('audit.anything')}
          value={resource}
          onChange={setResource}
          data={RESOURCES.map((value) => ({ value, label: t(`audit.resources.${value}`) }))}
          clearable
          clearButtonProps={{ 'aria-label': t('audit.anything') }}
        />
      </div>
      <Entries actor={actor} resource={resource} />
    </Page>
  );
}

function Entries({ actor, resource }: { actor: string | null; resource: string | null }) {
  const { t } = useTranslation();
  const log = useInfiniteQuery({
    queryKey: ['audit-log', actor, resource],
    queryFn: ({ pageParam, signal }) =>
      api.get<Listing<AuditEntry>>('/audit-log', { actor, resource, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
  });
  if (log.isPending) return <LoadingLines lines={8} />;
  if (log.isError) return <ErrorState error={log.error} retry={() => void log.refetch()} />;
  const entries = log.data.pages.flatMap(({ items }) => items);
  if (entries.length === 0) return <EmptyState title={t('audit.emptyTitle')} text={t('audit.emptyText')} />;
  return (
    <>
      <ul className={styles.list}>
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ul>
      {log.hasNextPage && (
        <div className={table.more}>
          <Button variant="default" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
            {t('audit.more')}
          </Button>
        </div>
      )}
    </>
  );
}
