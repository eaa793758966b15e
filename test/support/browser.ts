import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { ApiClient } from './api-client.ts';
import { PASSWORD } from './gateway.ts';

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
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const trouble: string[] = [];
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('console', (line) => {
    const isExpected = /Failed to load resource|WebSocket connection/.test(line.text());
    if (line.type() === 'error' && !isExpected) trouble.push(line.text());
  });
  return { page, trouble };
}

/** Opens the console as somebody who is signed in by their client: quicker than typing it in. */
export async function openConsole(
  browser: Browser,
  baseURL: string,
  { api, email, path = '/' }: { api: ApiClient; email: string; path?: string },
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  if (api.cookie() === '') await api.signIn(email, PASSWORD);
  const [name = '', value = ''] = api.cookie().split(/=(.*)/s);
  const opened = await openPage(browser, baseURL, { viewport: { width: 1440, height: 900 }, ...options });
  await opened.page.context().addCookies([{ name, value, url: baseURL }]);
  await opened.page.goto(path);
  await opened.page.getByRole('button', { name: /^Your account/ }).waitFor();
  return opened;
}

/** Writes into the open ticket's editor, as the keyboard does. */
export async function write(page: Page, words: string): Promise<void> {
  const editor = page.getByRole('main').getByRole('textbox', { name: /^(Reply by|A note)/ });
  await editor.click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type(words);
}
