import { Button, Checkbox, Popover } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WeeklyInterval } from '../../../../routing/types.ts';
import { dayNames } from './day-names.ts';
import styles from './exact-times.module.css';
import { DAYS, withCopies } from './week.ts';

interface CopyDayProps {
  day: number;
  weekly: readonly WeeklyInterval[];
  onChange(weekly: WeeklyInterval[]): void;
}

/** Puts the hours of one day on others; at first all other working days are chosen. */
export function CopyDay({ day, weekly, onChange }: CopyDayProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState<number[]>([]);
  const names = dayNames();
  const name = names[day - 1] ?? '';
  function open(): void {
    setChosen(DAYS.filter((each) => each <= 5 && each !== day));
    setOpen(true);
  }
  function copy(): void {
    onChange(withCopies(weekly, day, chosen));
    setOpen(false);
  }
  return (
    <Popover opened={isOpen} onChange={setOpen} trapFocus returnFocus position="bottom-end">
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconCopy size={14} aria-hidden="true" />}
          aria-label={t('hours.copyDay', { day: name })}
          onClick={() => (isOpen ? setOpen(false) : open())}
        >
          {t('hours.copy')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Checkbox.Group
          label={t('hours.copyTo', { day: name })}
          value={chosen.map(String)}
          onChange={(values) => setChosen(values.map(Number))}
        >
          <div className={styles.copies}>
            {DAYS.filter((each) => each !== day).map((each) => (
              <Checkbox key={each} value={String(each)} label={names[each - 1]} />
            ))}
          </div>
        </Checkbox.Group>
        <Button fullWidth disabled={chosen.length === 0} onClick={copy}>
          {t('hours.copy')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
