import { Button, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useChannelNames } from '../data/channels.ts';
import { useTeams, useUsers } from '../data/people.ts';
import styles from './filters.module.css';
import type { Narrowing, Place } from './place.ts';
import { SaveViewButton } from './save-view.tsx';

const TYPES = ['email', 'messaging', 'calling'] as const;
const PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const;
const SORTS = ['activity', 'newest', 'oldest', 'waiting', 'priority'] as const;

/** The choices by which a list is narrowed and ordered, and what to do with them. */
export function FilterFields({ place }: { place: Place }) {
  const { t } = useTranslation();
  const users = useUsers().data ?? [];
  const teams = useTeams().data ?? [];
  const channels = useChannelNames().data ?? [];
  const named = (each: { id: string; name: string }) => ({ value: each.id, label: each.name });
  const choice = (key: Narrowing, label: string, data: { value: string; label: string }[]) => (
    <Select
      size="xs"
      label={label}
      placeholder={t('inbox.filters.any')}
      data={data}
      value={place.filter[key] ?? null}
      onChange={(value) => place.narrow({ [key]: value ?? '' })}
      clearable
      searchable={data.length > 8}
      comboboxProps={{ withinPortal: false }}
    />
  );
  return (
    <div className={styles.fields}>
      {choice(
        'sort',
        t('inbox.filters.sort'),
        SORTS.map((value) => ({ value, label: t(`inbox.sorts.${value}`) })),
      )}
      {choice(
        'type',
        t('inbox.filters.type'),
        TYPES.map((value) => ({ value, label: t(`common.types.${value}`) })),
      )}
      {choice('channel', t('inbox.channel'), channels.map(named))}
      {choice('owner', t('inbox.owner'), [{ value: 'none', label: t('inbox.noOwner') }, ...users.map(named)])}
      {choice('team', t('inbox.team'), teams.map(named))}
      {choice(
        'priority',
        t('inbox.priority'),
        PRIORITIES.map((value) => ({ value, label: t(`common.priorities.${value}`) })),
      )}
      <SaveViewButton place={place} />
      <Button variant="subtle" size="xs" disabled={!place.isNarrowed} onClick={place.clear}>
        {t('inbox.clearFilters')}
      </Button>
    </div>
  );
}
