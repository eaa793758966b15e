import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** A page of a real browser that remembers what went wrong in it. */
export interface WatchedPage {
  page: Page;
  /** Errors of scripts and what the console says in red, but for answers that say no. */
  trouble: string[];
}

/** Starts Debian's Chromium. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
}

/** Opens a page with cookies of its own. */
export async function openPage(
  browser: Browser,
  baseURL: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ baseURL, locale: 'en-GB', ...options });
  const page = await context.newPage();
  const trouble: string[] = [];
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('console', (line) => {
    const isExpected = /Failed to load resource|WebSocket connection/.test(line.text());
    if (line.type() === 'error' && !isExpected) trouble.push(line.text());
  });
  return { page, trouble };
}

/** Signs in at the console's own page. */
export async function signInAt(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/');
  await page.getByLabel('Email').fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Views' }).waitFor();
}
