import axe from 'axe-core';
import { expect } from 'chai';
import type { Page } from 'playwright-core';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
// Not `region`: menus and hints float beside all landmarks, at the end of the page.
const SETTLED =
  'Promise.all(document.getAnimations().map((each) => each.finished.catch(() => {}))).then(() => {})';

/** Holds a page, as it is now, against WCAG 2.2 AA by axe; fails with the rule, the element and why. */
async function expectAccessible(page: Page, what = page.url()): Promise<void> {
  await page.evaluate(`${axe.source}; undefined`);
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
