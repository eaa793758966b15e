import { Button, CloseButton, Select, TagsInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTeams, useUsers } from '../data/people.ts';
import styles from './bulk-bar.module.css';
import { type BulkEdit, changeTogether } from './bulk-change.ts';
import type { Place } from './place.ts';
import type { Selection } from './selection.ts';

/** What can be done to all ticked tickets together: close, give to somebody, tag. */
export function BulkBar({ selection, place }: { selection: Selection; place: Place }) {
  const { t } = useTranslation();
  const [isBusy, setBusy] = useState(false);
  const isClosed = place.view === 'closed';
  const run = async (edit: BulkEdit, back?: BulkEdit) => {
    setBusy(true);
    await changeTogether([...selection.ids], edit, { t, ...(back ? { back } : {}) });
    setBusy(false);
    selection.clear();
  };
  const setStatus = () => {
    const [to, before] = isClosed ? (['open', 'closed'] as const) : (['closed', 'open'] as const);
    void run({ set: { status: to } }, { set: { status: before } });
  };
  return (
    <section className={styles.bar} aria-label={t('inbox.bulk.label')}>
      <div className={styles.line}>
        <span className={styles.count} role="status">
          {t('inbox.bulk.selected', { count: selection.ids.size })}
        </span>
        <Button size="compact-sm" variant="default" disabled={isBusy} onClick={setStatus}>
          {isClosed ? t('inbox.reopenTicket') : t('inbox.closeTicket')}
        </Button>
        <CloseButton
          aria-label={t('inbox.bulk.clear')}
          title={t('inbox.bulk.clear')}
          onClick={selection.clear}
        />
      </div>
      <div className={styles.line}>
        <OwnerChoice isBusy={isBusy} onChoose={(owner) => void run({ owner })} />
        <TagsInput
          size="xs"
          className={styles.field ?? ''}
          aria-label={t('inbox.addTag')}
          placeholder={t('inbox.addTag')}
          disabled={isBusy}
          value={[]}
          onChange={(addTags) => addTags.length > 0 && void run({ addTags }, { removeTags: addTags })}
        />
      </div>
    </section>
  );
}

interface OwnerChoiceProps {
  isBusy: boolean;
  onChoose(owner: NonNullable<BulkEdit['owner']>): void;
}

function OwnerChoice({ isBusy, onChoose }: OwnerChoiceProps) {
  const { t } = useTranslation();
  const users = (useUsers().data ?? []).filter(({ active }) => active);
  const teams = useTeams().data ?? [];
  const option = (kind: string) => (each: { id: string; name: string }) => ({
    value: `${kind}:${each.id}`,
    label: each.name,
  });
  return (
    <Select
      size="xs"
      className={styles.field ?? ''}
      aria-label={t('inbox.bulk.owner')}
      placeholder={t('inbox.bulk.owner')}
      disabled={isBusy}
      searchable
      value={null}
      data={[
        { value: 'none:', label: t('inbox.noOwner') },
        ...users.map(option('user')),
        { group: t('inbox.teams'), items: teams.map(option('team')) },
      ]}
      onChange={(value) => {
        const [kind, id = ''] = value?.split(':') ?? [];
        if (kind === 'team') onChoose({ team: id, user: null });
        else if (kind !== undefined) onChoose({ user: kind === 'none' ? null : id });
      }}
    />
  );
}
