import { Select } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

interface ZoneSelectProps {
  value: string;
  onChange(zone: string): void;
  error?: string | undefined;
  label?: string;
}

/** Chooses an IANA time zone by typing a part of its name. */
export function ZoneSelect({ value, onChange, error, label }: ZoneSelectProps) {
  const { t } = useTranslation();
  const zones = useMemo(
    () => [...new Set([value, 'UTC', ...Intl.supportedValuesOf('timeZone')])].sort(),
    [value],
  );
  return (
    <Select
      label={label ?? t('hours.timeZone')}
      value={value}
      onChange={(zone) => zone && onChange(zone)}
      data={zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
      searchable
      allowDeselect={false}
      limit={80}
      nothingFoundMessage={t('hours.noZone')}
      error={error}
      maw={320}
    />
  );
}
