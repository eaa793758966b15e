import type { TFunction } from 'i18next';
import type { Notification } from '../data/settings-types.ts';

/** What a notification says first: what happened, and who did it. */
export function headlineOf({ kind, actor }: Notification, t: TFunction): string {
  const name = actor?.name ?? '';
  if (name !== '' && (kind === 'assigned' || kind === 'mention' || kind === 'message')) {
    return t(`notifications.by.${kind}`, { name });
  }
  return t(`notifications.kinds.${kind}`);
}

/** What it is about: the ticket, or the channel. */
export function subjectOf({ ticket, channel }: Notification, t: TFunction): string {
  if (ticket) return `#${ticket.number} ${ticket.subject || t('notifications.noSubject')}`;
  return channel?.name ?? '';
}

/** Where it leads. */
export function pathOf({ ticket, channel }: Notification): string {
  if (ticket) return `/tickets/${ticket.number}`;
  return channel ? `/settings/channels/${channel.id}` : '/';
}
