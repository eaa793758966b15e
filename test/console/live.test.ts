import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { openConsole, startBrowser, write } from '../support/browser.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { temporaryFolder } from '../support/mongo.ts';
import { startProcess } from '../support/process.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';

type Agent = Awaited<ReturnType<typeof makeAgent>>;

const LOST = 'The connection is lost.';

describe('live, the console', () => {
  let browser: Browser;
  let gateway: TestGateway;
  let ana: Agent;
  let ben: Agent;
  let form: string;

  before(async () => {
    [browser, gateway] = await Promise.all([startBrowser(), startTestGateway()]);
    [ana, ben] = [await makeAgent(gateway, 'Ana'), await makeAgent(gateway, 'Ben')];
    form = await makeForm(gateway, { assign: { to: 'specific', users: [ana.id], teams: [] } });
  });
  after(async () => {
    await browser.close();
    await gateway.stop();
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });

  const open = async (who: Agent, path: string, url = gateway.url) =>
    (await openConsole(browser, url, { ...who, path })).page;
  const row = (page: Page, subject: string) => page.locator('a[data-ticket]').filter({ hasText: subject });

  /** Whether the page is still the one that was loaded. */
  async function mark(page: Page): Promise<() => Promise<unknown>> {
    await page.evaluate('window.sameAsBefore = true');
    return () => page.evaluate('window.sameAsBefore');
  }

  it('catches up without a reload after its connection was cut', async () => {
    await using line = await startLine(Number(new URL(gateway.url).port));
    const page = await open(ana, '/views/mine-open', line.url);
    const isSame = await mark(page);
    const number = await submit(gateway, form, { subject: 'Before the cut' });
    await row(page, 'Before the cut').click();
    await page.getByRole('textbox', { name: /^Reply by/ }).waitFor();
    const { id } = await routed(gateway, number);
    await line.cut();
    await page.getByText(LOST).waitFor();
    await submit(gateway, form, { subject: 'While it was cut' });
    await gateway.admin.post(`/tickets/${id}/notes`, { text: 'Written meanwhile' });
    await line.mend();
    await page.getByText('Written meanwhile').waitFor();
    await page.getByText(LOST).waitFor({ state: 'detached' });
    await page.getByRole('main').hover();
    await row(page, 'While it was cut').waitFor();
    expect(await isSame()).to.equal(true);
  });

  it('shows an agent on one process what an agent on another does', async () => {
    const other = await gateway.another({ PROCESS: 'web' });
    try {
      const number = await submit(gateway, form, { subject: 'Two processes' });
      await routed(gateway, number);
      const [here, there] = [
        await open(ana, `/tickets/${number}`),
        await open(ben, `/tickets/${number}`, other.url ?? ''),
      ];
      await write(there, 'From over there');
      await here.getByText('Ben is writing…').waitFor();
      await there.getByRole('button', { name: 'Send', exact: true }).click();
      await here.getByText('From over there').first().waitFor();
      await here.getByRole('button', { name: 'Close', exact: true }).click();
      await there.getByText(`#${number} · Closed`).waitFor();
    } finally {
      for (const context of browser.contexts()) await context.close();
      await other.stop();
    }
  });

  it('goes on by itself once a server that was killed is back', async () => {
    const env = {
      MONGODB_URI: gateway.mongodbUri,
      SECRET_KEY: gateway.secretKey,
      DATA_DIR: await temporaryFolder(),
    };
    const first = await startProcess(env);
    const page = await open(ana, '/views/mine-open', first.url);
    const isSame = await mark(page);
    await first.kill();
    await page.getByText(LOST).waitFor();
    await submit(gateway, form, { subject: 'After the crash' });
    const second = await startProcess({ ...env, PORT: new URL(first.url).port });
    try {
      await row(page, 'After the crash').waitFor();
      await page.getByText(LOST).waitFor({ state: 'detached' });
      expect(await isSame()).to.equal(true);
    } finally {
      await second.kill();
    }
  });

  it('shows the sign-in, and nothing else, once the session ends elsewhere', async () => {
    const page = await open(ben, '/views/all-open');
    await gateway.admin.patch(`/users/${ben.id}`, { active: false });
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.getByRole('navigation').count()).to.equal(0);
  });
});

/** A line to the gateway that can be cut and mended. */
interface Line extends AsyncDisposable {
  url: string;
  cut(): Promise<void>;
  mend(): Promise<void>;
}

async function startLine(to: number): Promise<Line> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(to, 'localhost');
    for (const socket of [near, far]) {
      sockets.add(socket);
      // A side that is cut off is what the line is for.
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
    }
    near.pipe(far).pipe(near);
  });
  const listen = async (port: number) => void (await once(server.listen(port), 'listening'));
  const cut = async () => {
    const closed = server.listening ? once(server, 'close') : null;
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await listen(0);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://localhost:${port}`, cut, mend: () => listen(port), [Symbol.asyncDispose]: cut };
}
