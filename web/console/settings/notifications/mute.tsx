import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useNow, weekdayTime } from '../../design/time.ts';
import { Part } from '../parts/page.tsx';
import people from '../people/people.module.css';

const HOUR_MS = 3_600_000;

/** Silence for a while: only the list goes on. */
export function Mute({ until, onMute }: { until: string | null; onMute(until: string | null): void }) {
  const { t } = useTranslation();
  const now = useNow();
  const isMuted = until !== null && Date.parse(until) > now;
  const forHours = (hours: number) => onMute(new Date(Date.now() + hours * HOUR_MS).toISOString());
  return (
    <Part title={t('notificationSettings.mute')} text={t('notificationSettings.muteText')}>
      {isMuted && <p role="status">{t('notificationSettings.mutedUntil', { at: weekdayTime(until) })}</p>}
      <div className={people.acts}>
        <Button variant="default" onClick={() => forHours(1)}>
          {t('notificationSettings.muteHour')}
        </Button>
        <Button variant="default" onClick={() => onMute(tomorrowMorning())}>
          {t('notificationSettings.muteTomorrow')}
        </Button>
        {isMuted && (
          <Button variant="subtle" onClick={() => onMute(null)}>
            {t('notificationSettings.unmute')}
          </Button>
        )}
      </div>
    </Part>
  );
}

/** Eight o'clock of the next day, in the reader's zone. */
function tomorrowMorning(): string {
  const at = new Date();
  at.setDate(at.getDate() + 1);
  at.setHours(8, 0, 0, 0);
  return at.toISOString();
}
