import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SpecialDate } from '../../../../routing/types.ts';
import { dateText } from './day-names.ts';
import styles from './exact-times.module.css';
import { TimeInput } from './time-input.tsx';

interface SpecialDatesProps {
  special: readonly SpecialDate[];
  onChange(special: SpecialDate[]): void;
  errors: Record<string, string>;
}

/** Dates whose hours replace those of the week. */
export function SpecialDates({ special, onChange, errors }: SpecialDatesProps) {
  const { t } = useTranslation();
  const [date, setDate] = useState('');
  function add(): void {
    const all = [...special, { date, from: '10:00', to: '14:00' }];
    onChange(all.sort((a, b) => `${a.date} ${a.from}`.localeCompare(`${b.date} ${b.from}`)));
    setDate('');
  }
  return (
    <>
      {special.length > 0 && (
        <ul className={styles.list} aria-label={t('hours.special')}>
          {special.map((each, index) => (
            <li key={`${each.date} ${String(index)}`}>
              <SpecialRow
                special={each}
                error={errors[`special.${index}`] ?? errors[`special.${index}.to`]}
                onChange={(next) => onChange(special.with(index, next))}
                onRemove={() => onChange(special.toSpliced(index, 1))}
              />
            </li>
          ))}
        </ul>
      )}
      <div className={styles.add}>
        <TextInput
          type="date"
          label={t('hours.date')}
          value={date}
          onChange={(e) => setDate(e.currentTarget.value)}
        />
        <Button variant="default" disabled={date === ''} onClick={add}>
          {t('hours.addSpecial')}
        </Button>
      </div>
    </>
  );
}

interface SpecialRowProps {
  special: SpecialDate;
  error: string | undefined;
  onChange(special: SpecialDate): void;
  onRemove(): void;
}

function SpecialRow({ special, error, onChange, onRemove }: SpecialRowProps) {
  const { t } = useTranslation();
  const day = dateText(special.date);
  return (
    <span className={styles.date}>
      <span>{day}</span>
      <TimeInput
        label={t('hours.fromOf', { day })}
        value={special.from}
        unlike={special.to}
        onChange={(from) => onChange({ ...special, from })}
      />
      <span aria-hidden="true">–</span>
      <TimeInput
        label={t('hours.toOf', { day })}
        value={special.to}
        unlike={special.from}
        isEnd
        onChange={(to) => onChange({ ...special, to })}
      />
      <ActionIcon aria-label={t('hours.removeDate', { date: day })} onClick={onRemove}>
        <IconTrash size={16} />
      </ActionIcon>
      {error && <span className={styles.wrong}>{error}</span>}
    </span>
  );
}
