import { MultiSelect, NumberInput, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChannelNames } from '../../data/channels.ts';
import styles from './matrix.module.css';
import type { MatrixProps } from './matrix.tsx';
import { ResetButton } from './reset-button.tsx';
import type { Kind } from './settings-data.ts';

/** What is to be chosen of a kind besides how one is told. */
export function KindDetails({ kind, ...props }: MatrixProps & { kind: Kind }) {
  if (kind === 'unassigned') return <ScopeChoice {...props} />;
  if (kind === 'waiting') return <MinutesChoice {...props} />;
  return null;
}

function ScopeChoice({ settings, own, onEdit, onReset, isReadOnly = false }: MatrixProps) {
  const { t } = useTranslation();
  const channels = useChannelNames().data ?? [];
  const { scope, channels: chosen } = settings.unassigned;
  const isOwn = own.includes('unassigned.scope') || own.includes('unassigned.channels');
  function reset(): void {
    for (const name of ['unassigned.scope', 'unassigned.channels']) if (own.includes(name)) onReset(name);
  }
  return (
    <span className={styles.details}>
      <Select
        aria-label={t('notificationSettings.scope')}
        size="xs"
        value={scope}
        disabled={isReadOnly}
        allowDeselect={false}
        onChange={(next) => next && onEdit({ unassigned: { scope: next } })}
        data={(['all', 'teams', 'channels'] as const).map((value) => ({
          value,
          label: t(`notificationSettings.scopes.${value}`),
        }))}
      />
      {scope === 'channels' && (
        <MultiSelect
          aria-label={t('notificationSettings.chosenChannels')}
          placeholder={chosen.length === 0 ? t('notificationSettings.chosenChannels') : ''}
          size="xs"
          value={chosen}
          disabled={isReadOnly}
          onChange={(next) => onEdit({ unassigned: { channels: next } })}
          data={channels.map(({ id, name }) => ({ value: id, label: name }))}
          searchable
        />
      )}
      {isOwn && !isReadOnly && <ResetButton what={t('notificationSettings.scope')} onClick={reset} />}
    </span>
  );
}

function MinutesChoice({ settings, own, onEdit, onReset, isReadOnly = false }: MatrixProps) {
  const { t } = useTranslation();
  const { minutes } = settings.waiting;
  const [typed, setTyped] = useState<number | string | null>(null);
  function finish(): void {
    if (typeof typed === 'number' && typed !== minutes) onEdit({ waiting: { minutes: typed } });
    setTyped(null);
  }
  return (
    <span className={styles.details}>
      <NumberInput
        aria-label={t('notificationSettings.minutes')}
        size="xs"
        w={130}
        min={1}
        max={10_080}
        allowDecimal={false}
        clampBehavior="strict"
        suffix={` ${t('notificationSettings.minutesShort')}`}
        disabled={isReadOnly}
        value={typed ?? minutes}
        onChange={setTyped}
        onBlur={finish}
        onKeyDown={(event) => event.key === 'Enter' && finish()}
      />
      {own.includes('waiting.minutes') && !isReadOnly && (
        <ResetButton what={t('notificationSettings.minutes')} onClick={() => onReset('waiting.minutes')} />
      )}
    </span>
  );
}
