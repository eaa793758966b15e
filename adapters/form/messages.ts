export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Every text a form shows on its own, in one language. Labels and help come from the form's settings. */
export interface FormTexts {
  required: string;
  notText: string;
  tooLong(limit: number): string;
  badEmail: string;
  badPhone: string;
  badPhoneWithoutCountry: string;
  badPattern: string;
  badOption: string;
  badCheckbox: string;
  mustBeChecked: string;
  sentTwice: string;
  unknownField: string;
  filesNeedMultipart: string;
  notAFile: string;
  tooManyFiles: string;
  fileTooLarge(megabytes: number): string;
  fileTypeRefused(types: string): string;
  choose: string;
  optional: string;
  send: string;
  sending: string;
  summaryTitle: string;
  chooseFilesAgain: string;
  trap: string;
  thanksTitle: string;
  thanks: string;
  reference(number: string): string;
  failed: string;
  tooOften: string;
  yes: string;
  no: string;
  labels: { name: string; email: string; subject: string; message: string };
}

const en: FormTexts = {
  required: 'Fill in this field.',
  notText: 'Must be text.',
  tooLong: (limit) => `Use at most ${limit.toLocaleString('en')} characters.`,
  badEmail: 'Enter an email address such as name@example.com.',
  badPhone: 'Enter a valid phone number.',
  badPhoneWithoutCountry: 'Enter a valid phone number with its country code, such as +44 20 7946 0958.',
  badPattern: 'Does not have the expected form.',
  badOption: 'Choose one of the options.',
  badCheckbox: 'Must be true or false.',
  mustBeChecked: 'Tick this box to go on.',
  sentTwice: 'Was sent more than once.',
  unknownField: 'This form has no such field.',
  filesNeedMultipart: 'Files can only be sent as multipart/form-data.',
  notAFile: 'Must be a file.',
  tooManyFiles: 'Too many files.',
  fileTooLarge: (megabytes) => `The file is too large. At most ${megabytes} MB can be sent.`,
  fileTypeRefused: (types) => `This type of file is not accepted. Accepted: ${types}.`,
  choose: 'Choose…',
  optional: 'optional',
  send: 'Send',
  sending: 'Sending…',
  summaryTitle: 'Your message was not sent yet. Please check:',
  chooseFilesAgain: 'Files that you chose have to be chosen again.',
  trap: 'Leave this field empty',
  thanksTitle: 'Thank you',
  thanks: 'We have received your message and will get back to you.',
  reference: (number) => `Your reference is ${number}.`,
  failed: 'Your message could not be sent. What you wrote is still here; please try again in a moment.',
  tooOften: 'Too many messages in a short time. What you wrote is still here; please try again in a minute.',
  yes: 'Yes',
  no: 'No',
  labels: { name: 'Name', email: 'Email', subject: 'Subject', message: 'Message' },
};

const de: FormTexts = {
  required: 'Bitte ausfüllen.',
  notText: 'Muss ein Text sein.',
  tooLong: (limit) => `Höchstens ${limit.toLocaleString('de')} Zeichen.`,
  badEmail: 'Bitte eine E-Mail-Adresse wie name@example.com eingeben.',
  badPhone: 'Bitte eine gültige Telefonnummer eingeben.',
  badPhoneWithoutCountry: 'Bitte eine gültige Telefonnummer mit Landesvorwahl eingeben, etwa +49 30 123456.',
  badPattern: 'Hat nicht die erwartete Form.',
  badOption: 'Bitte eine der Möglichkeiten wählen.',
  badCheckbox: 'Muss wahr oder falsch sein.',
  mustBeChecked: 'Bitte dieses Kästchen ankreuzen.',
  sentTwice: 'Wurde mehrfach gesendet.',
  unknownField: 'Dieses Formular hat kein solches Feld.',
  filesNeedMultipart: 'Dateien lassen sich nur als multipart/form-data senden.',
  notAFile: 'Muss eine Datei sein.',
  tooManyFiles: 'Zu viele Dateien.',
  fileTooLarge: (megabytes) => `Die Datei ist zu groß. Erlaubt sind höchstens ${megabytes} MB.`,
  fileTypeRefused: (types) => `Diese Art von Datei wird nicht angenommen. Erlaubt: ${types}.`,
  choose: 'Bitte wählen…',
  optional: 'freiwillig',
  send: 'Senden',
  sending: 'Wird gesendet…',
  summaryTitle: 'Ihre Nachricht wurde noch nicht gesendet. Bitte prüfen:',
  chooseFilesAgain: 'Gewählte Dateien müssen erneut gewählt werden.',
  trap: 'Dieses Feld bitte leer lassen',
  thanksTitle: 'Vielen Dank',
  thanks: 'Ihre Nachricht ist angekommen; wir melden uns bei Ihnen.',
  reference: (number) => `Ihre Vorgangsnummer ist ${number}.`,
  failed:
    'Ihre Nachricht konnte nicht gesendet werden. Ihr Text ist noch da; bitte gleich noch einmal versuchen.',
  tooOften:
    'Zu viele Nachrichten in kurzer Zeit. Ihr Text ist noch da; bitte in einer Minute noch einmal versuchen.',
  yes: 'Ja',
  no: 'Nein',
  labels: { name: 'Name', email: 'E-Mail', subject: 'Betreff', message: 'Nachricht' },
};

const TEXTS: Record<Language, FormTexts> = { en, de };

/** The texts of a form in the language its settings name. */
export function formTexts(language: Language): FormTexts {
  return TEXTS[language];
}
