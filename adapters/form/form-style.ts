/**
 * The look of a form, on the hosted page and inside the embedding page's shadow root. Colours follow the
 * `color-scheme` of whoever shows it, so an embedded form is as light or dark as its page.
 */
export const FORM_STYLE = `
.dr {
  --ink: light-dark(#1c1f24, #e6e8eb);
  --soft: light-dark(#5b6370, #a0a8b4);
  --line: light-dark(#868e9a, #6f7885);
  --field: light-dark(#ffffff, #15181c);
  --accent: light-dark(#0b6e63, #4cc2b2);
  --on-accent: light-dark(#ffffff, #06201d);
  --bad: light-dark(#b3261e, #ff9b92);
  --bad-wash: light-dark(#fdf1f0, #2b1917);
  color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  text-align: start;
}
.dr *, .dr *::before { box-sizing: border-box; }
.dr form { display: grid; gap: 20px; margin: 0; }
.dr h1, .dr h2 { font-size: 20px; line-height: 28px; font-weight: 650; margin: 0; overflow-wrap: anywhere; }
.dr .field { display: grid; gap: 4px; min-width: 0; }
.dr .field[hidden] { display: none; }
.dr .trap { position: absolute; inset-inline-start: -10000px; width: 1px; height: 1px; overflow: hidden; }
.dr label { font-weight: 550; overflow-wrap: anywhere; }
.dr .optional { color: var(--soft); font-weight: 400; }
.dr .help { color: var(--soft); font-size: 14px; line-height: 20px; margin: 0; overflow-wrap: anywhere; }
.dr input:not([type=checkbox]):not([type=file]), .dr textarea, .dr select {
  width: 100%; min-height: 40px; padding: 8px 12px; font: inherit; color: inherit;
  background: var(--field); border: 1px solid var(--line); border-radius: 6px;
}
.dr textarea { min-height: 144px; resize: vertical; }
.dr input[type=file] { font: inherit; font-size: 14px; max-width: 100%; padding: 4px 0; }
.dr ::placeholder { color: var(--soft); opacity: 1; }
.dr input[type=file]::file-selector-button {
  font: inherit; min-height: 32px; padding: 4px 12px; margin-inline-end: 12px; color: inherit; cursor: pointer;
  background: var(--field); border: 1px solid var(--line); border-radius: 6px;
}
.dr .check { display: grid; grid-template-columns: 24px 1fr; gap: 0 8px; align-items: start; }
.dr .check label { font-weight: 400; }
.dr .check .help, .dr .check .error { grid-column: 2; }
.dr input[type=checkbox] { width: 20px; height: 20px; margin: 2px; accent-color: var(--accent); }
.dr :is(input, textarea, select, button, a, [tabindex]):focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.dr [aria-invalid=true] { border-color: var(--bad) !important; }
.dr .error { color: var(--bad); font-size: 14px; line-height: 20px; margin: 0; overflow-wrap: anywhere; }
.dr .error:empty { display: none; }
.dr .summary { padding: 12px 16px; background: var(--bad-wash); border-inline-start: 3px solid var(--bad); border-radius: 2px; }
.dr .summary[hidden] { display: none; }
.dr .summary h2 { font-size: 16px; line-height: 24px; }
.dr .summary ul { margin: 4px 0 0; padding-inline-start: 20px; }
.dr a { color: inherit; }
.dr .thanks p { margin: 8px 0 0; white-space: pre-line; overflow-wrap: anywhere; }
.dr button {
  justify-self: start; min-height: 40px; padding: 8px 20px; font: inherit; font-weight: 600; cursor: pointer;
  color: var(--on-accent); background: var(--accent); border: 0; border-radius: 6px;
}
.dr button:hover { filter: brightness(1.08); }
.dr button[aria-disabled=true] { opacity: 0.65; cursor: default; }
@media (max-width: 480px) { .dr button { justify-self: stretch; } }
@media (forced-colors: active) { .dr button { border: 1px solid; } }
`;

/** What the hosted page has around its form. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; background: light-dark(#f6f7f8, #101215); }
body { margin: 0; padding: 48px 24px; }
main { max-width: 592px; margin: 0 auto; padding: 32px; border-radius: 8px;
  background: light-dark(#ffffff, #1a1d22); border: 1px solid light-dark(#e0e3e7, #2a2f36); }
main.dr > h1 { margin: 0 0 24px; }
@media (max-width: 640px) {
  :root { background: light-dark(#ffffff, #1a1d22); }
  body { padding: 0; }
  main { border: 0; border-radius: 0; padding: 24px 16px; }
}
`;
