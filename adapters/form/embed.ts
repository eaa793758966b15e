import { readFileSync } from 'node:fs';
import type { Channel } from '../adapter.ts';
import { renderForm } from './form-html.ts';
import { FORM_STYLE } from './form-style.ts';
import { html } from './html.ts';
import { formTexts } from './messages.ts';
import type { FormSettings } from './settings.ts';

const EMBED = bundle('enhance', 'work', 'embed');

/** The script of the hosted page: the same for every form. */
export const PAGE_SCRIPT = `(() => {\n${bundle('enhance', 'work', 'page')}\nenhancePage();\n})();\n`;

/**
 * The script that shows a form where its tag stands, in a shadow root: neither the page's styles reach the form
 * nor the form's the page. It carries the form's HTML, so showing it takes no further request.
 */
export function renderEmbedScript(channel: Channel<FormSettings>, started: string): string {
  const { settings } = channel;
  const { failed, tooOften, reference } = formTexts(settings.language);
  const content = {
    path: `/forms/${channel.id}/embed.js`,
    style: FORM_STYLE,
    html: renderForm({ settings, action: '', values: new Map(), errors: [], started, submission: '' }).text,
    thanks: renderEmbeddedThanks(settings.successText, reference('{}')),
    redirectUrl: settings.redirectUrl,
    texts: { failed, tooOften },
  };
  return `(() => {\n${EMBED}\nembedForm(${JSON.stringify(content)}, document.currentScript);\n})();\n`;
}

/** The reference is known to the browser only; `{}` stands in its place. */
function renderEmbeddedThanks(successText: string, reference: string): string {
  return html`<div class="thanks" role="status" tabindex="-1">
<p>${successText}</p><p data-reference="${reference}"></p>
</div>`.text;
}

/** One classic script of the modules under `client/`, which name nothing twice. */
function bundle(...names: string[]): string {
  return names
    .map((name) => readFileSync(new URL(`client/${name}.js`, import.meta.url), 'utf8'))
    .join('\n')
    .replace(/^import .*$/gm, '')
    .replace(/^export /gm, '');
}
