import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Calendar } from '../../../../routing/types.ts';
import { Part } from '../parts/page.tsx';
import { ClosedDates } from './closed-dates.tsx';
import { ExactTimes } from './exact-times.tsx';
import { Holidays } from './holidays.tsx';
import { HoursPreview } from './hours-preview.tsx';
import { SpecialDates } from './special-dates.tsx';
import { WeekGrid } from './week-grid.tsx';
import { ZoneSelect } from './zone-select.tsx';

type Mode = 'always' | 'week' | 'never';

interface HoursEditorProps {
  value: Calendar | null;
  onChange(value: Calendar | null): void;
  /** What the server found wrong, by path within the calendar, such as `weekly.0.to`. */
  errors?: Record<string, string>;
  /** What these hours are of: with no working hours a user is available while signed in. */
  of: 'channel' | 'user';
}

/** Edits a calendar: the week, closed and special dates, public holidays, and what comes of them. */
export function HoursEditor({ value, onChange, errors = {}, of }: HoursEditorProps) {
  const { t } = useTranslation();
  const [keepsWeek, setKeepsWeek] = useState(false);
  const mode = modeOf(value, keepsWeek);
  function choose(chosen: Mode): void {
    setKeepsWeek(chosen === 'week');
    if (chosen !== mode) onChange(calendarFor(chosen, value));
  }
  const labels = { always: t(`hours.always.${of}`), week: t('hours.byWeek'), never: t(`hours.never.${of}`) };
  return (
    <>
      <Part title={t(`hours.open.${of}`)} text={t(`hours.modeText.${of}.${mode}`)}>
        <SegmentedControl
          aria-label={t(`hours.open.${of}`)}
          value={mode}
          onChange={(chosen: Mode) => choose(chosen)}
          data={(['always', 'week', 'never'] as const).map((each) => ({ value: each, label: labels[each] }))}
          style={{ justifySelf: 'start', maxWidth: '100%' }}
        />
      </Part>
      {value && mode === 'week' && (
        <CalendarFields
          value={value}
          errors={errors}
          onChange={(next) => {
            setKeepsWeek(true);
            onChange(next);
          }}
        />
      )}
    </>
  );
}

interface CalendarFieldsProps {
  value: Calendar;
  onChange(value: Calendar): void;
  errors: Record<string, string>;
}

function CalendarFields({ value, onChange, errors }: CalendarFieldsProps) {
  const { t } = useTranslation();
  const set = (part: Partial<Calendar>) => onChange({ ...value, ...part });
  return (
    <>
      <Part title={t('hours.week')}>
        <ZoneSelect
          value={value.timeZone}
          error={errors.timeZone}
          onChange={(timeZone) => set({ timeZone })}
        />
        <WeekGrid weekly={value.weekly} onChange={(weekly) => set({ weekly })} />
        <ExactTimes weekly={value.weekly} onChange={(weekly) => set({ weekly })} />
      </Part>
      <Part title={t('hours.closed')} text={t('hours.closedText')}>
        <ClosedDates closed={value.closed} errors={errors} onChange={(closed) => set({ closed })} />
        <Holidays closed={value.closed} onChange={(closed) => set({ closed })} />
      </Part>
      <Part title={t('hours.special')} text={t('hours.specialText')}>
        <SpecialDates special={value.special} errors={errors} onChange={(special) => set({ special })} />
      </Part>
      <Part title={t('hours.preview')} text={t('hours.previewText')}>
        <HoursPreview calendar={value} />
      </Part>
    </>
  );
}

function modeOf(value: Calendar | null, keepsWeek: boolean): Mode {
  if (value === null) return 'always';
  const isEmpty = value.weekly.length + value.special.length + value.closed.length === 0;
  // Whoever has just erased the last hour wants to paint others.
  return isEmpty && !keepsWeek ? 'never' : 'week';
}

function calendarFor(mode: Mode, value: Calendar | null): Calendar | null {
  if (mode === 'always') return null;
  const timeZone = value?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const weekly = mode === 'week' ? [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }] : [];
  return { timeZone, weekly, closed: [], special: [] };
}
