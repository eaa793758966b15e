import type { settings as english } from '../en/settings.ts';
import type { TextsLike } from '../shape.ts';

export const settings: TextsLike<typeof english> = {
  title: 'Einstellungen',
  groups: { own: 'Ihres', desk: 'Helpdesk', people: 'Personen', workspace: 'Arbeitsbereich' },
  sections: {
    profile: 'Profil',
    notifications: 'Benachrichtigungen',
    channels: 'Kanäle',
    people: 'Personen',
    teams: 'Teams',
    skills: 'Fähigkeiten',
    notificationDefaults: 'Vorgaben für Benachrichtigungen',
  },
  notAllowedTitle: 'Ihre Rolle erlaubt das nicht',
  notAllowedText: 'Diese Einstellungen ändern Admins. Fragen Sie dort nach, wenn Sie hier etwas brauchen.',
  allSaved: 'Alle Änderungen sind gespeichert.',
  unsaved: 'Es gibt ungespeicherte Änderungen.',
  outdated: 'Jemand hat das inzwischen gespeichert. Speichern ersetzt es; Verwerfen zeigt es.',
  notSaved: 'Nichts wurde gespeichert; Ihre Eingaben sind noch da.',
  discard: 'Änderungen verwerfen',
  leaveTitle: 'Ohne Speichern verlassen?',
  leaveText: 'Was Sie auf dieser Seite geändert haben, ist noch nicht gespeichert.',
  stay: 'Bleiben',
  leave: 'Verlassen',
  next: 'Weiter',
  steps: 'Schritte',
};
