import { expect } from 'chai';
import express, { type Express } from 'express';
import { pino } from 'pino';
import request from 'supertest';
import { createErrorHandler, refuseUnknownPath } from '../../../src/http/error-handler.ts';
import { AppError } from '../../../src/http/errors.ts';
import { createPageRouter } from '../../../src/http/pages/page-router.ts';
import { pageTexts } from '../../../src/http/pages/texts.ts';

const BROWSER = 'text/html,application/xhtml+xml,*/*;q=0.8';

function site(hasAdmin: boolean, failure?: Error): Express {
  const app = express();
  app.use(createPageRouter({ hasAdmin: async () => hasAdmin }));
  app.post('/forms/1/submissions', () => {
    throw failure;
  });
  app.use(refuseUnknownPath, createErrorHandler(pino({ level: 'silent' })));
  return app;
}

describe('the first pages, as they are served', () => {
  it('hold what they were put in so that it cannot become markup', async () => {
    const { text } = await request(site(false)).get('/setup').query({ token: '"><script>' });
    expect(text).to.include('value="&quot;&gt;&lt;script&gt;"');
  });

  it('are kept by no cache, and their address with its token goes to no other site', async () => {
    const { headers } = await request(site(false)).get('/invitation').query({ token: 'secret' });
    expect(headers).to.include({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  });

  it('take an invitation with its token in the path or as a query', async () => {
    for (const path of ['/invitation?token=abc', '/invitations/abc']) {
      expect((await request(site(true)).get(path)).text).to.include('name="token" value="abc"');
    }
  });

  it('come in German to those who like it better, else in English', async () => {
    const app = site(true);
    const title = async (languages: string) => {
      const { text } = await request(app).get('/setup').set('Accept-Language', languages);
      return /<html lang="(\w+)">/.exec(text)?.[1];
    };
    expect(await title('de-AT,de;q=0.9,en;q=0.5')).to.equal('de');
    expect(await title('en-US,de;q=0.5')).to.equal('en');
    expect(await title('fr')).to.equal('en');
  });

  it('have every text in both languages, with the same places to fill in', () => {
    const places = (texts: object) =>
      Object.values(texts).map((text: string) => text.match(/\{\w+\}/g)?.sort() ?? []);
    expect(Object.keys(pageTexts('de'))).to.deep.equal(Object.keys(pageTexts('en')));
    expect(places(pageTexts('de'))).to.deep.equal(places(pageTexts('en')));
  });

  it('come with their style and scripts', async () => {
    const app = site(true);
    for (const name of ['start.css', 'account.js', 'api.js', 'post-form.js', 'texts.js']) {
      expect((await request(app).get(`/start/${name}`)).status, name).to.equal(200);
    }
  });
});

describe('an error', () => {
  it('is a page for a browser that goes astray', async () => {
    const { status, text } = await request(site(true)).get('/nowhere').set('Accept', BROWSER);
    expect(status).to.equal(404);
    expect(text).to.include('There is nothing here');
  });

  it('is a problem document for a program and for the API', async () => {
    for (const [path, accept] of [
      ['/nowhere', '*/*'],
      ['/api/v1/nowhere', BROWSER],
    ] as const) {
      const { type } = await request(site(true)).get(path).set('Accept', accept);
      expect(type).to.equal('application/problem+json');
    }
  });

  const failures: [Error, string][] = [
    [new AppError(429, 'too-many', '', { headers: { 'Retry-After': '17' } }), 'wait 17 seconds'],
    [new AppError(413, 'too-large', ''), 'smaller or fewer files'],
    [new AppError(409, 'conflict', ''), 'could not be taken'],
    [new Error('secret inside'), 'our fault, not yours'],
  ];
  for (const [failure, words] of failures) {
    it(`of a form post tells a person what to do: ${words}`, async () => {
      const { text } = await request(site(true, failure)).post('/forms/1/submissions').set('Accept', BROWSER);
      expect(text).to.include(words).and.not.include('secret inside');
    });
  }
});
