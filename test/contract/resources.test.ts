import { expect } from 'chai';
import type { Answer } from '../support/api-client.ts';
import { PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';

/** What outside programs count on: every method and path of the contract that is served by now. */
const OPERATIONS: Record<string, string[]> = {
  '/session': ['get', 'post', 'delete'],
  '/users': ['get', 'post'],
  '/users/me': ['get', 'patch'],
  '/users/{id}': ['get', 'patch'],
  '/users/{id}/availability': ['put'],
  '/teams': ['get', 'post'],
  '/teams/{id}': ['get', 'patch', 'delete'],
  '/skills': ['get', 'post'],
  '/skills/{id}': ['get', 'patch', 'delete'],
  '/contacts': ['get', 'post'],
  '/contacts/{id}': ['get', 'patch', 'delete'],
  '/contacts/{id}/export': ['get'],
  '/channels': ['get', 'post'],
  '/channels/{id}': ['get', 'patch', 'delete'],
  '/channels/{id}/test': ['post'],
  '/tickets': ['get', 'post'],
  '/tickets/{id}': ['get', 'patch'],
  '/tickets/{id}/owner': ['put'],
  '/tickets/{id}/messages': ['get'],
  '/tickets/{id}/replies': ['post'],
  '/tickets/{id}/notes': ['post'],
  '/tickets/{id}/decisions': ['get'],
  '/files': ['post'],
  '/files/{id}': ['get'],
  '/audit-log': ['get'],
  '/api-keys': ['get', 'post'],
  '/replay': ['get'],
};

const CALENDAR = {
  timeZone: 'Europe/Berlin',
  weekly: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '24:00' }],
  closed: ['2026-12-25', { from: '2026-12-27', to: '2026-12-31' }],
  special: [{ date: '2026-12-24', from: '09:00', to: '12:00' }],
};

describe('the resources of the contract', () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await startTestGateway();
  });
  after(() => gateway.stop());

  const ok = (answer: Answer, status = 200) => {
    expect(answer.status, JSON.stringify(answer.body)).to.equal(status);
    return answer.body;
  };
  const submission = { name: 'Kim', email: 'kim@shop.example', subject: 'Shoes', message: 'Too small.' };

  it('are all in the OpenAPI document', async () => {
    const { openapi, paths } = ok(await gateway.client().get('/openapi.json'));
    expect(openapi).to.equal('3.1.0');
    for (const [path, methods] of Object.entries(OPERATIONS)) {
      expect(Object.keys(paths[path] ?? {}), path).to.include.members(methods);
    }
  });

  it('users: everything that is set of them, and their availability now', async () => {
    const outOfOffice = [
      { from: '2030-01-01T00:00:00.000Z', to: '2030-01-08T00:00:00.000Z', note: 'Skiing' },
    ];
    const given = {
      email: 'ana@shop.example',
      name: 'Ana',
      role: 'agent',
      seat: 'service',
      timeZone: 'Europe/Berlin',
      workingHours: CALENDAR,
      outOfOffice,
      capacity: { calling: 1, messaging: 5, email: null },
      phone: '+4930123456',
      teams: [ok(await gateway.admin.post('/teams', { name: 'Returns' }), 201).id],
      skills: [ok(await gateway.admin.post('/skills', { name: 'French' }), 201).id],
    };
    const user = ok(await gateway.admin.post('/users', { ...given, password: PASSWORD }), 201);
    expect(user).to.deep.include({ ...given, active: true });
    expect(user.availability).to.have.all.keys('status', 'reason', 'until');
    expect(JSON.stringify(user)).not.to.contain(PASSWORD);
    expect(ok(await gateway.admin.get(`/users/${user.id}`))).to.deep.include(given);
    const changed = ok(await gateway.admin.patch(`/users/${user.id}`, { workingHours: null, active: false }));
    expect(changed).to.deep.include({ ...given, workingHours: null, active: false });
  });

  it('users: availability by hand, of oneself or by an admin', async () => {
    const { id, email, api } = await makeAgent(gateway, 'Ben', { away: true });
    await api.signIn(email, PASSWORD);
    expect(ok(await api.get('/users/me')).availability).to.include({ status: 'away', reason: 'set-by-hand' });
    expect(ok(await api.put('/users/me/availability', { status: 'available' })).status).to.equal('available');
    expect(ok(await gateway.admin.put(`/users/${id}/availability`, { status: 'away' })).status).to.equal(
      'away',
    );
    ok(await api.put('/users/me/availability', { status: 'busy' }), 400);
    const { id: other } = await makeAgent(gateway, 'Cleo');
    ok(await api.put(`/users/${other}/availability`, { status: 'away' }), 403);
  });

  it('teams have members, skills a name', async () => {
    const { id } = await makeAgent(gateway, 'Dora');
    const team = ok(await gateway.admin.post('/teams', { name: 'Sales', members: [id] }), 201);
    expect(team).to.deep.include({ name: 'Sales', members: [id] });
    expect(ok(await gateway.admin.patch(`/teams/${team.id}`, { members: [] })).members).to.deep.equal([]);
    ok(await gateway.admin.delete(`/teams/${team.id}`), 204);
    ok(await gateway.admin.get(`/teams/${team.id}`), 404);
    const skill = ok(await gateway.admin.post('/skills', { name: 'Greek' }), 201);
    expect(ok(await gateway.admin.patch(`/skills/${skill.id}`, { name: 'Modern Greek' })).name).to.contain(
      'Modern',
    );
    ok(await gateway.admin.delete(`/skills/${skill.id}`), 204);
  });

  it('tickets and messages: with the names and values of the contract', async () => {
    const form = await makeForm(gateway, { assign: { to: 'nobody' } }, { operatingHours: CALENDAR });
    expect(ok(await gateway.admin.get(`/channels/${form}`)).operatingHours).to.deep.equal(CALENDAR);
    const ticket = await routed(gateway, await submit(gateway, form, submission));
    expect(ticket).to.include({ type: 'email', channel: form, subject: 'Shoes', status: 'open' });
    expect(ticket).to.include({ priority: 'normal', owner: null, team: null, assignedAt: null });
    expect(ticket).to.include.keys('number', 'contact', 'createdAt');
    const [message] = ok(await gateway.admin.get(`/tickets/${ticket.id}/messages`)).items;
    expect(message).to.deep.include({ direction: 'in', text: 'Too small.', attachments: [], delivery: null });
    expect(message).to.include.keys('author', 'html', 'at');
  });

  describe('of traffic from outside', () => {
    let form: string;
    before(async () => {
      form = await makeForm(gateway, { assign: { to: 'nobody' } });
    });

    const post = (body: unknown, accept: string, path = form) =>
      gateway.client().post(`//forms/${path}/submissions`, body, { accept });

    it('a form answers a program with the number of its ticket, and a browser with thanks', async () => {
      const program = ok(await post(submission, 'application/json'), 201);
      expect(program).to.deep.equal({ reference: String(program.reference) });
      const ticket = await routed(gateway, program.reference);
      expect(String(ticket.number)).to.equal(program.reference);
      const browser = await post(new URLSearchParams(submission), 'text/html');
      expect(browser.status).to.be.oneOf([200, 201]);
      expect(browser.headers.get('content-type')).to.contain('text/html');
    });

    it('a form refuses what is wrong by the name of the field, and knows no other channel', async () => {
      const wrong = await post({ email: 'no', extra: 1 }, 'application/json');
      expect(wrong.status).to.equal(400);
      expect(wrong.headers.get('content-type')).to.contain('application/problem+json');
      const paths = wrong.body.errors.map((e: { path: string }) => e.path);
      expect(paths).to.include.members(['email', 'message']);
      expect((await post(submission, 'application/json', 'ffffffffffffffffffffffff')).status).to.equal(404);
    });

    it('a form is shown as a page and as a script', async () => {
      const page = await gateway.client().get(`//forms/${form}`);
      expect(page.status).to.equal(200);
      expect(page.body).to.contain('<form');
      const { embed } = ok(await gateway.admin.get(`/channels/${form}`));
      const [, address = ''] = /src="([^"]+)"/.exec(embed) ?? [];
      const script = await gateway.client().get(`/${new URL(address).pathname}`);
      expect(script.status).to.equal(200);
      expect(script.headers.get('content-type')).to.contain('javascript');
    });

    it('a form takes no more a minute from one address than it says, and then answers 429', async () => {
      const settings = { spam: { minSeconds: 0, perMinute: 3 } };
      const slow = await makeForm(gateway, { assign: { to: 'nobody' } }, { settings });
      const answers = [];
      for (let i = 0; i < 4; i += 1) answers.push(await post(submission, 'application/json', slow));
      expect(answers.map((a) => a.status)).to.deep.equal([201, 201, 201, 429]);
      expect(Number(answers[3]?.headers.get('retry-after'))).to.be.greaterThan(0);
    });

    it('healthz and readyz say that it lives and can serve', async () => {
      expect((await gateway.client().get('//healthz')).status).to.equal(200);
      expect((await gateway.client().get('//readyz')).status).to.equal(200);
      const metrics = await gateway.client().get('//metrics');
      expect(metrics.status).to.equal(200);
      expect(metrics.body).to.contain('# TYPE');
    });
  });
});
