import { expect } from 'chai';
import request from 'supertest';
import { openApiDocument, openApiPath } from '../../src/http/openapi.ts';
import { startTestApp, type TestApp } from './test-app.ts';

describe('the OpenAPI document', () => {
  let test: TestApp;
  let document: ReturnType<typeof openApiDocument>;
  before(async () => {
    test = await startTestApp();
    document = openApiDocument(test.accounts.routes);
  });
  after(() => test.close());

  it('is served without sign-in, as OpenAPI 3.1', async () => {
    const answer = await request(test.app).get('/api/v1/openapi.json').expect(200);
    expect(answer.body.openapi).to.equal('3.1.0');
    expect(answer.body).to.deep.equal(JSON.parse(JSON.stringify(document)));
  });

  it('describes every route, and no other', () => {
    const described = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method} ${path}`),
    );
    const mounted = test.accounts.routes.map(({ method, path }) => `${method} ${openApiPath(path)}`);
    expect(described).to.have.members(mounted);
  });

  it('gives every operation an id of its own, its path parameters and its success', () => {
    const operations = test.accounts.routes.map((route) => {
      const operation = document.paths?.[openApiPath(route.path)]?.[route.method];
      expect(operation, route.path).to.be.an('object');
      const named = (operation?.parameters ?? []).flatMap((p) =>
        'in' in p && p.in === 'path' ? [p.name] : [],
      );
      expect(named).to.have.members([...route.path.matchAll(/:(\w+)/g)].map((match) => match[1]));
      expect(operation?.responses).to.have.property(String(route.status ?? 200));
      return operation?.operationId;
    });
    expect(new Set(operations).size).to.equal(operations.length);
  });

  it('says how to sign in, and that errors are problems', () => {
    expect(document.components?.securitySchemes).to.have.keys('session', 'key');
    const { post } = document.paths?.['/teams'] ?? {};
    expect(post?.security).to.deep.equal([{ session: [] }, { key: [] }]);
    expect(post?.responses?.['400']).to.have.nested.property('content.application/problem+json');
    expect(post?.parameters?.map((p) => 'name' in p && p.name)).to.include('Idempotency-Key');
    expect(document.components?.schemas).to.include.keys('Problem', 'User', 'Team', 'Session');
  });

  it('has no reference without its target', () => {
    const text = JSON.stringify(document);
    const names = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1]);
    expect(Object.keys(document.components?.schemas ?? {})).to.include.members(names);
  });
});
