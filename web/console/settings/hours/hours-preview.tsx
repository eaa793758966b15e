import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import type { Calendar } from '../../../../routing/types.ts';
import { api } from '../../data/api.ts';
import { ErrorState, LoadingLines } from '../../design/states.tsx';
import { clockChange } from './clock-change.ts';
import { dateText } from './day-names.ts';
import styles from './hours-preview.module.css';
import { minutesOf } from './week.ts';

interface PreviewDay {
  date: string;
  open: { from: string; to: string }[];
  minutes: number;
}

/** What a calendar means for the next two weeks, as the gateway reads it. */
export function HoursPreview({ calendar }: { calendar: Calendar }) {
  const { t } = useTranslation();
  const asked = useDeferredValue(calendar);
  const preview = useQuery({
    queryKey: ['calendar-preview', asked],
    queryFn: ({ signal }) => readPreview(asked, signal),
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 60_000,
  });
  if (preview.isError) return <ErrorState error={preview.error} retry={() => void preview.refetch()} />;
  if (!preview.data) return <LoadingLines lines={5} />;
  return (
    <ol className={styles.days} aria-label={t('hours.preview')}>
      {preview.data.days.map((day) => (
        <DayLine key={day.date} day={day} timeZone={calendar.timeZone} />
      ))}
    </ol>
  );
}

function DayLine({ day, timeZone }: { day: PreviewDay; timeZone: string }) {
  const { t } = useTranslation();
  const change = clockChange(day.date, timeZone);
  return (
    <li className={styles.day} data-open={day.open.length > 0}>
      <span className={styles.date}>{dateText(day.date)}</span>
      <span className={styles.track} aria-hidden="true">
        {day.open.map(({ from, to }) => (
          <span
            key={from}
            className={styles.open}
            style={{
              insetInlineStart: `${minutesOf(from) / 14.4}%`,
              width: `${Math.max(0, minutesOf(to) - minutesOf(from)) / 14.4}%`,
            }}
          />
        ))}
      </span>
      <span className={styles.times}>
        {day.open.length === 0
          ? t('hours.closedDay')
          : day.open.map(({ from, to }) => `${from}–${to}`).join(', ')}
        {change !== 0 && (
          <span className={styles.change}>{t(change > 0 ? 'hours.clocksForward' : 'hours.clocksBack')}</span>
        )}
      </span>
    </li>
  );
}

function readPreview(calendar: Calendar, signal: AbortSignal): Promise<{ days: PreviewDay[] }> {
  signal.throwIfAborted();
  return api.post<{ days: PreviewDay[] }>('/calendars/preview', { calendar });
}
