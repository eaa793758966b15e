import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en/index.ts';

export type Language = 'en' | 'de';

const KEPT_AS = 'deskroute.language';

let areAllTextsWanted = false;

/** Starts the texts in the language that was chosen on this device, else the one the browser likes best. */
export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await setLanguage(keptLanguage() ?? browserLanguage());
}

/** Changes the language of every text at once, and of the document for screen readers. */
export async function setLanguage(language: Language): Promise<void> {
  if (language === 'de' && !i18next.hasResourceBundle('de', 'translation')) {
    const { de } = await import('./de/index.ts');
    i18next.addResourceBundle('de', 'translation', de);
  }
  if (areAllTextsWanted) await addTextsOnDemand(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** Loads the texts of what is outside the inbox; to be awaited before the first page that shows them. */
export async function loadTextsOnDemand(): Promise<void> {
  areAllTextsWanted = true;
  await addTextsOnDemand(currentLanguage());
}

async function addTextsOnDemand(language: Language): Promise<void> {
  const { onDemand } =
    language === 'de' ? await import('./de/on-demand.ts') : await import('./en/on-demand.ts');
  i18next.addResourceBundle(language, 'translation', onDemand, true);
}

/** Remembers the language for the next visit of this device. */
export function keepLanguage(language: Language): void {
  localStorage.setItem(KEPT_AS, language);
}

/** The language that is shown now. */
export function currentLanguage(): Language {
  return i18next.language === 'de' ? 'de' : 'en';
}

/** The language with the reader's own region, where they have one: it decides how dates and times look. */
export function currentLocale(): string {
  const language = currentLanguage();
  return navigator.languages.find((each) => each.startsWith(`${language}-`)) ?? language;
}

function keptLanguage(): Language | null {
  const kept = localStorage.getItem(KEPT_AS);
  return kept === 'en' || kept === 'de' ? kept : null;
}

function browserLanguage(): Language {
  const best = navigator.languages.find((language) => /^(en|de)\b/.test(language));
  return best?.startsWith('de') ? 'de' : 'en';
}
