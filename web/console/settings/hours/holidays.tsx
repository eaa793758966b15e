import { Button, Checkbox, Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClosedDates } from '../../../../routing/types.ts';
import { api } from '../../data/api.ts';
import { ErrorState, LoadingLines } from '../../design/states.tsx';
import { currentLanguage } from '../../i18n/index.ts';
import { withClosed } from './closed-dates.tsx';
import { dateText } from './day-names.ts';
import styles from './holidays.module.css';

interface Place {
  code: string;
  name: string;
}

interface HolidayList {
  holidays: { date: string; name: string }[];
  regions: Place[];
}

interface HolidaysProps {
  closed: readonly ClosedDates[];
  onChange(closed: ClosedDates[]): void;
}

/** Takes public holidays of a country, or of one of its regions, among the closed dates. */
export function Holidays({ closed, onChange }: HolidaysProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  if (!isOpen) {
    return (
      <Button variant="default" style={{ justifySelf: 'start' }} onClick={() => setOpen(true)}>
        {t('hours.holidays')}
      </Button>
    );
  }
  return <HolidayChoice closed={closed} onChange={onChange} />;
}

function HolidayChoice({ closed, onChange }: HolidaysProps) {
  const { t } = useTranslation();
  const thisYear = new Date().getFullYear();
  const [country, setCountry] = useState<string | null>(null);
  const [region, setRegion] = useState<string | null>(null);
  const [year, setYear] = useState(String(thisYear));
  const language = currentLanguage();
  const countries = useQuery({
    queryKey: ['holiday-countries', language],
    queryFn: () => api.get<{ countries: Place[] }>('/calendars/countries', { language }),
  });
  const found = useQuery({
    queryKey: ['holidays', country, region, year, language],
    queryFn: () => api.get<HolidayList>('/calendars/holidays', { country, region, year, language }),
    enabled: country !== null,
    placeholderData: keepPreviousData,
  });
  if (countries.isError) {
    return <ErrorState error={countries.error} retry={() => void countries.refetch()} />;
  }
  const regions = country === null ? [] : (found.data?.regions ?? []);
  return (
    <section className={styles.holidays} aria-label={t('hours.holidays')}>
      <div className={styles.choices}>
        <Select
          label={t('hours.country')}
          data={optionsOf(countries.data?.countries)}
          value={country}
          onChange={(code) => {
            setCountry(code);
            setRegion(null);
          }}
          searchable
          data-autofocus
        />
        {regions.length > 0 && (
          <Select
            label={t('hours.region')}
            placeholder={t('hours.wholeCountry')}
            data={optionsOf(regions)}
            value={region}
            onChange={setRegion}
            searchable
            clearable
          />
        )}
        <Select
          label={t('hours.year')}
          data={[0, 1, 2].map((ahead) => String(thisYear + ahead))}
          value={year}
          onChange={(chosen) => chosen && setYear(chosen)}
          allowDeselect={false}
          w={110}
        />
      </div>
      {found.isError && <ErrorState error={found.error} retry={() => void found.refetch()} />}
      {found.isFetching && !found.data && <LoadingLines />}
      {country !== null && found.data && (
        <HolidayDates holidays={found.data.holidays} closed={closed} onChange={onChange} />
      )}
    </section>
  );
}

function HolidayDates({ holidays, closed, onChange }: HolidaysProps & Pick<HolidayList, 'holidays'>) {
  const { t } = useTranslation();
  const taken = new Set(closed.filter((each) => typeof each === 'string'));
  const missing = holidays.filter(({ date }) => !taken.has(date));
  function toggle(date: string, isClosed: boolean): void {
    onChange(isClosed ? withClosed(closed, [date]) : closed.filter((each) => each !== date));
  }
  return (
    <>
      <ul className={styles.dates}>
        {holidays.map(({ date, name }) => (
          <li key={date}>
            <Checkbox
              label={`${name}, ${dateText(date)}`}
              checked={taken.has(date)}
              onChange={(event) => toggle(date, event.currentTarget.checked)}
            />
          </li>
        ))}
      </ul>
      <Button
        variant="default"
        style={{ justifySelf: 'start' }}
        disabled={missing.length === 0}
        onClick={() =>
          onChange(
            withClosed(
              closed,
              missing.map(({ date }) => date),
            ),
          )
        }
      >
        {missing.length === 0 ? t('hours.allHolidays') : t('hours.addHolidays', { count: missing.length })}
      </Button>
    </>
  );
}

function optionsOf(places: readonly Place[] = []) {
  return places.map(({ code, name }) => ({ value: code, label: name }));
}
