import type { settings as english } from '../en/settings.ts';
import type { TextsLike } from '../shape.ts';

export const settings: TextsLike<typeof english> = {
  title: 'Einstellungen',
  groups: { desk: 'Helpdesk' },
  sections: { channels: 'Kanäle' },
  notAllowedTitle: 'Ihre Rolle erlaubt das nicht',
  notAllowedText: 'Diese Einstellungen ändern Admins. Fragen Sie dort nach, wenn Sie hier etwas brauchen.',
};
