import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import type { Page } from 'playwright-core';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
// Not `region`: menus and hints float beside all landmarks, at the end of the page.
const SETTLED =
  'Promise.all(document.getAnimations().map((each) => each.finished.catch(() => {}))).then(() => {})';
let source: Promise<string> | undefined;

/** Holds a page, as it is now, against WCAG 2.2 AA by axe; fails with the rule, the element and why. */
export async function expectAccessible(page: Page, what = page.url()): Promise<void> {
  source ??= readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(`${await source}; undefined`);
  // What fades in has the contrast of something in between.
  await page.evaluate(SETTLED);
  const found: unknown = await page.evaluate(`axe.run(document, {
    runOnly: ${JSON.stringify(RULES)},
    resultTypes: ['violations'],
    rules: { region: { enabled: false } },
  }).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => id + ': ' + node.html.slice(0, 160) + ' — ' + node.failureSummary)))`);
  expect(found, what).to.deep.equal([]);
}

/** The same in the light theme and in the dark one. */
export async function expectAccessibleInBoth(page: Page, what?: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.locator(`[data-mantine-color-scheme="${colorScheme}"]`).waitFor({ state: 'attached' });
    await expectAccessible(page, `${what ?? page.url()} (${colorScheme})`);
  }
}
