import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../data/session.ts';
import type { OwnNotificationSettings } from '../../data/settings-types.ts';
import { explainError } from '../../design/explain-error.ts';
import { notify } from '../../design/notices.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Page, Part } from '../parts/page.tsx';
import { useAct } from '../parts/use-act.ts';
import people from '../people/people.module.css';
import { Matrix } from './matrix.tsx';
import { Mute } from './mute.tsx';
import { QuietHours } from './quiet-hours.tsx';
import { resetOwnSetting, type SettingsEdit, useOwnSettings, useOwnSettingsEdit } from './settings-data.ts';
import { ThisBrowser } from './this-browser.tsx';

/** Settings → Notifications: what one is told of, and how. */
export function Notifications() {
  const { t } = useTranslation();
  const settings = useOwnSettings();
  return (
    <Page isWide title={t('notifications.title')} text={t('notificationSettings.text')}>
      <Loaded query={settings} lines={10}>
        {(own) => <OwnSettings settings={own} />}
      </Loaded>
    </Page>
  );
}

function OwnSettings({
  settings: { settings, own, email, mutedUntil },
}: {
  settings: OwnNotificationSettings;
}) {
  const { t } = useTranslation();
  const { role } = useMe();
  const act = useAct();
  const edit = useOwnSettingsEdit();
  const save = (change: SettingsEdit & { mutedUntil?: string | null }) =>
    edit.mutate(change, { onError: (error) => notify({ text: explainError(error, t), tone: 'bad' }) });
  const reset = (name: string | null) => void act(() => resetOwnSetting(name));
  return (
    <>
      <Part title={t('notificationSettings.what')} text={t('notificationSettings.ownText')}>
        {!email.possible && (
          <p className={people.note}>
            {t('notificationSettings.noMail')} {email.obstacle}
          </p>
        )}
        <Matrix
          settings={settings}
          own={own}
          onEdit={save}
          onReset={reset}
          hidden={role === 'agent' ? ['channelDown'] : []}
        />
        {own.length > 0 && (
          <div className={people.acts}>
            <Button variant="default" onClick={() => reset(null)}>
              {t('notificationSettings.allToDefault')}
            </Button>
          </div>
        )}
      </Part>
      <ThisBrowser />
      <QuietHours
        value={settings.quietHours}
        isOwn={own.includes('quietHours')}
        onChange={(quietHours) => save({ quietHours })}
        onReset={() => reset('quietHours')}
      />
      <Mute until={mutedUntil} onMute={(until) => save({ mutedUntil: until })} />
    </>
  );
}
