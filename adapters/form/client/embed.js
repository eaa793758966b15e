import { enhanceForm, showSending } from './enhance.js';
import { solveWork } from './work.js';

/**
 * Shows a form where its script tag stands, in a shadow root.
 *
 * @param {{ path: string, style: string, html: string, thanks: string, redirectUrl: string | null,
 *   texts: { failed: string, tooOften: string } }} content
 * @param {HTMLScriptElement | null} tag null when the script runs as a module
 */
export function embedForm(content, tag) {
  const script = tag ?? document.querySelector(`script[src*="${content.path}"]`);
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  const style = new CSSStyleSheet();
  style.replaceSync(content.style);
  root.adoptedStyleSheets = [style];
  root.innerHTML = `<div class="dr">${content.html}</div>`;
  placeHost(script, host);
  prepareForm({ content, root, address: script.src });
}

/** After the tag; nothing shows in a page's head, so a form asked for there goes to the end of the page. */
function placeHost(script, host) {
  if (!document.head.contains(script)) script.after(host);
  else if (document.body) document.body.append(host);
  else document.addEventListener('DOMContentLoaded', () => document.body.append(host));
}

function prepareForm(view) {
  const form = view.root.querySelector('form');
  // A number of its own for each page view, also when the script came out of a cache.
  form.elements.namedItem('_submission').value = crypto.getRandomValues(new Uint32Array(4)).join('-');
  // A site elsewhere cannot keep our cookie, so there is nothing to agree to.
  if (new URL(view.address).origin !== location.origin) {
    view.root.getElementById('f-_consent')?.parentElement.remove();
  }
  enhanceForm(form);
  view.root.querySelector('.summary').addEventListener('click', (event) => focusField(view, event));
  let isSending = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (isSending) return;
    isSending = true;
    await send(view, form);
    isSending = false;
  });
}

/** Fragments do not reach into a shadow root. */
function focusField(view, event) {
  const target = event.target.closest('a')?.getAttribute('href').slice(1);
  if (!target) return;
  event.preventDefault();
  view.root.getElementById(target).focus();
}

async function send(view, form) {
  const takeBack = showSending(form);
  try {
    await solveWork(form);
    // FormData and this Accept need no preflight request.
    const answer = await fetch(new URL('submissions', view.address), {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new FormData(form),
    });
    if (answer.ok) showThanks(view, await answer.json());
    else showErrors(view, answer.status, await readErrors(answer));
  } catch {
    // The network is away. Everything entered stays, and sending it again makes no second ticket.
    showErrors(view, 0, []);
  } finally {
    takeBack();
  }
}

async function readErrors(answer) {
  const isProblem = answer.headers.get('content-type')?.includes('json');
  return isProblem ? ((await answer.json()).errors ?? []) : [];
}

function showThanks({ content, root }, { reference }) {
  if (content.redirectUrl) {
    location.assign(content.redirectUrl);
    return;
  }
  root.firstElementChild.innerHTML = content.thanks;
  const line = root.querySelector('[data-reference]');
  if (reference) line.textContent = line.dataset.reference.replace('{}', reference);
  root.querySelector('.thanks').focus();
}

function showErrors({ content, root }, status, errors) {
  for (const control of root.querySelectorAll('[aria-invalid]')) control.removeAttribute('aria-invalid');
  for (const line of root.querySelectorAll('.error')) line.textContent = '';
  const general = document.createElement('li');
  general.textContent = status === 429 ? content.texts.tooOften : content.texts.failed;
  const summary = root.querySelector('.summary');
  const items = errors.map((error) => showError(root, error));
  summary.querySelector('ul').replaceChildren(...(items.length > 0 ? items : [general]));
  summary.hidden = false;
  summary.focus();
}

/** Writes an error beside its field; returns the summary's line about it. */
function showError(root, { path, message }) {
  const item = document.createElement('li');
  const control = root.getElementById(`f-${path}`);
  if (!control) {
    item.textContent = `${path}: ${message}`;
    return item;
  }
  control.setAttribute('aria-invalid', 'true');
  root.getElementById(`e-${path}`).textContent = message;
  const link = document.createElement('a');
  link.href = `#f-${path}`;
  link.textContent = control.closest('.field').querySelector('label').firstChild.textContent;
  item.append(link, `: ${message}`);
  return item;
}
