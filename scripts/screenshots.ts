// Takes the pictures of the documentation: `node scripts/screenshots.ts [folder]`, after `npm run build`.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { apiClient } from '../test/support/api-client.ts';
import { openConsole, startBrowser } from '../test/support/browser.ts';
import { startTestGateway, type TestGateway } from '../test/support/gateway.ts';
import { stopTestMongo } from '../test/support/mongo.ts';
import { makeAgent, makeForm, routed, submit } from '../test/support/workspace.ts';

const FOLDER = process.argv[2] ?? join(import.meta.dirname, '../docs/images');

const QUESTIONS = [
  [
    'Ida Berg',
    'Order 4711: one lamp is missing',
    'Hello,\n\nthe parcel came today, but with one lamp instead of two.\n\nIda',
  ],
  [
    'Omar Haddad',
    'Invoice for March',
    'Could you send the invoice again, please? Our bookkeeping needs it as a PDF.',
  ],
  ['Lena Vogt', 'The dimmer hums when it is turned down below a third', 'Is that normal?'],
  ['Tom Keller', 'Change of address', 'We have moved. The new address is Harbour Street 12.'],
  ['Mia Novak', 'Do you ship to Norway?', 'And what would it cost?'],
] as const;

const PAGES = [
  { name: 'inbox', path: (number: string) => `/tickets/${number}?view=all-open` },
  { name: 'channels', path: () => '/settings/channels' },
  { name: 'people', path: () => '/settings/people' },
  { name: 'notifications', path: () => '/settings/notifications' },
] as const;

/** A small support team with a morning's work. */
async function fillWorkspace(gateway: TestGateway): Promise<string> {
  await gateway.admin.patch('/users/me', { name: 'Nora Lind' });
  const agents = [
    await makeAgent(gateway, 'Ana'),
    await makeAgent(gateway, 'Ben'),
    await makeAgent(gateway, 'Cleo'),
  ];
  const users = agents.map(({ id }) => id);
  await gateway.admin.post('/teams', { name: 'Second level', members: users.slice(1) });
  const form = await makeForm(
    gateway,
    { assign: { to: 'specific', users, teams: [] } },
    { name: 'Shop contact form' },
  );
  const numbers: string[] = [];
  for (const [name, subject, message] of QUESTIONS.toReversed()) {
    const email = `${name.split(' ')[0]?.toLowerCase()}@customer.example`;
    numbers.push(await submit(gateway, form, { name, email, subject, message }));
    await routed(gateway, numbers.at(-1) ?? '');
  }
  const number = numbers.at(-1) ?? '';
  await gateway.admin.patch(`/tickets/${number}`, { priority: 'high', tags: ['delivery'] });
  await gateway.admin.post(`/tickets/${number}/notes`, {
    text: 'The warehouse says both were packed. I asked the carrier.',
  });
  return number;
}

async function takeAll(browser: Browser, gateway: TestGateway, number: string): Promise<void> {
  const api = apiClient(gateway.url);
  for (const width of [1440, 390]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const { name, path } of PAGES) {
        const who = { api, email: 'root@example.com', path: path(number) };
        const viewport = { width, height: width > 1000 ? 900 : 844 };
        const { page } = await openConsole(browser, gateway.url, who, { viewport, colorScheme });
        await page.waitForLoadState('networkidle');
        await page.screenshot({ path: join(FOLDER, `${name}-${width}-${colorScheme}.png`) });
        await page.context().close();
      }
    }
  }
}

await mkdir(FOLDER, { recursive: true });
const gateway = await startTestGateway();
const browser = await startBrowser();
await takeAll(browser, gateway, await fillWorkspace(gateway));
await browser.close();
await gateway.stop();
await stopTestMongo();
