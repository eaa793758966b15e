import { expect } from 'chai';
import { adapterStateModel } from '../../src/channels/adapter-state-model.ts';
import { sweepAdapterStates } from '../../src/channels/sweep-adapter-states.ts';
import type { Answer } from '../support/api-client.ts';
import { eventually, PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';

const SERVER = { host: '127.0.0.1', port: 9, security: 'none', user: 'u', password: 'imap-secret' };
const EMAIL = {
  address: 'help@shop.example',
  imap: SERVER,
  smtp: { ...SERVER, password: 'smtp-secret' },
};
const OAUTH2 = {
  clientId: 'id',
  clientSecret: 'client-secret',
  refreshToken: 'refresh-secret',
  tokenUrl: 'https://login.example/token',
};

describe('channels', () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await startTestGateway();
  });
  after(() => gateway.stop());

  const post = (body: unknown) => gateway.admin.post('/channels', body);
  const patch = (id: string, body: unknown) => gateway.admin.patch(`/channels/${id}`, body);
  const show = async (id: string) => (await gateway.admin.get(`/channels/${id}`)).body;
  const pathsOf = (answer: Answer) => answer.body.errors.map((e: { path: string }) => e.path);
  const makeMail = async (): Promise<string> => {
    const answer = await post({ kind: 'email', name: 'Mail', enabled: false, settings: EMAIL });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    return answer.body.id;
  };
  /** What is stored of the settings, with secrets sealed. */
  const stored = async (id: string) => {
    const channels = gateway.db.collection<{ _id: string; settings: typeof EMAIL }>('channels');
    return (await channels.findOne({ _id: id }))?.settings;
  };

  it('have the fields of the contract', async () => {
    const id = await makeForm(gateway, { assign: { to: 'nobody' } });
    const body = await show(id);
    expect(body).to.include({ id, kind: 'form', name: 'Contact form', enabled: true, operatingHours: null });
    expect(body.settings.fields.map((f: { name: string }) => f.name)).to.deep.equal([
      ...['name', 'email', 'subject', 'message'],
    ]);
    expect(body.health).to.have.all.keys('state', 'reason', 'since');
    expect(body.embed).to.match(/^<script src="http[^"]+\/forms\/[0-9a-f]{24}\/embed\.js" async><\/script>$/);
    expect((await show(await makeMail())).embed).to.equal(null);
    await eventually('the form is connected', async () => (await show(id)).health.state === 'connected');
  });

  it('come page by page, each once', async () => {
    for (let i = 0; i < 4; i += 1) await makeForm(gateway, { assign: { to: 'nobody' } });
    const all = (await gateway.admin.get('/channels?limit=200')).body;
    expect(all.next).to.equal(null);
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await gateway.admin.get(`/channels?limit=2${cursor}`);
      expect(body.items.length).to.be.lessThan(3);
      seen.push(...body.items.map((c: { id: string }) => c.id));
      cursor = body.next ? `&cursor=${body.next}` : '';
    } while (cursor !== '');
    expect(seen).to.deep.equal(all.items.map((c: { id: string }) => c.id));
  });

  it('change only in the fields that are named, also when two people do it at once', async () => {
    const id = await makeForm(gateway, { assign: { to: 'nobody' } });
    const before = await show(id);
    const hours = { timeZone: 'Europe/Berlin', weekly: [{ days: [1, 2], from: '09:00', to: '17:00' }] };
    const answers = await Promise.all([
      patch(id, { name: 'New name' }),
      patch(id, { operatingHours: hours }),
      patch(id, { policy: { distribution: 'random' } }),
    ]);
    expect(answers.map((a) => a.status)).to.deep.equal([200, 200, 200]);
    const after = await show(id);
    expect(after).to.deep.include({
      name: 'New name',
      settings: before.settings,
      operatingHours: { ...hours, closed: [], special: [] },
    });
    expect(after.policy.distribution).to.equal('random');
    expect((await patch(id, { operatingHours: null })).body.operatingHours).to.equal(null);
  });

  it('refuse wrong settings under `settings.…`, and nothing is changed', async () => {
    const mail = await makeMail();
    const before = await show(mail);
    for (const [settings, paths] of [
      [{ ...EMAIL, address: 'no' }, ['settings.address']],
      [{ ...EMAIL, imap: { ...SERVER, host: 'mail.example' } }, ['settings.imap.security']],
      [{ ...EMAIL, smtp: { ...SERVER, port: 0 }, colour: 1 }, ['settings.smtp.port', 'settings.colour']],
      [{ address: 'a@b.example', smtp: SERVER }, ['settings.imap']],
    ] as const) {
      const answer = await patch(mail, { name: 'Other', settings });
      expect(answer.status).to.equal(400);
      expect(pathsOf(answer)).to.have.members(paths);
    }
    expect(await show(mail)).to.deep.equal(before);
    const forms = [
      [{ fields: [] }, 'settings.fields'],
      [{ spam: { minSeconds: -1 } }, 'settings.spam.minSeconds'],
      [{ replyChannel: 'no-such-channel' }, 'settings.replyChannel'],
      [[], 'settings'],
    ] as const;
    for (const [settings, path] of forms) {
      expect(pathsOf(await post({ kind: 'form', name: 'x', settings })), path).to.deep.equal([path]);
    }
    const answering = { kind: 'form', name: 'x', settings: { replyChannel: mail } };
    expect((await post(answering)).status).to.equal(201);
  });

  it('refuse wrong hours by their path', async () => {
    const id = await makeForm(gateway, { assign: { to: 'nobody' } });
    const before = await show(id);
    const timeZone = 'Europe/Berlin';
    const at = (from: string, to: string, days = [1]) => ({ timeZone, weekly: [{ days, from, to }] });
    for (const [hours, path] of [
      [{ timeZone: 'Mars/Olympus' }, 'operatingHours.timeZone'],
      [{ timeZone: '+02:00' }, 'operatingHours.timeZone'],
      [{}, 'operatingHours.timeZone'],
      [at('9:00', '17:00'), 'operatingHours.weekly.0.from'],
      [at('09:00', '24:30'), 'operatingHours.weekly.0.to'],
      [at('24:00', '09:00'), 'operatingHours.weekly.0.from'],
      [at('09:00', '09:00'), 'operatingHours.weekly.0.to'],
      [at('09:00', '17:00', [8]), 'operatingHours.weekly.0.days.0'],
      [at('09:00', '17:00', []), 'operatingHours.weekly.0.days'],
      [
        { timeZone, special: [{ date: '2026-02-30', from: '09:00', to: '12:00' }] },
        'operatingHours.special.0.date',
      ],
      [{ timeZone, closed: ['2026-13-01'] }, 'operatingHours.closed.0'],
      [
        { timeZone, closed: ['2026-12-25', { from: '2026-12-31', to: '2026-12-27' }] },
        'operatingHours.closed.1.to',
      ],
      [{ timeZone, open: true }, 'operatingHours.open'],
    ] as const) {
      const answer = await patch(id, { name: 'Other', operatingHours: hours });
      expect(answer.status, path).to.equal(400);
      expect(pathsOf(answer)).to.deep.equal([path]);
    }
    expect(await show(id)).to.deep.equal(before);
  });

  it('are of a known kind, and never change it', async () => {
    expect(pathsOf(await post({ kind: 'fax', name: 'x' }))).to.deep.equal(['kind']);
    const id = await makeForm(gateway, { assign: { to: 'nobody' } });
    for (const field of ['kind', 'health', 'embed', 'policyVersion']) {
      expect(pathsOf(await patch(id, { [field]: 'email' }))).to.deep.equal([field]);
    }
  });

  describe('keep their secrets', () => {
    it('out of every answer and the audit log, and encrypted in the database', async () => {
      const id = await makeMail();
      await patch(id, { settings: { ...EMAIL, imap: { ...SERVER, password: 'another-secret' } } });
      const shown = await show(id);
      expect(shown.settings.imap).to.include({ host: '127.0.0.1', user: 'u' });
      const answers = [shown, (await gateway.admin.get('/channels')).body];
      const log = (await gateway.admin.get(`/audit-log?resource=channel&target=${id}`)).body;
      expect(log.items[0].changes.map((c: { path: string }) => c.path)).to.deep.equal([
        'settings.imap.password',
      ]);
      for (const text of [...answers, log, await stored(id)].map((a) => JSON.stringify(a))) {
        expect(text).not.to.match(/(imap|smtp|another)-secret/);
      }
    });

    it('when a change leaves them out, and as they were sealed', async () => {
      const id = await makeMail();
      const before = await stored(id);
      const { password: _, ...server } = SERVER;
      const settings = { address: 'new@shop.example', imap: server, smtp: server };
      expect((await patch(id, { settings })).body.settings.address).to.equal('new@shop.example');
      const after = await stored(id);
      expect(after?.imap.password).to.equal(before?.imap.password);
      expect(after?.smtp.password).to.equal(before?.smtp.password);
    });

    it('no longer when there is no place for them any more', async () => {
      const id = await makeMail();
      const { password: _, ...server } = SERVER;
      const change = { settings: { ...EMAIL, imap: { ...server, oauth2: OAUTH2 } } };
      const { status, body } = await patch(id, change);
      expect(status, JSON.stringify(body)).to.equal(200);
      expect(body.settings.imap.oauth2).to.deep.equal({ clientId: 'id', tokenUrl: OAUTH2.tokenUrl });
      expect((await stored(id))?.imap).not.to.have.property('password');
    });

    it('not beyond their deletion', async () => {
      const id = await makeMail();
      expect((await gateway.admin.delete(`/channels/${id}`)).status).to.equal(204);
      expect((await stored(id))?.imap).not.to.have.property('password');
    });
  });

  it('say that they are switched off, and that they are back', async () => {
    const id = await makeForm(gateway, { assign: { to: 'nobody' } });
    await eventually('it is connected', async () => (await show(id)).health.state === 'connected');
    const { body } = await patch(id, { enabled: false });
    expect(body.health).to.include({ state: 'down', reason: 'It is switched off.' });
    const closed = await gateway
      .client()
      .post(`//forms/${id}/submissions`, { email: 'a@b.example', message: 'x' });
    expect(closed.status).to.equal(404);
    await patch(id, { enabled: true });
    await eventually('it is connected again', async () => (await show(id)).health.state === 'connected');
    await submit(gateway, id);
  });

  it('leave their tickets when they are deleted', async () => {
    const ana = await makeAgent(gateway, 'Ana', { away: true });
    const policy = { assign: { to: 'specific', users: [ana.id], teams: [] }, whenNoneAvailable: 'queue' };
    const id = await makeForm(gateway, policy);
    const { id: ticket } = await routed(gateway, await submit(gateway, id));
    expect((await gateway.admin.delete(`/channels/${id}`)).status).to.equal(204);
    expect((await gateway.admin.get(`/channels/${id}`)).status).to.equal(404);
    expect((await patch(id, { name: 'x' })).status).to.equal(404);
    expect((await gateway.admin.delete(`/channels/${id}`)).status).to.equal(404);
    const list = (await gateway.admin.get('/channels?limit=200')).body.items;
    expect(list.map((c: { id: string }) => c.id)).not.to.include(id);
    expect((await gateway.client().get(`//forms/${id}`)).status).to.equal(404);
    expect((await gateway.admin.get(`/tickets/${ticket}`)).body).to.include({ channel: id, status: 'open' });
    const reply = await gateway.admin.post(`/tickets/${ticket}/replies`, { text: 'Still here.' });
    expect(reply.status).to.equal(201);
  });

  it('leave nothing that their adapters remember when they are deleted, also where one wrote it late', async () => {
    const [gone, kept] = [await makeMail(), await makeMail()];
    const states = adapterStateModel(gateway.db);
    const remember = (...ids: string[]) => states.create(ids.map((_id) => ({ _id, value: 1 })));
    const left = async () => (await states.find().sort({ _id: 1 }).lean()).map((s) => s._id);
    await remember(`${gone}:position`, `${gone}:sealed:token`, `${kept}:position`);
    expect((await gateway.admin.delete(`/channels/${gone}`)).status).to.equal(204);
    expect(await left()).to.deep.equal([`${kept}:position`]);
    await remember(`${gone}:position`);
    expect(await sweepAdapterStates(gateway.db)).to.equal(1);
    expect(await left()).to.deep.equal([`${kept}:position`]);
  });

  it('tell by a test whether they can work, for admins only', async () => {
    const form = await makeForm(gateway, { assign: { to: 'nobody' } });
    const { status, body } = await gateway.admin.post(`/channels/${form}/test`);
    expect(status).to.equal(200);
    expect(body).to.deep.equal({
      ok: true,
      checks: [{ name: 'Senders can be answered', ok: true, error: null }],
    });
    const failed = (await gateway.admin.post(`/channels/${await makeMail()}/test`)).body;
    expect(failed.ok).to.equal(false);
    expect(failed.checks.some((c: { error: string | null }) => c.error !== null)).to.equal(true);
    const agent = await makeAgent(gateway, 'Ben');
    await agent.api.signIn(agent.email, PASSWORD);
    for (const path of ['/channels', `/channels/${form}`]) {
      expect((await agent.api.get(path)).status).to.equal(403);
    }
    expect((await agent.api.post(`/channels/${form}/test`)).status).to.equal(403);
    expect((await agent.api.patch(`/channels/${form}`, { name: 'Mine' })).status).to.equal(403);
    expect((await agent.api.delete(`/channels/${form}`)).status).to.equal(403);
  });
});
