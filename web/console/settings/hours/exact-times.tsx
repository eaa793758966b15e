import { ActionIcon, Button } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { WeeklyInterval } from '../../../../routing/types.ts';
import { CopyDay } from './copy-day.tsx';
import { dayNames } from './day-names.ts';
import styles from './exact-times.module.css';
import { TimeInput } from './time-input.tsx';
import { DAYS, minutesOf, type Times, timeOf, timesOfDay, withDay } from './week.ts';

interface ExactTimesProps {
  weekly: readonly WeeklyInterval[];
  onChange(weekly: WeeklyInterval[]): void;
}

/** The hours of each day as times to type, to the minute; an end before the start is on the next day. */
export function ExactTimes({ weekly, onChange }: ExactTimesProps) {
  const { t } = useTranslation();
  return (
    <div>
      <h3 className={styles.title}>{t('hours.exact')}</h3>
      <ul className={styles.days}>
        {DAYS.map((day) => (
          <DayTimes key={day} day={day} weekly={weekly} onChange={onChange} />
        ))}
      </ul>
    </div>
  );
}

function DayTimes({ day, weekly, onChange }: ExactTimesProps & { day: number }) {
  const { t } = useTranslation();
  const name = dayNames()[day - 1] ?? '';
  const times = timesOfDay(weekly, day);
  const set = (next: readonly Times[]) => onChange(withDay(weekly, day, next));
  return (
    <li className={styles.day}>
      <span className={styles.name}>{name}</span>
      <div className={styles.times}>
        {times.length === 0 && <span className={styles.closed}>{t('hours.closedDay')}</span>}
        {times.map((each, index) => (
          <TimesRow
            // biome-ignore lint/suspicious/noArrayIndexKey: what is typed stays in its row while it changes
            key={index}
            day={name}
            times={each}
            onChange={(next) => set(times.with(index, next))}
            onRemove={() => set(times.toSpliced(index, 1))}
          />
        ))}
      </div>
      <div className={styles.acts}>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden="true" />}
          aria-label={t('hours.addTimesTo', { day: name })}
          onClick={() => set([...times, furtherTimes(times)])}
        >
          {t('hours.addTimes')}
        </Button>
        <CopyDay day={day} weekly={weekly} onChange={onChange} />
      </div>
    </li>
  );
}

interface TimesRowProps {
  day: string;
  times: Times;
  onChange(times: Times): void;
  onRemove(): void;
}

function TimesRow({ day, times, onChange, onRemove }: TimesRowProps) {
  const { t } = useTranslation();
  const isNight = minutesOf(times.to) <= minutesOf(times.from);
  return (
    <span className={styles.row}>
      <TimeInput
        label={t('hours.fromOf', { day })}
        value={times.from}
        unlike={times.to}
        onChange={(from) => onChange({ ...times, from })}
      />
      <span aria-hidden="true">–</span>
      <TimeInput
        label={t('hours.toOf', { day })}
        value={times.to}
        unlike={times.from}
        isEnd
        onChange={(to) => onChange({ ...times, to })}
      />
      <ActionIcon aria-label={t('hours.removeTimes', { day, ...times })} onClick={onRemove}>
        <IconTrash size={16} />
      </ActionIcon>
      {isNight && <span className={styles.night}>{t('hours.nextDay')}</span>}
    </span>
  );
}

/** Three hours after the last end, else an office day. */
function furtherTimes(times: readonly Times[]): Times {
  const last = times.at(-1);
  if (!last) return { from: '09:00', to: '17:00' };
  const from = Math.min(minutesOf(last.to) + 60, 22 * 60);
  return { from: timeOf(from), to: timeOf(Math.min(from + 180, 1440)) };
}
