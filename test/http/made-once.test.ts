import { expect } from 'chai';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm } from '../support/workspace.ts';

/** What a request that makes something is sent, by its path in the OpenAPI document. */
type Examples = Record<string, { path: string; body: () => unknown }[]>;

const SERVER = { host: 'mail.shop.example', port: 993, security: 'tls', user: 'desk', password: 'secret' };

/** Counts that move by themselves. */
const BESIDE = /^(idempotency|sessions|leases|rateLimits)$/;

describe('a request with an Idempotency-Key whose first attempt died with its answer', () => {
  let gateway: TestGateway;
  let examples: Examples;
  before(async () => {
    // Nothing works beside the requests in a web process, so all that is stored was stored by them.
    gateway = await startTestGateway({ PROCESS: 'web' });
    examples = await makeExamples();
  });
  after(() => gateway.stop());

  async function makeExamples(): Promise<Examples> {
    const agent = await makeAgent(gateway, 'Ana');
    const channel = await makeForm(gateway, { assign: { to: 'nobody' } });
    const policy = { assign: { to: 'specific', users: [agent.id], teams: [] } };
    await gateway.admin.patch(`/channels/${channel}`, { policy });
    const contact = { name: 'Carl', email: 'carl@customer.example' };
    const { body: ticket } = await gateway.admin.post('/tickets', { subject: 'Broken', text: 'Hi', contact });
    const post = (path: string, body: object = {}) => ({ path, body: () => body });
    const settings = { address: 'desk@shop.example', name: 'Desk', imap: SERVER, smtp: SERVER };
    return {
      '/users': [
        post('/users', { name: 'Ben', email: 'ben@example.com' }),
        post('/users', { name: 'Cem', email: 'cem@example.com', password: 'correct-horse-battery' }),
      ],
      '/users/{id}/invitations': [post(`/users/${agent.id}/invitations`)],
      '/teams': [post('/teams', { name: 'Returns', members: [agent.id] })],
      '/skills': [post('/skills', { name: 'French' })],
      '/contacts': [post('/contacts', { name: 'Dora', emails: ['dora@customer.example'] })],
      '/channels': [post('/channels', { kind: 'email', name: 'Mail', settings })],
      '/channels/{id}/policy-versions/{version}/restore': [
        post(`/channels/${channel}/policy-versions/1/restore`),
      ],
      '/files': [{ path: '/files', body: aFile }],
      '/api-keys': [post('/api-keys', { name: 'Program', scopes: ['read'] })],
      '/tickets': [post('/tickets', { subject: 'Late', text: 'Where is it?', contact })],
      '/tickets/{id}/replies': [post(`/tickets/${ticket.number}/replies`, { text: 'It is on its way.' })],
      '/tickets/{id}/notes': [post(`/tickets/${ticket.number}/notes`, { text: 'Called the carrier.' })],
    };
  }

  function aFile(): FormData {
    const form = new FormData();
    form.set('file', new File(['a,b\n1,2\n'], 'table.csv', { type: 'text/csv' }));
    return form;
  }

  async function counts(): Promise<Record<string, number>> {
    const names = (await gateway.db.listCollections()).map(({ name }) => name);
    const stored = names.filter((name) => !BESIDE.test(name)).toSorted();
    const entries = stored.map(async (name) => [name, await gateway.db.collection(name).countDocuments()]);
    return Object.fromEntries(await Promise.all(entries));
  }

  async function loseAnswers(): Promise<void> {
    const lost = { answer: null, startedAt: new Date(0) };
    await gateway.db.collection('idempotency').updateMany({}, { $set: lost });
  }

  it('has made one thing after the second attempt, which tells of it, on every route of which an example is here', async () => {
    const { paths } = (await gateway.client().get('/openapi.json')).body;
    const makers = Object.keys(paths).filter((path) =>
      paths[path].post?.parameters?.some((p: { name: string }) => p.name === 'Idempotency-Key'),
    );
    expect(makers).to.include.members(Object.keys(examples));
    for (const maker of makers) {
      const tried = examples[maker] ?? [];
      for (const [i, { path, body }] of tried.entries()) {
        const key = { 'idempotency-key': `${maker} ${i}` };
        const first = await gateway.admin.post(path, body(), key);
        expect(first.status, `${path}: ${JSON.stringify(first.body)}`).to.be.oneOf([200, 201]);
        const before = await counts();
        await loseAnswers();
        const second = await gateway.admin.post(path, body(), key);
        expect(second.status, `${path} again: ${JSON.stringify(second.body)}`).to.equal(first.status);
        expect(second.headers.get('idempotent-replayed'), path).to.equal(null);
        expect(second.body.id, path).to.equal(first.body.id);
        expect(await counts(), path).to.deep.equal(before);
      }
    }
  });

  it('gives the same invitation again, which works, and mails it once', async () => {
    await gateway.admin.post('/channels', examples['/channels']?.[0]?.body());
    const key = { 'idempotency-key': 'the invitation' };
    const eve = { name: 'Eve', email: 'eve@example.com' };
    const first = await gateway.admin.post('/users', eve, key);
    await loseAnswers();
    const second = await gateway.admin.post('/users', eve, key);
    expect(second.body.invitation.url).to.equal(first.body.invitation.url);
    expect(await gateway.db.collection('outbox').countDocuments({ 'notice.to': eve.email })).to.equal(1);
    const token = new URL(second.body.invitation.url).searchParams.get('token');
    const accepted = await gateway
      .client()
      .post('/invitations/accept', { token, password: 'correct-horse-battery' });
    expect(accepted.status, JSON.stringify(accepted.body)).to.be.oneOf([200, 201]);
  });

  it('gives an API key that works, since nobody was told the first', async () => {
    const key = { 'idempotency-key': 'the key' };
    const input = { name: 'Script', scopes: ['read'] };
    await gateway.admin.post('/api-keys', input, key);
    await loseAnswers();
    const { body } = await gateway.admin.post('/api-keys', input, key);
    expect((await gateway.client(body.key).get('/tickets')).status).to.equal(200);
    const { body: all } = await gateway.admin.get('/api-keys');
    expect(all.items.filter((k: { name: string }) => k.name === 'Script')).to.have.length(1);
  });
});
