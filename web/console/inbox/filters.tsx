import { ActionIcon, Popover } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { onDemand } from '../design/on-demand.ts';
import { LoadingLines } from '../design/states.tsx';
import type { Place } from './place.ts';

const FilterFields = onDemand(async () => ({ default: (await import('./filter-fields.tsx')).FilterFields }));

/** What narrows and orders the list, behind one button that says whether something does. */
export function Filters({ place }: { place: Place }) {
  const { t } = useTranslation();
  const isActive = place.isNarrowed || place.filter.sort !== undefined;
  return (
    <Popover width={280} position="bottom-end" trapFocus>
      <Popover.Target>
        <ActionIcon
          aria-label={t('inbox.filters.button')}
          title={t('inbox.filters.button')}
          color={isActive ? 'teal' : 'gray'}
          variant={isActive ? 'light' : 'subtle'}
        >
          <IconAdjustmentsHorizontal size={18} stroke={1.75} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Suspense fallback={<LoadingLines lines={6} />}>
          <FilterFields place={place} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
