import { createHash } from 'node:crypto';
import { type FormView, renderForm, renderThanks } from './form-html.ts';
import { FORM_STYLE, PAGE_STYLE } from './form-style.ts';
import { Html, html } from './html.ts';
import { formTexts } from './messages.ts';
import type { FormSettings } from './settings.ts';

const STYLE = PAGE_STYLE + FORM_STYLE;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** What the hosted page needs besides its form. */
export interface PageView extends FormView {
  channelName: string;
  /** Address of the page's script, absolute or relative. */
  script: string;
}

/** The hosted page of a form: empty, or with what was entered and what is wrong with it. */
export function renderFormPage(view: PageView): string {
  const title = view.settings.title ?? view.channelName;
  return renderPage(view.settings, title, [
    html`<h1>${title}</h1>`,
    renderForm(view),
    html`<script src="${view.script}" defer></script>`,
  ]);
}

/** The page after a browser's own form post. */
export function renderThanksPage(settings: FormSettings, reference: string | null): string {
  const { thanksTitle } = formTexts(settings.language);
  return renderPage(settings, thanksTitle, [
    html`<h1>${thanksTitle}</h1>`,
    renderThanks(settings, reference),
  ]);
}

/**
 * Headers of every page: it loads its own style and script, and posts to itself. No cache gives it to
 * another, but the back button finds what was entered. */
export function pageHeaders(settings: FormSettings): Record<string, string> {
  const target = settings.redirectUrl === null ? '' : ` ${new URL(settings.redirectUrl).origin}`;
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${STYLE_HASH}'`,
    "script-src 'self'",
    // Browsers hold a redirect after the post against this too.
    `form-action 'self'${target}`,
    "base-uri 'none'",
    `frame-ancestors ${settings.allowedOrigins.join(' ') || "'none'"}`,
  ];
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy.join('; '),
    'cache-control': 'private, no-cache',
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  };
}

function renderPage(settings: FormSettings, title: string, content: Html[]): string {
  return html`<!doctype html>
<html lang="${settings.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<main class="dr">
${content}
</main>
</body>
</html>`.toString();
}
