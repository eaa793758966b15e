import type { Language } from '../../routing/explain-words.ts';

const EN = [
  'Users, teams, skills, hours, capacities and rules are taken as they are now, also for then. Who has no working hours counts as present until they were last seen.',
  'Owners and tracking of contacts, priorities and subjects are taken as they are now.',
  'A ticket takes as long as it really took from its first owner to its closing, from whenever it is assigned.',
  'Tickets of other channels weigh on the owners whom they came to last. Mail of machines and suspected spam are left out.',
];

const DE = [
  'Personen, Teams, Fähigkeiten, Zeiten, Kapazitäten und Regeln gelten, wie sie jetzt sind, auch für damals. Wer keine Arbeitszeiten hat, gilt bis zur letzten Anmeldung als anwesend.',
  'Zuständige und Wiedererkennung der Kontakte, Prioritäten und Betreffe gelten, wie sie jetzt sind.',
  'Ein Ticket dauert so lange, wie es von der ersten zuständigen Person bis zum Schließen wirklich dauerte, ab seiner Zuweisung.',
  'Tickets anderer Kanäle zählen für die Personen, bei denen sie zuletzt waren. Maschinell geschriebene Mails und mutmaßlicher Spam bleiben außen vor.',
];

/** What a simulation rests on, in the reader's language. */
export const ASSUMPTIONS: Record<Language, string[]> = { en: EN, de: DE };
