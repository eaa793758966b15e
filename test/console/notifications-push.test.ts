import { expect } from 'chai';
import type { Browser, BrowserContext, Page, Worker } from 'playwright-core';
import { openConsole, startBrowser } from '../support/browser.ts';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';

const SHOWN = `registration.getNotifications().then((all) => all.map((each) => each.title + ': ' + each.body))`;

describe('a pushed notification', () => {
  let browser: Browser;
  let gateway: TestGateway;

  before(async () => {
    [browser, gateway] = await Promise.all([startBrowser(), startTestGateway()]);
  });
  after(async () => {
    await browser.close();
    await gateway.stop();
  });

  /** The worker, and what delivers to it as a push service does. */
  async function startWorker(page: Page, context: BrowserContext) {
    const browserTools = await context.newCDPSession(page);
    const registered = new Promise<string>((resolve) => {
      browserTools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [first] }) => {
        if (first) resolve(first.registrationId);
      });
    });
    await browserTools.send('ServiceWorker.enable');
    const [worker] = await Promise.all([
      context.waitForEvent('serviceworker'),
      page.evaluate(`navigator.serviceWorker.register('/push-worker.js?language=de')
        .then(() => navigator.serviceWorker.ready).then(() => null)`),
    ]);
    const registrationId = await registered;
    const push = (title: string) =>
      browserTools.send('ServiceWorker.deliverPushMessage', {
        origin: gateway.url,
        registrationId,
        data: JSON.stringify({ id: title, kind: 'assigned', ticket: 7, title, path: '/tickets/7' }),
      });
    return { worker, push };
  }

  const shownBy = (worker: Worker) => worker.evaluate<string[]>(SHOWN);

  it('shows in the language of its browser, and only while no window of the console is to be seen', async () => {
    const who = { api: gateway.admin, email: 'root@example.com', path: '/settings/profile' };
    const { page, trouble } = await openConsole(browser, gateway.url, who);
    const context = page.context();
    await context.grantPermissions(['notifications']);
    const { worker, push } = await startWorker(page, context);
    await push('Seen');
    await page.goto('about:blank');
    await push('Unseen');
    const shown = await eventually('a notification', async () => {
      const titles = await shownBy(worker);
      return titles.length > 0 && titles;
    });
    expect(shown).to.deep.equal(['Ihnen zugeteilt: #7 Unseen']);
    expect(trouble).to.deep.equal([]);
  });
});
