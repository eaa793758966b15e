import { enhanceForm, showSending } from './enhance.js';
import { solveWork } from './work.js';

/** Makes the hosted page comfortable: conditional fields, and a second click that sends nothing. */
export function enhancePage() {
  const form = document.querySelector('main form');
  let takeBack = null;

  enhanceForm(form);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (takeBack) return;
    takeBack = showSending(form);
    await solveWork(form);
    form.submit();
  });
  // The back button may bring the page back as it was left.
  window.addEventListener('pageshow', () => {
    takeBack?.();
    takeBack = null;
  });
}
