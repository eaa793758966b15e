import type { notifications as english } from '../en/notifications.ts';
import type { TextsLike } from '../shape.ts';

export const notifications: TextsLike<typeof english> = {
  title: 'Benachrichtigungen',
  bellUnread_one: 'Benachrichtigungen, {{count}} ungelesen',
  bellUnread_other: 'Benachrichtigungen, {{count}} ungelesen',
  readAll: 'Alle gelesen',
  settings: 'Einstellungen der Benachrichtigungen',
  unread: 'ungelesen',
  markRead: 'Als gelesen markieren',
  markUnread: 'Als ungelesen markieren',
  more: 'Frühere zeigen',
  noSubject: '(ohne Betreff)',
  emptyTitle: 'Noch nichts',
  emptyText:
    'Hier stehen Tickets, die Ihnen zugeteilt werden, neue Nachrichten darin und Erwähnungen von Ihnen.',
  kinds: {
    unassigned: 'Ticket ohne Zuständige',
    assigned: 'Ihnen zugeteilt',
    message: 'Neue Nachricht',
    mention: 'Sie wurden erwähnt',
    missedCall: 'Verpasster Anruf',
    voicemail: 'Sprachnachricht',
    waiting: 'Wartet zu lange',
    channelDown: 'Kanal ausgefallen',
  },
  by: {
    assigned: 'Ihnen zugeteilt von {{name}}',
    message: 'Neue Nachricht von {{name}}',
    mention: '{{name}} hat Sie erwähnt',
  },
};
