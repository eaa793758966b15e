import { SegmentedControl } from '@mantine/core';
import { memo, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WeeklyInterval } from '../../../../routing/types.ts';
import { dayNames } from './day-names.ts';
import { type Spot, stretchOf, usePainting } from './use-painting.ts';
import { type Cell, cellOf, DAYS, timeOf } from './week.ts';
import styles from './week-grid.module.css';

interface WeekGridProps {
  weekly: readonly WeeklyInterval[];
  onChange(weekly: WeeklyInterval[]): void;
}

/** A week to paint hours into: by dragging, by taps, or by arrow keys and the space bar. */
export function WeekGrid({ weekly, onChange }: WeekGridProps) {
  const { t } = useTranslation();
  const [step, setStep] = useState(30);
  const painting = usePainting({ weekly, step, onChange });
  const id = useId();
  const { cursor } = painting;
  const body = useRef<HTMLDivElement>(null);
  const active = cellId(id, cursor);
  useEffect(() => {
    if (document.activeElement === body.current) {
      document.getElementById(active)?.scrollIntoView({ block: 'nearest' });
    }
  }, [active]);
  return (
    <div className={styles.week}>
      <div className={styles.tools}>
        <p id={`${id}-help`}>{t('hours.gridHelp')}</p>
        <SegmentedControl
          aria-label={t('hours.step')}
          size="xs"
          value={String(step)}
          onChange={(chosen) => setStep(Number(chosen))}
          data={['30', '15'].map((value) => ({ value, label: t('hours.minutes', { count: Number(value) }) }))}
        />
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a table has no cells that one moves between with arrow keys */}
      <div
        ref={body}
        className={styles.grid}
        role="grid"
        tabIndex={0}
        aria-label={t('hours.grid')}
        aria-describedby={`${id}-help`}
        aria-activedescendant={active}
        aria-multiselectable="true"
        data-step={step}
        {...painting.handlers}
      >
        <DayHeads />
        {Array.from({ length: painting.slots }, (_, slot) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its time of day
          <SlotRow key={slot} id={id} slot={slot} step={step} painting={painting} />
        ))}
      </div>
    </div>
  );
}

function DayHeads() {
  const { t } = useTranslation();
  const names = dayNames();
  const short = dayNames('short');
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its cell
    // biome-ignore lint/a11y/useSemanticElements: part of a grid that is no table
    <div role="row" className={styles.row}>
      {/* biome-ignore lint/a11y/useSemanticElements: part of a grid that is no table */}
      <span role="columnheader" className={styles.head} tabIndex={-1}>
        <span className="visually-hidden">{t('hours.time')}</span>
      </span>
      {DAYS.map((day) => (
        // biome-ignore lint/a11y/useSemanticElements: part of a grid that is no table
        <span key={day} role="columnheader" className={styles.head} tabIndex={-1}>
          <span aria-hidden="true">{short[day - 1]}</span>
          <span className="visually-hidden">{names[day - 1]}</span>
        </span>
      ))}
    </div>
  );
}

interface SlotRowProps {
  id: string;
  slot: number;
  step: number;
  painting: ReturnType<typeof usePainting>;
}

function SlotRow({ id, slot, step, painting }: SlotRowProps) {
  const start = slot * step;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its cell
    // biome-ignore lint/a11y/useSemanticElements: part of a grid that is no table
    <div role="row" className={styles.row}>
      {/* biome-ignore lint/a11y/useSemanticElements: part of a grid that is no table */}
      <span role="rowheader" className={styles.time} tabIndex={-1}>
        {start % 60 === 0 ? timeOf(start) : <span className="visually-hidden">{timeOf(start)}</span>}
      </span>
      {DAYS.map((day) => {
        const spot = { day: day - 1, slot };
        return (
          <GridCell
            key={day}
            id={cellId(id, spot)}
            day={spot.day}
            slot={slot}
            step={step}
            state={cellOf(painting.spans, stretchOf(spot, step))}
            isMarked={painting.isMarked(spot)}
            isCursor={painting.cursor.day === spot.day && painting.cursor.slot === slot}
          />
        );
      })}
    </div>
  );
}

interface GridCellProps extends Spot {
  id: string;
  step: number;
  state: Cell;
  isMarked: boolean;
  isCursor: boolean;
}

const GridCell = memo(function GridCell({ id, day, slot, step, state, isMarked, isCursor }: GridCellProps) {
  const { t } = useTranslation();
  const from = slot * step;
  const label = t('hours.cell', {
    day: dayNames()[day],
    from: timeOf(from),
    to: timeOf(from + step),
    state: t(`hours.cells.${state}`),
  });
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of a grid that is no table
    <span
      role="gridcell"
      id={id}
      className={styles.cell}
      tabIndex={-1}
      aria-label={label}
      aria-selected={isMarked}
      data-day={day}
      data-slot={slot}
      data-state={state}
      data-marked={isMarked || undefined}
      data-cursor={isCursor || undefined}
      data-hour={from % 60 === 0 || undefined}
    />
  );
});

function cellId(id: string, { day, slot }: Spot): string {
  return `${id}-${day}-${slot}`;
}
