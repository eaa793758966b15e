import { renderNotice } from './layout.ts';
import { type PageLanguage, pageTexts } from './texts.ts';

/** The first page while nobody can sign in: where the set-up link is. */
export function renderNoAdminPage(language: PageLanguage): string {
  const { noAdminTitle, noAdminText, noAdminHint } = pageTexts(language);
  return renderNotice(language, { title: noAdminTitle, text: noAdminText, hint: noAdminHint });
}

/** What shows in place of the console where it was not built. */
export function renderNotBuiltPage(language: PageLanguage): string {
  const { notBuiltTitle, notBuiltText } = pageTexts(language);
  return renderNotice(language, { title: notBuiltTitle, text: notBuiltText });
}
