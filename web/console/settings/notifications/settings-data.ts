import { useMutation, useQuery } from '@tanstack/react-query';
import { api } from '../../data/api.ts';
import { queryClient } from '../../data/query-client.ts';
import type { NotificationSettings, OwnNotificationSettings } from '../../data/settings-types.ts';

const KEY = ['notification-settings'];
const PATH = '/users/me/notification-settings';

/** What somebody can be told about. */
export type Kind = Exclude<keyof NotificationSettings, 'quietHours'>;
/** How they can be told. */
export type Way = 'inApp' | 'sound' | 'desktop' | 'push' | 'email';
/** Some of the settings, such as `{ assigned: { email: true } }`. */
export type SettingsEdit = {
  [Group in keyof NotificationSettings]?: NotificationSettings[Group] extends object
    ? Partial<NotificationSettings[Group]>
    : NotificationSettings[Group];
};

export const WAYS: readonly Way[] = ['inApp', 'sound', 'desktop', 'push', 'email'];
export const KINDS: readonly Kind[] = [
  'assigned',
  'message',
  'mention',
  'unassigned',
  'waiting',
  'missedCall',
  'voicemail',
  'channelDown',
];

/** One's own settings beside the defaults. */
export function useOwnSettings() {
  return useQuery({ queryKey: KEY, queryFn: () => api.get<OwnNotificationSettings>(PATH) });
}

/** Changes some of one's own settings; they show at once and go back if refused. */
export function useOwnSettingsEdit() {
  return useMutation({
    mutationFn: (edit: SettingsEdit & { mutedUntil?: string | null }) =>
      api.patch<OwnNotificationSettings>(PATH, edit),
    onMutate({ mutedUntil, ...edit }) {
      const before = queryClient.getQueryData<OwnNotificationSettings>(KEY);
      if (before) queryClient.setQueryData(KEY, { ...before, settings: withEdit(before.settings, edit) });
      return { before };
    },
    onError: (_error, _edit, context) => queryClient.setQueryData(KEY, context?.before),
    onSuccess: (saved) => queryClient.setQueryData(KEY, saved),
  });
}

/** Makes one setting the default again, or all without a name. */
export async function resetOwnSetting(name: string | null): Promise<void> {
  const path = name === null ? PATH : `${PATH}/${name}`;
  queryClient.setQueryData(KEY, await api.delete<OwnNotificationSettings>(path));
}

/** The settings with some of them changed. */
export function withEdit(settings: NotificationSettings, edit: SettingsEdit): NotificationSettings {
  const { quietHours, ...groups } = edit;
  const next = { ...settings };
  for (const kind of KINDS) Object.assign(next, { [kind]: { ...settings[kind], ...groups[kind] } });
  return quietHours === undefined ? next : { ...next, quietHours: quietHours as typeof settings.quietHours };
}
