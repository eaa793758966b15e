import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClosedDates as Closed } from '../../../../routing/types.ts';
import { dateText } from './day-names.ts';
import styles from './exact-times.module.css';

interface ClosedDatesProps {
  closed: readonly Closed[];
  onChange(closed: Closed[]): void;
  errors: Record<string, string>;
}

/** Dates and ranges of dates on which everything is closed. */
export function ClosedDates({ closed, onChange, errors }: ClosedDatesProps) {
  const { t } = useTranslation();
  return (
    <>
      {closed.length > 0 && (
        <ul className={styles.list} aria-label={t('hours.closed')}>
          {closed.map((each, index) => (
            <li key={JSON.stringify(each)} className={styles.date}>
              <span>{closedText(each)}</span>
              <ActionIcon
                aria-label={t('hours.removeDate', { date: closedText(each) })}
                onClick={() => onChange(closed.toSpliced(index, 1))}
              >
                <IconTrash size={16} />
              </ActionIcon>
              <span className={styles.wrong}>
                {errors[`closed.${index}`] ?? errors[`closed.${index}.to`]}
              </span>
            </li>
          ))}
        </ul>
      )}
      <AddClosed onAdd={(added) => onChange(withClosed(closed, [added]))} />
    </>
  );
}

function AddClosed({ onAdd }: { onAdd(added: Closed): void }) {
  const { t } = useTranslation();
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const isBackwards = to !== '' && to < from;
  function add(): void {
    onAdd(to === '' || to === from ? from : { from, to });
    setFrom('');
    setTo('');
  }
  return (
    <div className={styles.add}>
      <TextInput
        type="date"
        label={t('hours.closedFrom')}
        value={from}
        onChange={(e) => setFrom(e.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={t('hours.closedTo')}
        value={to}
        min={from}
        onChange={(e) => setTo(e.currentTarget.value)}
        error={isBackwards ? t('hours.backwards') : undefined}
      />
      <Button variant="default" disabled={from === '' || isBackwards} onClick={add}>
        {t('hours.addClosed')}
      </Button>
    </div>
  );
}

/** The closed dates with further ones, in order, each once. */
export function withClosed(closed: readonly Closed[], added: readonly Closed[]): Closed[] {
  const all = new Map([...closed, ...added].map((each) => [JSON.stringify(each), each]));
  return [...all.values()].sort((a, b) => firstDay(a).localeCompare(firstDay(b)));
}

function firstDay(closed: Closed): string {
  return typeof closed === 'string' ? closed : closed.from;
}

function closedText(closed: Closed): string {
  return typeof closed === 'string' ? dateText(closed) : `${dateText(closed.from)} – ${dateText(closed.to)}`;
}
