import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../data/api.ts';
import type { OwnSession } from '../../data/settings-types.ts';
import type { Listing } from '../../data/types.ts';
import { notify } from '../../design/notices.tsx';
import { fullTime, shortTime, useNow } from '../../design/time.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Part } from '../parts/page.tsx';
import { useAct } from '../parts/use-act.ts';
import styles from '../people/people.module.css';

/** Where one is signed in; any of them can be signed out. */
export function OwnSessions() {
  const { t } = useTranslation();
  const act = useAct();
  const sessions = useQuery({
    queryKey: ['own-sessions'],
    queryFn: async () => (await api.get<Listing<OwnSession>>('/users/me/sessions')).items,
    staleTime: 0,
  });
  async function end(path: string): Promise<void> {
    await api.delete(path);
    notify({ text: t('profile.sessionEnded') });
    await sessions.refetch();
  }
  return (
    <Part title={t('profile.sessions')} text={t('profile.sessionsText')}>
      <Loaded query={sessions} lines={2}>
        {(all) => (
          <>
            <ul className={styles.list}>
              {all.map((session) => (
                <SessionLine
                  key={session.id}
                  session={session}
                  onEnd={() => void act(() => end(`/users/me/sessions/${session.id}`))}
                />
              ))}
            </ul>
            {all.length > 1 && (
              <div className={styles.acts}>
                <Button variant="default" onClick={() => void act(() => end('/users/me/sessions'))}>
                  {t('profile.endOthers')}
                </Button>
              </div>
            )}
          </>
        )}
      </Loaded>
    </Part>
  );
}

function SessionLine({ session, onEnd }: { session: OwnSession; onEnd(): void }) {
  const { t } = useTranslation();
  const now = useNow();
  const { device, current, lastSeenAt } = session;
  const name = device === 'Unknown device' ? t('profile.unknownDevice') : device;
  return (
    <li>
      <span>
        {name}
        <span className={styles.soft} title={fullTime(lastSeenAt)}>
          {current ? t('profile.thisBrowser') : t('profile.lastSeen', { at: shortTime(lastSeenAt, now) })}
        </span>
      </span>
      {!current && (
        <Button
          variant="subtle"
          color="red"
          aria-label={t('profile.endOf', { device: name })}
          onClick={onEnd}
        >
          {t('profile.end')}
        </Button>
      )}
    </li>
  );
}
