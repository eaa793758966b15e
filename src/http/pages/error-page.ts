import type { Request } from 'express';
import type { AppError } from '../errors.ts';
import { renderNotice } from './layout.ts';
import { type PageLanguage, type PageTexts, pageTexts } from './texts.ts';

/** Whether a person looks at the answer: a browser that goes to a page or posts a form. The API always speaks JSON. */
export function wantsErrorPage(req: Request): boolean {
  return (req.get('Accept') ?? '').includes('text/html') && !req.originalUrl.startsWith('/api/');
}

/** An error as a page for a person: what happened, what is kept, and what to do. */
export function renderErrorPage(language: PageLanguage, error: AppError): string {
  const texts = pageTexts(language);
  const { title, text } = wordsFor(error.status, texts);
  return renderNotice(language, {
    title,
    text: text.replace('{seconds}', error.headers['Retry-After'] ?? '60'),
    link: texts.toStart,
  });
}

function wordsFor(status: number, texts: PageTexts): { title: string; text: string } {
  if (status === 404) return { title: texts.errorNotFoundTitle, text: texts.errorNotFoundText };
  if (status === 413) return { title: texts.errorTooLargeTitle, text: texts.errorTooLargeText };
  if (status === 429) return { title: texts.errorTooOftenTitle, text: texts.errorTooOftenText };
  if (status >= 500) return { title: texts.errorOursTitle, text: texts.errorOursText };
  return { title: texts.errorOtherTitle, text: texts.errorOtherText };
}
