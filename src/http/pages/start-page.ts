import { type Html, html } from '../../../adapters/form/html.ts';
import { renderLayout, renderNotice, renderPostForm } from './layout.ts';
import { type PageLanguage, type PageTexts, pageTexts } from './texts.ts';

/** The first page while nobody can sign in: where the set-up link is. */
export function renderNoAdminPage(language: PageLanguage): string {
  const { noAdminTitle, noAdminText, noAdminHint } = pageTexts(language);
  return renderNotice(language, { title: noAdminTitle, text: noAdminText, hint: noAdminHint });
}

/** The first page: signing in, then the way from a form to its owner. Its script shows the one or the other. */
export function renderStartPage(language: PageLanguage): string {
  const texts = pageTexts(language);
  const content = html`<p id="loading" class="skeleton" aria-live="polite">${texts.loading}</p>
<template id="sign-in">${renderSignIn(texts)}</template>
<template id="work">${renderWork(texts)}</template>
<template id="trouble"><section class="narrow"><p class="notice" role="alert">${texts.failed}</p><button type="button">${texts.tryAgain}</button></section></template>`;
  return renderLayout({ language, title: texts.signInTitle, content, script: 'start.js' });
}

function renderSignIn(texts: PageTexts): Html {
  const form = renderPostForm({
    action: '/api/v1/session',
    button: texts.signInButton,
    texts,
    inputs: [
      { name: 'email', label: texts.email, type: 'email', autocomplete: 'username' },
      { name: 'password', label: texts.password, type: 'password', autocomplete: 'current-password' },
    ],
  });
  return html`<section class="narrow"><h1>${texts.signInTitle}</h1>${form}</section>`;
}

function renderWork(texts: PageTexts): Html {
  return html`<p id="offline" class="notice" role="status" hidden>${texts.offline}</p>
<h1>${texts.startTitle}</h1>
<ol class="steps">
${renderStep('form', texts.stepForm, texts, html`<p>${texts.stepFormText}</p><button type="button" id="make-form" data-sending="${texts.sending}">${texts.stepFormButton}</button><p class="error" role="alert"></p>`)}
${renderStep('submit', texts.stepSubmit, texts, html`<p>${texts.stepSubmitText}</p><p><a id="open-form" target="_blank" rel="noopener" hidden>${texts.stepSubmitLink}</a></p>`)}
${renderStep('owner', texts.stepOwner, texts, html`<p>${texts.stepOwnerText}</p>`)}
</ol>
<h2 id="tickets-title">${texts.tickets}</h2>
<p id="no-tickets" class="soft">${texts.ticketsEmpty}</p>
<table id="tickets" aria-labelledby="tickets-title" hidden>
<thead><tr><th scope="col">${texts.ticketNumber}</th><th scope="col">${texts.ticketSubject}</th><th scope="col">${texts.ticketOwner}</th><th scope="col">${texts.ticketWhy}</th></tr></thead>
<tbody></tbody>
</table>`;
}

function renderStep(id: string, title: string, texts: PageTexts, body: Html): Html {
  return html`<li id="step-${id}"><h2>${title} <span class="tick" hidden>${texts.stepDone}</span></h2>${body}</li>`;
}
