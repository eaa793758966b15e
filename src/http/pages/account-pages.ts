import { html } from '../../../adapters/form/html.ts';
import { type Input, renderLayout, renderNotice, renderPostForm } from './layout.ts';
import { type PageLanguage, type PageTexts, pageTexts } from './texts.ts';

/** The page behind the set-up link: the first super admin. */
export function renderSetupPage(language: PageLanguage, token: string): string {
  const texts = pageTexts(language);
  const form = renderPostForm({
    action: '/api/v1/setup',
    button: texts.setupButton,
    texts,
    inputs: [
      nameInput(texts),
      { name: 'email', label: texts.email, type: 'email', autocomplete: 'username' },
      ...passwordInputs(texts),
    ],
    hidden: { token },
  });
  const content = html`<section class="narrow"><h1>${texts.setupTitle}</h1><p>${texts.setupText}</p>${form}</section>`;
  return renderLayout({ language, title: texts.setupTitle, content, script: 'account.js' });
}

/** What the set-up link shows once there is an admin. */
export function renderSetupDonePage(language: PageLanguage): string {
  const texts = pageTexts(language);
  return renderNotice(language, {
    title: texts.setupDoneTitle,
    text: texts.setupDoneText,
    link: texts.toStart,
  });
}

/** What a link without its token shows. */
export function renderTokenMissingPage(language: PageLanguage): string {
  const { tokenMissingTitle, tokenMissingText } = pageTexts(language);
  return renderNotice(language, { title: tokenMissingTitle, text: tokenMissingText });
}

/** The page behind an invitation: a name and a password. */
export function renderInvitationPage(language: PageLanguage, token: string): string {
  const texts = pageTexts(language);
  const form = renderPostForm({
    action: '/api/v1/invitations/accept',
    button: texts.invitationButton,
    texts,
    inputs: [nameInput(texts), ...passwordInputs(texts)],
    hidden: { token },
  });
  const content = html`<section class="narrow"><h1>${texts.invitationTitle}</h1>${form}</section>`;
  return renderLayout({ language, title: texts.invitationTitle, content, script: 'account.js' });
}

function nameInput(texts: PageTexts): Input {
  return { name: 'name', label: texts.name, type: 'text', autocomplete: 'name' };
}

/** The second one is compared in the page and never sent. */
function passwordInputs(texts: PageTexts): Input[] {
  const shared = { type: 'password', autocomplete: 'new-password' } as const;
  return [
    { ...shared, name: 'password', label: texts.password, help: texts.passwordHelp },
    { ...shared, name: 'password-again', label: texts.passwordAgain },
  ];
}
