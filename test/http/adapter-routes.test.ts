import { request as httpRequest } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { expect } from 'chai';
import express, { type Express } from 'express';
import { pino } from 'pino';
import request from 'supertest';
import type { AdapterRequest, AdapterResponse, AdapterRoute } from '../../adapters/adapter.ts';
import { mountAdapterRoutes, parseCookies } from '../../src/http/adapter-routes.ts';
import { createErrorHandler, refuseUnknownPath } from '../../src/http/error-handler.ts';
import { NotFound, TooManyRequests } from '../../src/http/errors.ts';

const routes: AdapterRoute[] = [
  { method: 'GET', path: '/forms/:channelId', summary: 'The page', maxBytes: 0 },
  { method: 'POST', path: '/forms/:channelId/submissions', summary: 'The target', maxBytes: 100 },
];

type Seen = Omit<AdapterRequest, 'body'> & { body: string; channelId: string };

describe("the adapters' routes", () => {
  let seen: Seen | null = null;
  let answer: AdapterResponse;
  let refusal: Error | null = null;
  let app: Express;

  beforeEach(() => {
    seen = null;
    refusal = null;
    answer = { status: 201, headers: { 'Content-Type': 'application/json' }, body: '{"reference":"7"}' };
    app = express();
    mountAdapterRoutes(app, {
      routes,
      publicUrl: 'http://localhost:3000',
      async limit() {
        if (refusal) throw refusal;
      },
      async handle(channelId, _route, incoming) {
        if (channelId === 'none') throw new NotFound('channel');
        const body = (await buffer(incoming.body)).toString();
        seen = { ...incoming, body, channelId };
        return answer;
      },
    });
    app.use(refuseUnknownPath);
    app.use(createErrorHandler(pino({ level: 'silent' })));
  });

  it('hand the request over as it came, with its raw body', async () => {
    const sent = await request(app)
      .post('/forms/c1/submissions?lang=de&lang=en')
      .set('Cookie', 'visitor=v1; other="a%20b"')
      .type('application/json')
      .send('{ "not" : parsed')
      .expect(201);
    expect(sent.text).to.equal('{"reference":"7"}');
    expect(seen).to.deep.include({
      channelId: 'c1',
      method: 'POST',
      path: '/forms/c1/submissions',
      query: { lang: 'de' },
      cookies: { visitor: 'v1', other: 'a b' },
      body: '{ "not" : parsed',
      publicUrl: 'http://localhost:3000',
    });
    expect(seen?.headers).to.include({ 'content-type': 'application/json' });
    expect(seen?.address).to.match(/127\.0\.0\.1$/);
  });

  it('answer with the headers of the adapter, among them its own for other sites', async () => {
    answer = {
      status: 200,
      headers: { 'Access-Control-Allow-Origin': 'https://shop.example', 'Set-Cookie': 'visitor=v1' },
      body: Buffer.from('<p>'),
    };
    const got = await request(app).get('/forms/c1').expect(200);
    expect(got.headers).to.include({
      'access-control-allow-origin': 'https://shop.example',
      'cross-origin-resource-policy': 'cross-origin',
    });
    expect(got.headers).not.to.have.property('x-frame-options');
  });

  it("answer a browser's preflight for other sites", async () => {
    const got = await request(app)
      .options('/forms/c1/submissions')
      .set('Origin', 'https://shop.example')
      .set('Access-Control-Request-Method', 'POST')
      .expect(204);
    expect(got.headers).to.include({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'POST, OPTIONS',
    });
    expect(got.headers).not.to.have.property('access-control-allow-credentials');
  });

  it('refuse other methods, unknown channels and unknown paths', async () => {
    const put = await request(app).put('/forms/c1/submissions').expect(405);
    expect(put.headers.allow).to.equal('POST, OPTIONS');
    const none = await request(app).get('/forms/none').expect(404);
    expect(none.type).to.equal('application/problem+json');
    await request(app).get('/forms').expect(404);
  });

  it('refuse who asks too often before reading the body', async () => {
    refusal = new TooManyRequests(12.3);
    const got = await request(app).post('/forms/c1/submissions').send({}).expect(429);
    expect(got.headers).to.include({ 'retry-after': '13', 'access-control-allow-origin': '*' });
    expect(seen).to.equal(null);
  });

  it('refuse a body that is too large, announced or not', async () => {
    await request(app).post('/forms/c1/submissions').type('text/plain').send('x'.repeat(101)).expect(413);
    expect(await sendChunked(app, ['x'.repeat(60), 'x'.repeat(60)])).to.equal(413);
    expect(await sendChunked(app, ['x'.repeat(60), 'x'.repeat(40)])).to.equal(201);
  });

  it('read the cookies of a browser, the first of a name', () => {
    expect(parseCookies('a=1; b = x=y ;c; a=2; d=%E0%A4; __proto__=z')).to.deep.equal(
      Object.fromEntries([
        ['a', '1'],
        ['b', 'x=y'],
        ['d', '%E0%A4'],
        ['__proto__', 'z'],
      ]),
    );
  });
});

/** Sends a body without a length; resolves with the status. */
function sendChunked(app: Express, chunks: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = app.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      const sent = httpRequest({ port, path: '/forms/c1/submissions', method: 'POST' }, (answer) => {
        answer.resume().on('end', () => server.close(() => resolve(answer.statusCode ?? 0)));
      });
      sent.on('error', reject);
      for (const chunk of chunks) sent.write(chunk);
      sent.end();
    });
  });
}
