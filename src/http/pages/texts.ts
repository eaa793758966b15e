import type { Request } from 'express';
import { de } from './texts-de.ts';
import { en } from './texts-en.ts';

/** Every text of the first pages, in one language. `{name}` stands for what the page puts in. */
export type PageTexts = { [key in keyof typeof en]: string };

export type PageLanguage = 'en' | 'de';

const TEXTS: Record<PageLanguage, PageTexts> = { en, de };

/** The language of the first pages that the browser likes best. */
export function pageLanguage(req: Request): PageLanguage {
  return req.acceptsLanguages('en', 'de') === 'de' ? 'de' : 'en';
}

/** The texts in a language. */
export function pageTexts(language: PageLanguage): PageTexts {
  return TEXTS[language];
}
