import type { shell as english } from '../en/shell.ts';
import type { TextsLike } from '../shape.ts';

export const shell: TextsLike<typeof english> = {
  skip: 'Zur Unterhaltung springen',
  unknownTitle: 'Diese Seite gibt es nicht',
  toInbox: 'Zum Eingang',
  main: 'Hauptmenü',
  inbox: 'Eingang',
  contacts: 'Kontakte',
  reports: 'Berichte',
  settings: 'Einstellungen',
  account: 'Ihr Konto',
  signOut: 'Abmelden',
  profile: 'Profil',
  theme: 'Darstellung',
  themes: { light: 'Hell', dark: 'Dunkel', auto: 'Wie das System' },
  language: 'Sprache',
  setAvailable: 'Als verfügbar melden',
  setAway: 'Als abwesend melden',
  connecting: 'Die Verbindung ist unterbrochen. Was Sie sehen, kann alt sein; wir versuchen es weiter.',
  reconnected: 'Wieder verbunden',
};
