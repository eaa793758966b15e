import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../data/api.ts';
import type { PushSubscriptionItem } from '../../data/settings-types.ts';
import type { Listing } from '../../data/types.ts';
import { longDate } from '../../design/time.ts';
import { canBeWoken, idOfThisBrowser, wakeNoMore, wakeThisBrowser } from '../../notifications/push.ts';
import { playTone } from '../../notifications/sound.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Part } from '../parts/page.tsx';
import { useAct } from '../parts/use-act.ts';
import people from '../people/people.module.css';

/** What this browser may do: desktop messages, being woken, and a sound to try. */
export function ThisBrowser() {
  const { t } = useTranslation();
  return (
    <Part title={t('notificationSettings.browser')} text={t('notificationSettings.browserText')}>
      <DesktopPermission />
      <WokenBrowsers />
      <div className={people.acts}>
        <Button variant="default" onClick={() => playTone()}>
          {t('notificationSettings.trySound')}
        </Button>
      </div>
    </Part>
  );
}

function DesktopPermission() {
  const { t } = useTranslation();
  const isPossible = 'Notification' in window;
  const [state, setState] = useState(isPossible ? Notification.permission : 'denied');
  if (!isPossible) return <p className={people.soft}>{t('notificationSettings.noDesktop')}</p>;
  return (
    <div className={people.acts}>
      <p className={people.soft}>{t(`notificationSettings.desktop.${state}`)}</p>
      {state === 'default' && (
        <Button variant="default" onClick={() => void Notification.requestPermission().then(setState)}>
          {t('notificationSettings.allowDesktop')}
        </Button>
      )}
    </div>
  );
}

interface Woken extends Listing<PushSubscriptionItem> {
  publicKey: string;
}

function WokenBrowsers() {
  const { t } = useTranslation();
  const act = useAct();
  const [isRefused, setRefused] = useState(false);
  const woken = useQuery({
    queryKey: ['push-subscriptions'],
    async queryFn() {
      const [list, mine] = await Promise.all([api.get<Woken>('/push-subscriptions'), idOfThisBrowser()]);
      return { ...list, mine };
    },
  });
  async function begin(publicKey: string): Promise<void> {
    setRefused(false);
    try {
      await wakeThisBrowser(publicKey);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      setRefused(true);
    }
    await woken.refetch();
  }
  async function end(id: string): Promise<void> {
    await wakeNoMore(id);
    await woken.refetch();
  }
  return (
    <Loaded query={woken} lines={1}>
      {({ items, mine, publicKey }) => (
        <>
          <ul className={people.list} aria-label={t('notificationSettings.woken')}>
            {items.map(({ id, device, createdAt }) => (
              <li key={id}>
                <span>
                  {device}
                  <span className={people.soft}>
                    {id === mine
                      ? t('profile.thisBrowser')
                      : t('notificationSettings.since', { date: longDate(createdAt) })}
                  </span>
                </span>
                <Button variant="subtle" color="red" onClick={() => void act(() => end(id))}>
                  {t('notificationSettings.wakeNoMore')}
                </Button>
              </li>
            ))}
          </ul>
          {isRefused && (
            <p className={people.bad} role="alert">
              {t('notificationSettings.pushRefused')}
            </p>
          )}
          {!canBeWoken() && <p className={people.soft}>{t('notificationSettings.noPush')}</p>}
          {canBeWoken() && !items.some(({ id }) => id === mine) && (
            <div className={people.acts}>
              <Button variant="default" onClick={() => void act(() => begin(publicKey))}>
                {t('notificationSettings.wakeThis')}
              </Button>
            </div>
          )}
        </>
      )}
    </Loaded>
  );
}
