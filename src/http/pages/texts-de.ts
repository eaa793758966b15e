import type { PageTexts } from './texts.ts';

/** The first pages in German. */
export const de: PageTexts = {
  product: 'Deskroute',
  needsScript: 'Diese Seite braucht JavaScript. Bitte im Browser einschalten und neu laden.',
  failed: 'Der Server hat nicht geantwortet. Nichts wurde geändert; bitte noch einmal versuchen.',
  tooOften: 'Zu viele Versuche. Bitte {seconds} Sekunden warten und noch einmal versuchen.',
  toStart: 'Zur Startseite',
  name: 'Ihr Name',
  email: 'E-Mail',
  password: 'Passwort',
  passwordHelp: 'Mindestens 10 Zeichen.',
  passwordAgain: 'Passwort, noch einmal',
  passwordsDiffer: 'Die beiden Passwörter sind verschieden.',
  required: 'Bitte ausfüllen.',
  checkFields: 'Bitte die markierten Felder prüfen.',
  sending: 'Einen Moment…',

  noAdminTitle: 'Das erste Konto anlegen',
  noAdminText:
    'Noch kann sich hier niemand anmelden. Beim Start hat Deskroute in seinem Terminal einen Einrichtungslink ausgegeben. Öffnen Sie ihn, um den ersten Super-Admin anzulegen.',
  noAdminHint: 'Kein Link zu sehen? Starten Sie Deskroute neu: Jeder Start gibt einen neuen aus.',

  notBuiltTitle: 'Die Konsole ist nicht gebaut',
  notBuiltText: 'Führen Sie im Ordner von Deskroute npm run build aus und laden Sie diese Seite neu.',

  setupTitle: 'Den ersten Super-Admin anlegen',
  setupText: 'Dieses Konto darf alles: Kanäle, Personen, Richtlinien und Sicherheit.',
  setupButton: 'Konto anlegen',
  setupDoneTitle: 'Deskroute ist schon eingerichtet',
  setupDoneText: 'Es gibt einen Super-Admin; dieser Link bewirkt nichts mehr.',
  tokenMissingTitle: 'Dieser Link ist nicht vollständig',
  tokenMissingText:
    'Kopieren Sie den ganzen Link von dort, wo Sie ihn bekommen haben, bis zum letzten Zeichen.',

  invitationTitle: 'Willkommen. Wählen Sie Ihr Passwort',
  invitationButton: 'Speichern und anmelden',

  errorNotFoundTitle: 'Hier ist nichts',
  errorNotFoundText: 'Die Seite wurde verschoben oder gelöscht, oder ihre Adresse ist nicht vollständig.',
  errorTooOftenTitle: 'Zu viel in kurzer Zeit',
  errorTooOftenText:
    'Bitte {seconds} Sekunden warten und dann zurückgehen: Was Sie eingegeben haben, ist noch da, und Sie können es noch einmal senden.',
  errorTooLargeTitle: 'Das war zu viel auf einmal',
  errorTooLargeText: 'Nichts wurde gesendet. Bitte zurückgehen und kleinere oder weniger Dateien wählen.',
  errorOursTitle: 'Hier ist etwas schiefgegangen',
  errorOursText:
    'Es liegt an uns, nicht an Ihnen, und nichts wurde gesendet. Bitte zurückgehen und gleich noch einmal versuchen.',
  errorOtherTitle: 'Das hat nicht geklappt',
  errorOtherText: 'Die Anfrage konnte nicht angenommen werden. Bitte zurückgehen und noch einmal versuchen.',
};
