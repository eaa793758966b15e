import { expect } from 'chai';
import { newId } from '../../src/store/ids.ts';
import { type Answer, apiClient } from '../support/api-client.ts';
import { PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';

/** An operation of the OpenAPI document. */
interface Operation {
  method: string;
  path: string;
  headers: string[];
  query: string[];
  takesJson: boolean;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe('the conventions of the API', () => {
  let gateway: TestGateway;
  let operations: Operation[];
  let ids: Record<string, string>;
  before(async () => {
    gateway = await startTestGateway();
    operations = readOperations((await gateway.client().get('/openapi.json')).body);
    ids = await makeOneOfEach();
  });
  after(() => gateway.stop());

  function readOperations(document: { paths: Record<string, Record<string, unknown>> }): Operation[] {
    return Object.entries(document.paths).flatMap(([path, item]) =>
      // biome-ignore lint/suspicious/noExplicitAny: the document is held against its own schema elsewhere
      Object.entries(item).map(([method, operation]: [string, any]) => ({
        method,
        path,
        headers: namesIn(operation.parameters, 'header'),
        query: namesIn(operation.parameters, 'query'),
        takesJson: operation.requestBody?.content['application/json'] !== undefined,
      })),
    );
  }

  const namesIn = (parameters: { in: string; name: string }[] | undefined, place: string) =>
    (parameters ?? []).filter((p) => p.in === place).map((p) => p.name);

  /** Ids for the paths, by the first part of the path. */
  async function makeOneOfEach(): Promise<Record<string, string>> {
    const agent = await makeAgent(gateway, 'Ana');
    const made = async (path: string, body: unknown) => (await gateway.admin.post(path, body)).body.id;
    const channels = await makeForm(gateway, { assign: { to: 'specific', users: [agent.id], teams: [] } });
    const ticket = await routed(gateway, await submit(gateway, channels));
    return {
      users: agent.id,
      teams: await made('/teams', { name: 'Returns' }),
      skills: await made('/skills', { name: 'French' }),
      'api-keys': await made('/api-keys', { name: 'Program', scopes: ['read'] }),
      channels,
      tickets: ticket.id,
      contacts: ticket.contact,
    };
  }

  const pathOf = ({ path }: Operation) =>
    path.replace(/\{(\w+)\}/g, (_all, name: string) =>
      name === 'version' ? '1' : (ids[path.split('/')[1] ?? ''] ?? newId()),
    );
  const nameOf = ({ method, path }: Operation) => `${method} ${path}`;
  const send = ({ method }: Operation, path: string, body?: unknown): Promise<Answer> => {
    const { admin } = gateway;
    if (method === 'get') return admin.get(path);
    if (method === 'delete') return admin.delete(path);
    if (method === 'put') return admin.put(path, body);
    return method === 'patch' ? admin.patch(path, body) : admin.post(path, body);
  };
  const pathsOf = (answer: Answer): string[] => answer.body.errors.map((e: { path: string }) => e.path);

  function expectProblem(answer: Answer, status: number, what: string): void {
    expect(answer.status, `${what}: ${JSON.stringify(answer.body)}`).to.equal(status);
    expect(answer.headers.get('content-type'), what).to.contain('application/problem+json');
    expect(answer.body, what).to.include({ status });
    for (const field of ['type', 'title', 'detail']) expect(answer.body[field], what).to.be.a('string');
  }

  it('refuse a field that nobody knows in every body, by its path', async () => {
    const withBody = operations.filter((o) => o.takesJson);
    expect(withBody.length).to.be.greaterThan(20);
    for (const operation of withBody) {
      const answer = await send(operation, pathOf(operation), { nobodyKnowsThis: 1 });
      expectProblem(answer, 400, nameOf(operation));
      expect(pathsOf(answer), nameOf(operation)).to.include('nobodyKnowsThis');
    }
  });

  it('refuse a parameter that nobody knows in every query, by its path', async () => {
    for (const operation of operations.filter((o) => o.method === 'get')) {
      const answer = await send(operation, `${pathOf(operation)}?nobodyKnowsThis=1`);
      expectProblem(answer, 400, nameOf(operation));
      // A query with a required field lacks that too.
      expect(pathsOf(answer), nameOf(operation)).to.include('nobodyKnowsThis');
    }
  });

  it('answer every list as items and next, within its limit, and refuse a foreign cursor', async () => {
    const lists = operations.filter((o) => o.query.includes('cursor'));
    expect(lists.map((o) => o.path)).to.include.members([
      ...[
        '/users',
        '/teams',
        '/skills',
        '/contacts',
        '/channels',
        '/tickets',
        '/audit-log',
        '/api-keys',
        '/replay',
      ],
      ...['/tickets/{id}/messages', '/tickets/{id}/decisions', '/tickets/{id}/events'],
    ]);
    for (const operation of lists) {
      const path = pathOf(operation);
      const { status, body } = await send(operation, `${path}?limit=1`);
      expect(status, nameOf(operation)).to.equal(200);
      expect(body).to.include.all.keys('items', 'next');
      expect(body.items.length).to.be.lessThan(2);
      if (body.next !== null) {
        const second = await send(operation, `${path}?limit=1&cursor=${body.next}`);
        expect(second.body.items[0], nameOf(operation)).not.to.deep.equal(body.items[0]);
      }
      for (const query of ['limit=0', 'limit=1000', 'limit=x', 'cursor=forged', 'page=2']) {
        expectProblem(await send(operation, `${path}?${query}`), 400, `${nameOf(operation)}?${query}`);
      }
    }
  });

  it('write ids as strings and instants in UTC, everywhere', async () => {
    for (const operation of operations.filter((o) => o.method === 'get' && !o.path.startsWith('/files'))) {
      const { body } = await send(operation, pathOf(operation));
      visit(body, (name, value) => {
        if (name === 'id') expect(value, nameOf(operation)).to.be.a('string');
        if (/(^at|At|^since|^until)$/.test(name) && value !== null) {
          expect(value, `${nameOf(operation)} ${name}`).to.match(INSTANT);
        }
      });
    }
  });

  function visit(value: unknown, see: (name: string, value: unknown) => void): void {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      see(name, inner);
      visit(inner, see);
    }
  }

  it('answer 404 to everything that is not there', async () => {
    const single = operations.filter((o) => /\{id\}/.test(o.path) && !o.takesJson);
    for (const operation of single) {
      const path = operation.path.replace('{version}', '1').replace(/\{\w+\}/g, newId());
      expectProblem(await send(operation, path), 404, nameOf(operation));
    }
    expectProblem(await gateway.admin.get('/no-such-thing'), 404, 'unknown path');
  });

  it('answer 401 without sign-in and 405 to a method that is not there', async () => {
    const isPublic = (path: string) => ['/setup', '/invitations/accept', '/session'].includes(path);
    for (const operation of operations.filter((o) => o.method === 'get' && !isPublic(o.path))) {
      expectProblem(await gateway.client().get(pathOf(operation)), 401, nameOf(operation));
    }
    const answer = await gateway.admin.put('/tickets', {});
    expectProblem(answer, 405, 'put /tickets');
    expect(answer.headers.get('allow')).to.equal('GET, HEAD, POST');
  });

  it('refuse what is no JSON, another media type, and too large a body', async () => {
    const { key } = (await gateway.admin.post('/api-keys', { name: 'p', scopes: ['write'] })).body;
    const post = (type: string, body: string) =>
      fetch(`${gateway.url}/api/v1/contacts`, {
        method: 'POST',
        headers: { 'content-type': type, authorization: `Bearer ${key}` },
        body,
      });
    expect((await post('application/json', '{"name":')).status).to.equal(400);
    expect((await post('text/plain', 'name')).status).to.equal(415);
    expect((await post('application/x-www-form-urlencoded', 'name=x')).status).to.equal(415);
    expect((await post('application/json', JSON.stringify({ name: 'x'.repeat(2_000_000) }))).status).to.equal(
      413,
    );
  });

  describe('for who is signed in', () => {
    it('are an HttpOnly cookie, a user and a CSRF token that unsafe methods need', async () => {
      const agent = await makeAgent(gateway, 'Ben');
      const signIn = await agent.api.signIn(agent.email, PASSWORD);
      expect(signIn.body.user).to.include({ id: agent.id, role: 'agent' });
      expect(signIn.body.csrfToken).to.be.a('string');
      const [cookie = ''] = signIn.headers.getSetCookie();
      expect(cookie)
        .to.match(/httponly/i)
        .and.match(/samesite=lax/i);
      expect((await agent.api.get('/session')).body.user.id).to.equal(agent.id);
      const bare = await fetch(`${gateway.url}/api/v1/contacts`, {
        method: 'POST',
        headers: { cookie: cookie.split(';')[0] ?? '', 'content-type': 'application/json' },
        body: '{"name":"x"}',
      });
      expect(bare.status).to.equal(403);
      expect((await agent.api.post('/contacts', { name: 'x' })).status).to.equal(201);
      expect((await agent.api.delete('/session')).status).to.equal(204);
      expect((await agent.api.get('/session')).status).to.equal(401);
    });

    it('block guessing with 429 and Retry-After', async () => {
      const agent = await makeAgent(gateway, 'Cleo');
      const guess = () => apiClient(gateway.url).signIn(agent.email, 'not-the-password');
      for (let i = 0; i < 10; i += 1) expect((await guess()).status).to.equal(401);
      const blocked = await guess();
      expectProblem(blocked, 429, 'sign-in');
      expect(Number(blocked.headers.get('retry-after'))).to.be.greaterThan(0);
    });
  });

  describe('for programs', () => {
    it('are a key that is shown once and opens what its scopes name', async () => {
      const made = (await gateway.admin.post('/api-keys', { name: 'Program', scopes: ['tickets:read'] }))
        .body;
      const program = gateway.client(made.key);
      expect((await program.get('/tickets')).status).to.equal(200);
      expectProblem(await program.post('/tickets', { subject: 'x' }), 403, 'without write');
      expectProblem(await program.get('/contacts'), 403, 'another area');
      expectProblem(await gateway.client('no-such-key').get('/tickets'), 401, 'wrong key');
      const list = JSON.stringify((await gateway.admin.get('/api-keys?limit=200')).body);
      expect(list).to.contain('Program').and.not.contain(made.key);
      await gateway.admin.delete(`/api-keys/${made.id}`);
      expect((await program.get('/tickets')).status).to.equal(401);
    });

    it('are the ticket, the reply and the owner that they make in their own name', async () => {
      const { key, id } = (await gateway.admin.post('/api-keys', { name: 'Shop', scopes: ['write'] })).body;
      const program = gateway.client(key);
      const ticket = (await program.post('/tickets', { subject: 'From the shop' })).body;
      const reply = await program.post(`/tickets/${ticket.id}/replies`, { text: 'Automatic.' });
      expect(reply.body.author).to.deep.equal({ kind: 'key', id, name: 'Shop' });
      expect((await program.get(`/tickets/${ticket.id}`)).body.owner).to.equal(null);
      const { body } = await program.put(`/tickets/${ticket.id}/owner`, { user: ids.users, expected: null });
      expect(body.owner).to.equal(ids.users);
    });
  });

  describe('for a POST that makes something', () => {
    const BODIES: Record<string, () => unknown> = {
      '/users': () => ({ name: 'New', email: `${newId()}@example.com` }),
      '/teams': () => ({ name: newId() }),
      '/skills': () => ({ name: newId() }),
      '/api-keys': () => ({ name: 'x', scopes: ['read'] }),
      '/channels': () => ({ kind: 'form', name: 'x' }),
      '/contacts': () => ({ name: 'x' }),
      '/tickets': () => ({ subject: 'x' }),
      '/tickets/{id}/replies': () => ({ text: 'x' }),
      '/tickets/{id}/notes': () => ({ text: 'x' }),
    };
    const make = (path: string, body: unknown, key: string) => {
      const target = path.replace('{id}', ids.tickets ?? '');
      return gateway.admin.post(target, body, { 'idempotency-key': key });
    };

    it('are that the same Idempotency-Key makes it once', async () => {
      for (const [path, bodyOf] of Object.entries(BODIES)) {
        const [body, key] = [bodyOf(), newId()];
        const [first, again] = [await make(path, body, key), await make(path, body, key)];
        expect(first.status, `${path}: ${JSON.stringify(first.body)}`).to.equal(201);
        expect(again.body, path).to.deep.equal(first.body);
        expect(again.headers.get('idempotent-replayed')).to.equal('true');
        const other = await make(path, { ...Object(body), nobodyKnowsThis: 1 }, key);
        expect(other.status, path).to.equal(400);
        const fresh = await make(path, bodyOf(), newId());
        expect(fresh.body.id, path).not.to.equal(first.body.id);
      }
    });

    it('are documented for every one of them', () => {
      const documented = operations.filter((o) => o.headers.includes('Idempotency-Key')).map((o) => o.path);
      expect(documented).to.include.members([...Object.keys(BODIES), '/files']);
    });

    it('are 409 for the key with another body', async () => {
      const key = newId();
      await make('/tickets', { subject: 'One' }, key);
      expectProblem(await make('/tickets', { subject: 'Two' }, key), 409, 'another body');
    });
  });
});
