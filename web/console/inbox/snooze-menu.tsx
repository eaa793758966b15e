import { Menu } from '@mantine/core';
import { IconMoon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '../data/types.ts';
import { weekdayTime } from '../design/time.ts';
import { useTicketChange } from './ticket-changes.ts';

const MORNING = 9;
const HOUR_MS = 60 * 60_000;

/** The times one may want to see a ticket again, or to have it back now. */
export function SnoozeItems({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const change = useTicketChange(ticket);
  const now = new Date();
  const choices = [
    ['inThreeHours', new Date(now.getTime() + 3 * HOUR_MS)],
    ['tomorrow', morningIn(1, now)],
    // Monday; on a Monday the next one.
    ['nextWeek', morningIn(8 - (now.getDay() || 7), now)],
  ] as const;
  const snooze = (until: string | null) => void change.edit({ snoozedUntil: until });
  if (ticket.snoozedUntil !== null) {
    return (
      <Menu.Item leftSection={<IconMoon size={16} />} onClick={() => snooze(null)}>
        {t('inbox.wakeUp', { at: weekdayTime(ticket.snoozedUntil) })}
      </Menu.Item>
    );
  }
  return (
    <>
      <Menu.Label>{t('inbox.snoozeUntil')}</Menu.Label>
      {choices.map(([name, at]) => (
        <Menu.Item
          key={name}
          leftSection={<IconMoon size={16} />}
          rightSection={<span>{weekdayTime(at.toISOString())}</span>}
          onClick={() => snooze(at.toISOString())}
        >
          {t(`inbox.snoozeTo.${name}`)}
        </Menu.Item>
      ))}
    </>
  );
}

/** The morning so many days on, in the reader's zone: a day with a change of the clocks has its own length. */
function morningIn(days: number, from: Date): Date {
  return new Date(from.getFullYear(), from.getMonth(), from.getDate() + days, MORNING);
}
