import { ActionIcon, Button, Checkbox, Group, Switch } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Calendar, WeeklyInterval } from '../../../../routing/types.ts';
import { useMe } from '../../data/session.ts';
import { dayNames } from '../hours/day-names.ts';
import { TimeInput } from '../hours/time-input.tsx';
import { ZoneSelect } from '../hours/zone-select.tsx';
import { Part } from '../parts/page.tsx';
import styles from './matrix.module.css';
import { ResetButton } from './reset-button.tsx';

interface QuietHoursProps {
  value: Calendar | null;
  isOwn: boolean;
  onChange(value: Calendar | null): void;
  onReset(): void;
  isReadOnly?: boolean;
}

const NIGHT: WeeklyInterval = { days: [1, 2, 3, 4, 5, 6, 7], from: '20:00', to: '07:00' };

/** When nothing makes a sound, shows on the desktop, wakes a browser or is mailed. */
export function QuietHours({ value, isOwn, onChange, onReset, isReadOnly = false }: QuietHoursProps) {
  const { t } = useTranslation();
  const { timeZone } = useMe();
  function turn(isOn: boolean): void {
    onChange(isOn ? { timeZone, weekly: [NIGHT], closed: [], special: [] } : null);
  }
  return (
    <Part title={t('notificationSettings.quiet')} text={t('notificationSettings.quietText')}>
      <Group gap="sm">
        <Switch
          label={t('notificationSettings.quietOn')}
          checked={value !== null}
          disabled={isReadOnly}
          onChange={(event) => turn(event.currentTarget.checked)}
        />
        {isOwn && !isReadOnly && <ResetButton what={t('notificationSettings.quiet')} onClick={onReset} />}
      </Group>
      {value && !isReadOnly && <QuietCalendar value={value} onChange={onChange} />}
    </Part>
  );
}

function QuietCalendar({ value, onChange }: { value: Calendar; onChange(value: Calendar): void }) {
  const { t } = useTranslation();
  const { weekly } = value;
  const set = (next: WeeklyInterval[]) => onChange({ ...value, weekly: next });
  return (
    <>
      {weekly.map((span, index) => (
        <QuietSpan
          // biome-ignore lint/suspicious/noArrayIndexKey: a stretch has no name but its place
          key={index}
          span={span}
          onChange={(next) => set(weekly.with(index, next))}
          {...(weekly.length > 1 ? { onRemove: () => set(weekly.toSpliced(index, 1)) } : {})}
        />
      ))}
      <Group gap="md" align="flex-end">
        <ZoneSelect value={value.timeZone} onChange={(timeZone) => onChange({ ...value, timeZone })} />
        <Button variant="default" onClick={() => set([...weekly, NIGHT])}>
          {t('notificationSettings.addQuiet')}
        </Button>
      </Group>
    </>
  );
}

interface QuietSpanProps {
  span: WeeklyInterval;
  onChange(span: WeeklyInterval): void;
  onRemove?: () => void;
}

function QuietSpan({ span, onChange, onRemove }: QuietSpanProps) {
  const { t } = useTranslation();
  const names = dayNames('short');
  function choose(days: string[]): void {
    if (days.length > 0) onChange({ ...span, days: days.map(Number).sort((a, b) => a - b) });
  }
  return (
    <div className={styles.span}>
      <Checkbox.Group
        label={t('notificationSettings.quietDays')}
        value={span.days.map(String)}
        onChange={choose}
      >
        <div className={styles.days}>
          {names.map((name, index) => (
            <Checkbox key={name} value={String(index + 1)} label={name} />
          ))}
        </div>
      </Checkbox.Group>
      <TimeInput
        label={t('notificationSettings.quietFrom')}
        value={span.from}
        unlike={span.to}
        onChange={(from) => onChange({ ...span, from })}
      />
      –
      <TimeInput
        label={t('notificationSettings.quietTo')}
        value={span.to}
        unlike={span.from}
        isEnd
        onChange={(to) => onChange({ ...span, to })}
      />
      {onRemove && (
        <ActionIcon aria-label={t('notificationSettings.removeQuiet')} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      )}
    </div>
  );
}
