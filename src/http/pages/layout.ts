import { attribute, Html, html } from '../../../adapters/form/html.ts';
import { type PageLanguage, type PageTexts, pageTexts } from './texts.ts';

/** What every first page has around its content. */
export interface Layout {
  language: PageLanguage;
  title: string;
  content: Html;
  /** File under `web/start/` that runs the page; null for a page without one. */
  script: string | null;
}

/** Puts a page together. Its script finds the texts as JSON in the page. */
export function renderLayout({ language, title, content, script }: Layout): string {
  const texts = pageTexts(language);
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${texts.product}</title>
<link rel="stylesheet" href="/start/start.css">
<link rel="icon" href="/start/icon.svg" type="image/svg+xml">
</head>
<body>
<header><a class="product" href="/">${texts.product}</a><div id="account"></div></header>
<main>${script !== null && html`<noscript><p class="notice">${texts.needsScript}</p></noscript>`}
${content}
</main>
${script !== null && html`${renderData(texts)}<script type="module" src="/start/${script}"></script>`}
</body>
</html>`.toString();
}

/** A page that says something; `link` names the way to the start page. */
export function renderNotice(
  language: PageLanguage,
  notice: { title: string; text: string; hint?: string; link?: string },
): string {
  const content = html`<section class="narrow"><h1>${notice.title}</h1><p>${notice.text}</p>
${notice.hint !== undefined && html`<p class="soft">${notice.hint}</p>`}
${notice.link !== undefined && html`<p><a href="/">${notice.link}</a></p>`}</section>`;
  return renderLayout({ language, title: notice.title, content, script: null });
}

/** An input of the first pages. */
export interface Input {
  name: string;
  label: string;
  type: 'text' | 'email' | 'password';
  autocomplete: string;
  help?: string;
}

/** A form of the first pages; its script posts it as JSON to `action`. */
export function renderPostForm(form: {
  action: string;
  button: string;
  texts: PageTexts;
  inputs: readonly Input[];
  hidden?: Record<string, string>;
}): Html {
  const hidden = Object.entries(form.hidden ?? {});
  return html`<form method="post" data-action="${form.action}" novalidate>
<p class="summary" role="alert" tabindex="-1" hidden></p>
${form.inputs.map(renderInput)}
${hidden.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<button type="submit" data-sending="${form.texts.sending}">${form.button}</button>
</form>`;
}

function renderInput({ name, label, type, autocomplete, help }: Input): Html {
  const described = help === undefined ? `${name}-error` : `${name}-help ${name}-error`;
  return html`<div class="field"><label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${type}" required autocomplete="${autocomplete}"${attribute('aria-describedby', described)}>
${help !== undefined && html`<p class="soft" id="${name}-help">${help}</p>`}
<p class="error" id="${name}-error"></p></div>`;
}

/** JSON in a page must not be able to end its own element. */
function renderData(texts: PageTexts): Html {
  const json = JSON.stringify(texts).replaceAll('<', '\\u003c');
  return html`<script type="application/json" id="texts">${new Html(json)}</script>`;
}
