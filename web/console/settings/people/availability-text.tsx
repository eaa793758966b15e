import { useTranslation } from 'react-i18next';
import type { User } from '../../data/types.ts';
import { weekdayTime } from '../../design/time.ts';
import table from '../parts/table.module.css';

/** Whether somebody is available, why, and until when. */
export function AvailabilityText({ user: { availability } }: { user: User }) {
  const { t } = useTranslation();
  const { status, reason, until } = availability;
  const known: Record<string, string> = t('common.availability.reasons', { returnObjects: true });
  const details = [known[reason] ?? reason];
  // Whoever is signed in stays it: that instant moves on by itself.
  if (until !== null && reason !== 'signed-in')
    details.push(t('common.availability.until', { at: weekdayTime(until) }));
  return (
    <>
      {t(`common.availability.${status}`)}
      <br />
      <span className={table.soft}>{details.join(', ')}</span>
    </>
  );
}
