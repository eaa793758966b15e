import { Select, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../data/api.ts';
import { useChannelNames } from '../../data/channels.ts';
import { useMe } from '../../data/session.ts';
import type { NotificationDefaults, NotificationSending } from '../../data/settings-types.ts';
import { changeAtOnce } from '../parts/change-at-once.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Page, Part } from '../parts/page.tsx';
import { useAct } from '../parts/use-act.ts';
import people from '../people/people.module.css';
import { Matrix } from './matrix.tsx';
import { QuietHours } from './quiet-hours.tsx';
import { type SettingsEdit, withEdit } from './settings-data.ts';

const KEY = ['workspace', 'notification-defaults'];
const PATH = '/settings/notification-defaults';

/** Settings → Notification defaults: what holds for everybody who chose nothing themselves. */
export function NotificationDefaultsPage() {
  const { t } = useTranslation();
  const defaults = useQuery({ queryKey: KEY, queryFn: () => api.get<NotificationDefaults>(PATH) });
  return (
    <Page
      isWide
      title={t('settings.sections.notificationDefaults')}
      text={t('notificationSettings.defaultsText')}
    >
      <Loaded query={defaults} lines={10}>
        {(found) => <Defaults defaults={found} />}
      </Loaded>
      <Sending />
    </Page>
  );
}

function Defaults({ defaults: { settings, builtIn, own } }: { defaults: NotificationDefaults }) {
  const { t } = useTranslation();
  const act = useAct();
  const isReadOnly = useMe().role !== 'superAdmin';
  const save = (edit: SettingsEdit) =>
    void act(() =>
      changeAtOnce<NotificationDefaults>({
        key: KEY,
        show: (before) => ({ ...before, settings: withEdit(before.settings, edit) }),
        save: () => api.patch(PATH, edit),
      }),
    );
  return (
    <>
      <Part title={t('notificationSettings.what')}>
        {isReadOnly && <p className={people.note}>{t('notificationSettings.onlySuperAdmins')}</p>}
        <Matrix
          settings={settings}
          own={own}
          onEdit={save}
          onReset={(name) => save(builtInOf(builtIn, name))}
          isReadOnly={isReadOnly}
        />
      </Part>
      <QuietHours
        value={settings.quietHours}
        isOwn={own.includes('quietHours')}
        onChange={(quietHours) => save({ quietHours })}
        onReset={() => save({ quietHours: builtIn.quietHours })}
        isReadOnly={isReadOnly}
      />
    </>
  );
}

/** The change that makes a setting of that dotted name the built-in one again. */
function builtInOf(builtIn: NotificationDefaults['settings'], name: string): SettingsEdit {
  const [group = '', key = ''] = name.split('.');
  const fields = new Map<string, unknown>(Object.entries(builtIn)).get(group);
  const value = new Map<string, unknown>(Object.entries(fields ?? {})).get(key);
  return { [group]: { [key]: value } };
}

function Sending() {
  const { t } = useTranslation();
  const act = useAct();
  const key = ['workspace', 'notification-sending'];
  const path = '/settings/notifications';
  const sending = useQuery({ queryKey: key, queryFn: () => api.get<NotificationSending>(path) });
  const channels = (useChannelNames().data ?? []).filter(({ kind }) => kind === 'email');
  const save = (edit: Partial<NotificationSending>) =>
    void act(() =>
      changeAtOnce<NotificationSending>({
        key,
        show: (before) => ({ ...before, ...edit }),
        save: () => api.patch(path, edit),
      }),
    );
  return (
    <Loaded query={sending} lines={2}>
      {({ sender, textInMail, email }) => (
        <Part title={t('notificationSettings.sending')}>
          {!email.possible && (
            <p className={people.note}>
              {t('notificationSettings.noMail')} {email.obstacle}
            </p>
          )}
          <Select
            label={t('notificationSettings.sender')}
            maw={320}
            value={sender ?? 'oldest'}
            allowDeselect={false}
            onChange={(chosen) => save({ sender: chosen === 'oldest' ? null : chosen })}
            data={[
              { value: 'oldest', label: t('notificationSettings.oldest') },
              ...channels.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
          <Switch
            label={t('notificationSettings.textInMail')}
            description={t('notificationSettings.textInMailText')}
            checked={textInMail}
            onChange={(event) => save({ textInMail: event.currentTarget.checked })}
          />
        </Part>
      )}
    </Loaded>
  );
}
