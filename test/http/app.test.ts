import { expect } from 'chai';
import { pino } from 'pino';
import request from 'supertest';
import { z } from 'zod';
import { type Route, route } from '../../src/http/route.ts';
import { startTestApp, type TestApp } from './test-app.ts';

const shared = { summary: 'A test', access: 'public', area: 'tests' } as const;
const Policy = z.strictObject({
  assign: z.discriminatedUnion('to', [
    z.strictObject({ to: z.literal('team'), team: z.string().min(1) }),
    z.strictObject({ to: z.literal('nobody') }),
  ]),
  closed: z.array(z.union([z.string(), z.strictObject({ from: z.string(), to: z.string() })])),
});

const routes: Route[] = [
  route({
    ...shared,
    method: 'post',
    path: '/things/:id',
    params: z.object({ id: z.string().max(5) }),
    query: z.strictObject({ dry: z.stringbool().optional() }),
    body: z.strictObject({ policy: Policy }).partial(),
    response: z.strictObject({ id: z.string(), dry: z.boolean() }),
    handle: async ({ params, query }) => ({ id: params.id, dry: query.dry ?? false }),
  }),
  route({
    ...shared,
    method: 'get',
    path: '/liar',
    response: z.strictObject({ count: z.number() }),
    handle: async () => ({ count: 'many' }),
  }),
  route({
    ...shared,
    method: 'get',
    path: '/broken',
    response: z.strictObject({}),
    async handle() {
      throw new Error('ana@example.com could not be stored', { cause: new Error('secret') });
    },
  }),
  route({ ...shared, method: 'post', path: '/upload', multipart: true, status: 204, handle: async () => {} }),
];

describe('the app', () => {
  let test: TestApp;
  const lines: string[] = [];
  before(async () => {
    const log = pino({ level: 'debug' }, { write: (line: string) => lines.push(line) });
    test = await startTestApp({ routes, log, bodyLimit: 2000 });
  });
  after(() => test.close());
  beforeEach(() => {
    lines.length = 0;
  });

  const post = (path: string, body?: object | string) => request(test.app).post(`/api/v1${path}`).send(body);
  const paths = (answer: request.Response) => answer.body.errors.map((e: { path: string }) => e.path);

  describe('checks the input', () => {
    it('and hands it on parsed', async () => {
      const answer = await post('/things/a?dry=true', {}).expect(200);
      expect(answer.body).to.deep.equal({ id: 'a', dry: true });
    });

    it('naming a wrong field of the body by its dotted path', async () => {
      const policy = { assign: { to: 'team', team: '' }, closed: ['x', { from: 'x' }] };
      const answer = await post('/things/a', { policy }).expect(400);
      expect(answer.type).to.equal('application/problem+json');
      expect(answer.body).to.include({ status: 400, title: 'Bad Request' });
      expect(paths(answer)).to.deep.equal(['policy.assign.team', 'policy.closed.1.to']);
    });

    it('refusing each unknown field by its path, at any depth', async () => {
      const policy = { assign: { to: 'nobody', team: 'x' }, closed: [], a: 1, b: 2 };
      const answer = await post('/things/a', { policy, c: 3 }).expect(400);
      expect(paths(answer)).to.have.members(['policy.assign.team', 'policy.a', 'policy.b', 'c']);
    });

    it('of the path and the query as well', async () => {
      expect(paths(await post('/things/too-long', {}).expect(400))).to.deep.equal(['id']);
      expect(paths(await post('/things/a?dry=maybe', {}).expect(400))).to.deep.equal(['dry']);
      expect(paths(await post('/things/a?wet=1', {}).expect(400))).to.deep.equal(['wet']);
      const liar = await request(test.app).get('/api/v1/liar?x=1').expect(400);
      expect(paths(liar)).to.deep.equal(['x']);
    });

    it('and tells of a body that is no JSON', async () => {
      const answer = await post('/things/a').type('application/json').send('{"policy":').expect(400);
      expect(answer.body.errors).to.deep.equal([{ path: '', message: 'The body is not valid JSON.' }]);
      await post('/things/a').type('application/json').send('[1]').expect(400);
    });
  });

  it('answers 413 to a body above the limit', async () => {
    const answer = await post('/things/a', { policy: 'x'.repeat(2001) }).expect(413);
    expect(answer.type).to.equal('application/problem+json');
  });

  it('answers 415 to other media types than the route takes', async () => {
    await post('/things/a').type('text/plain').send('x').expect(415);
    await post('/things/a').type('application/x-www-form-urlencoded').send('a=1').expect(415);
    await post('/things/a').type('application/json; charset=klingon').send('{}').expect(415);
    await post('/upload', { a: 1 }).expect(415);
    await post('/upload').attach('file', Buffer.from('x'), 'x.txt').expect(204);
  });

  it('answers 404 to unknown paths, in the API and outside', async () => {
    for (const path of ['/api/v1/nothing', '/api/v1', '/nothing']) {
      const answer = await request(test.app).get(path).expect(404);
      expect(answer.type, path).to.equal('application/problem+json');
    }
  });

  it('answers 405 with the methods that are known', async () => {
    const answer = await request(test.app).put('/api/v1/users/me').expect(405);
    expect(answer.headers.allow).to.equal('GET, HEAD, PATCH');
    const options = await request(test.app).options('/api/v1/liar').expect(204);
    expect(options.headers.allow).to.equal('GET, HEAD');
  });

  it('makes a 500 of an answer that its schema does not allow', async () => {
    const answer = await request(test.app).get('/api/v1/liar').expect(500);
    expect(paths(answer)).to.deep.equal(['count']);
  });

  it('says nothing of what went wrong inside, neither to the caller nor in the log', async () => {
    const answer = await request(test.app).get('/api/v1/broken?token=abc').set('X-Request-Id', 'request-1');
    expect(answer.status).to.equal(400);
    const broken = await request(test.app).get('/api/v1/broken').set('X-Request-Id', 'request-2').expect(500);
    expect(broken.body).to.deep.include({ type: 'urn:deskroute:problem:unexpected', status: 500 });
    const error = lines.map((line) => JSON.parse(line)).find((line) => line.level === 50);
    expect(error).to.include({ requestId: 'request-2' });
    expect(error.err.stack).to.contain('app.test.ts');
    expect(error.err.cause.type).to.equal('Error');
    expect(lines.join('')).not.to.match(/ana@|secret|token|abc|127\.0\.0\.1/);
  });

  it('gives every request an id: the one it came with, unless that is strange', async () => {
    const kept = await request(test.app).get('/api/v1/liar').set('X-Request-Id', 'abc-12345');
    expect(kept.headers['x-request-id']).to.equal('abc-12345');
    const made = await request(test.app).get('/api/v1/liar').set('X-Request-Id', '<script>');
    expect(made.headers['x-request-id']).to.match(/^[0-9a-f-]{36}$/);
  });

  it('sends safe headers and keeps answers out of caches', async () => {
    const { headers } = await request(test.app).get('/api/v1/nothing');
    expect(headers['content-security-policy'])
      .to.contain("default-src 'self'")
      .and.contain("object-src 'none'");
    expect(headers['x-content-type-options']).to.equal('nosniff');
    expect(headers['cache-control']).to.equal('no-store');
    expect(headers).not.to.have.any.keys('x-powered-by', 'set-cookie');
  });
});

describe('around the API', () => {
  let test: TestApp;
  before(async () => {
    test = await startTestApp({
      mountOutside: (app) => app.get('/outside', (_req, res) => void res.send('outside')),
      mountPages: (app) => app.get('/{*path}', (_req, res) => void res.send('page')),
    });
  });
  after(() => test.close());

  it('adapters come before the safe headers, pages behind the API', async () => {
    const outside = await request(test.app).get('/outside').expect(200);
    expect(outside.headers).not.to.have.property('content-security-policy');
    const page = await request(test.app).get('/tickets/7').expect(200);
    expect(page.text).to.equal('page');
    expect(page.headers).to.have.property('content-security-policy');
    await request(test.app).get('/api/v1/nothing').expect(404);
  });
});
