import { expect } from 'chai';
import type { Answer } from '../support/api-client.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';

const SERVER = { host: '127.0.0.1', port: 9, security: 'none', user: 'u', password: 'p' };
const EMAIL = { address: 'help@shop.example', imap: SERVER, smtp: SERVER };

describe('a policy', () => {
  let gateway: TestGateway;
  let ana: string;
  let seatless: string;
  let gone: string;
  let staffed: string;
  let empty: string;
  let form: string;
  let mail: string;

  before(async () => {
    gateway = await startTestGateway();
    ana = (await makeAgent(gateway, 'Ana')).id;
    seatless = (await makeAgent(gateway, 'Ben', { seat: 'none' })).id;
    gone = (await makeAgent(gateway, 'Cleo')).id;
    await gateway.admin.patch(`/users/${gone}`, { active: false });
    staffed = (await gateway.admin.post('/teams', { name: 'Staffed', members: [ana] })).body.id;
    empty = (await gateway.admin.post('/teams', { name: 'Empty', members: [seatless, gone] })).body.id;
    form = await makeForm(gateway, specific([ana]));
    const body = { kind: 'email', name: 'Mail', enabled: false, settings: EMAIL };
    mail = (await gateway.admin.post('/channels', body)).body.id;
  });
  after(() => gateway.stop());

  const specific = (users: string[], teams: string[] = []) => ({ assign: { to: 'specific', users, teams } });
  const customerAgent = (fallback: unknown) => ({ assign: { to: 'customerAgent', agent: 'bot', fallback } });
  const patch = (id: string, body: unknown) => gateway.admin.patch(`/channels/${id}`, body);
  /** The channel as it is set up; how it is may change meanwhile. */
  const show = async (id: string) => {
    const { health: _, ...setUp } = (await gateway.admin.get(`/channels/${id}`)).body;
    return setUp;
  };
  const pathsOf = (answer: Answer) => answer.body.errors.map((e: { path: string }) => e.path);
  const messageOf = (answer: Answer, path: string): string =>
    answer.body.errors.find((e: { path: string }) => e.path === path)?.message;

  /** Refused at PATCH and at POST, by exactly these paths, and nothing is changed or made. */
  async function expectRefused(id: string, policy: unknown, paths: string[]): Promise<Answer> {
    const before = await show(id);
    const all = (await gateway.admin.get('/channels?limit=200')).body.items.length;
    const answer = await patch(id, { name: 'Renamed', policy });
    expect(answer.status, JSON.stringify(policy)).to.equal(400);
    expect(pathsOf(answer), JSON.stringify(answer.body.errors)).to.have.members(paths);
    expect(await show(id)).to.deep.equal(before);
    const { kind } = before;
    const settings = kind === 'email' ? EMAIL : {};
    const made = await gateway.admin.post('/channels', { kind, name: 'New', settings, policy });
    expect(made.status).to.equal(400);
    expect(pathsOf(made)).to.have.members(paths);
    expect((await gateway.admin.get('/channels?limit=200')).body.items).to.have.length(all);
    return answer;
  }

  it('assigns to nobody unless told otherwise', async () => {
    const { body } = await gateway.admin.post('/channels', { kind: 'form', name: 'Plain' });
    expect(body.policy).to.deep.equal({
      assign: { to: 'nobody' },
      distribution: 'load-balanced',
      onlyAvailable: true,
      whenNoneAvailable: 'leave',
      skills: { required: [], rules: [], fallback: 'unassigned' },
      steps: [],
      unansweredMinutes: null,
    });
    expect(body.policyVersion).to.equal(1);
  });

  describe('is refused, field by field, with the reason', () => {
    it('when no user or team is chosen', async () => {
      await expectRefused(form, specific([]), ['policy.assign.users']);
    });

    it('when a team has no active user with a Service seat', async () => {
      const answer = await expectRefused(form, { assign: { to: 'team', team: empty } }, [
        'policy.assign.team',
      ]);
      expect(messageOf(answer, 'policy.assign.team')).to.contain('Empty').and.contain('Service seat');
      await expectRefused(form, specific([ana], [staffed, empty]), ['policy.assign.teams.1']);
    });

    it('when a user has no Service seat, is deactivated or does not exist', async () => {
      const paths = ['policy.assign.users.1', 'policy.assign.users.2', 'policy.assign.users.3'];
      const answer = await expectRefused(form, specific([ana, seatless, gone, 'nobody-here']), paths);
      expect(messageOf(answer, 'policy.assign.users.1')).to.contain('Ben').and.contain('Service seat');
      expect(messageOf(answer, 'policy.assign.users.2')).to.contain('deactivated');
    });

    it('when a team is not named or does not exist', async () => {
      for (const team of ['', 'no-such-team', 7, undefined]) {
        await expectRefused(form, { assign: { to: 'team', team } }, ['policy.assign.team']);
      }
    });

    it('when the channel does not have the option', async () => {
      const answer = await expectRefused(form, customerAgent({ to: 'nobody' }), ['policy.assign.to']);
      expect(messageOf(answer, 'policy.assign.to')).to.contain('Customer agent').and.contain('form');
      await expectRefused(form, { assign: { to: 'everybody' } }, ['policy.assign.to']);
    });

    it('when it names a customer agent, for there is none, and also for a wrong fallback', async () => {
      const answer = await expectRefused(mail, customerAgent({ to: 'nobody' }), ['policy.assign.agent']);
      expect(messageOf(answer, 'policy.assign.agent')).to.match(/no such AI agent/);
      await expectRefused(mail, customerAgent({ to: 'specific', users: [seatless] }), [
        'policy.assign.agent',
        'policy.assign.fallback.users.0',
      ]);
    });

    it('when a fallback is itself a customer agent', async () => {
      const nested = { to: 'customerAgent', agent: 'bot', fallback: { to: 'nobody' } };
      const answer = await patch(mail, { policy: customerAgent(nested) });
      expect(answer.status).to.equal(400);
      expect(pathsOf(answer)[0]).to.match(/^policy\.assign\.fallback/);
      expect(answer.body.errors[0].message).to.contain('customer agent');
    });

    it('when a skill does not exist', async () => {
      const rules = [{ field: 'subject', contains: 'x', skills: ['no-such-skill'] }];
      const skills = { required: ['no-such-skill'], rules };
      await expectRefused(form, { ...specific([ana]), skills }, [
        'policy.skills.required.0',
        'policy.skills.rules.0.skills.0',
      ]);
    });

    it('when its steps cannot work', async () => {
      const steps = [
        { afterMinutes: 10, do: { alertAdmins: true } },
        { afterMinutes: 10, do: { assign: { to: 'team', team: empty } } },
      ];
      await expectRefused(form, { ...specific([ana]), steps }, [
        'policy.steps.0.do',
        'policy.steps.1.afterMinutes',
        'policy.steps.1.do.assign.team',
      ]);
    });

    it('when it has a field that nobody knows, or a value that is none', async () => {
      await expectRefused(form, { ...specific([ana]), speed: 9 }, ['policy.speed']);
      await expectRefused(form, { ...specific([ana]), distribution: 'fair' }, ['policy.distribution']);
      await expectRefused(form, { assign: { to: 'nobody', users: [ana] } }, ['policy.assign.users']);
      await expectRefused(form, { ...specific([ana]), unansweredMinutes: 0 }, ['policy.unansweredMinutes']);
    });

    it('together with wrong settings and hours, all of them at once', async () => {
      const operatingHours = { timeZone: 'Europe/Berlin', weekly: [], closed: [], special: [] };
      const answer = await patch(form, {
        policy: specific([gone]),
        settings: { fields: [{ name: '1st' }], colour: 'red' },
        operatingHours,
      });
      const [first, ...others] = ['policy.assign.users.0', 'settings.colour', 'settings.fields.0.name'];
      expect(pathsOf(answer)).to.have.members([first, ...others]);
    });
  });

  describe('has versions', () => {
    const versions = async (id: string, query = '') =>
      (await gateway.admin.get(`/channels/${id}/policy-versions${query}`)).body;

    it('that count its changes, with their authors', async () => {
      const id = await makeForm(gateway, specific([ana]));
      await patch(id, { name: 'Renamed' });
      await patch(id, { policy: specific([ana]) });
      expect((await show(id)).policyVersion).to.equal(1);
      await patch(id, { policy: { assign: { to: 'nobody' } } });
      const { items, next } = await versions(id);
      expect(next).to.equal(null);
      expect(items.map((v: { version: number }) => v.version)).to.deep.equal([2, 1]);
      expect(items[0].policy.assign).to.deep.equal({ to: 'nobody' });
      expect(items[0].author).to.include({ kind: 'user' });
      const first = await versions(id, '?limit=1');
      expect((await versions(id, `?limit=1&cursor=${first.next}`)).items[0].version).to.equal(1);
    });

    it('of which an earlier one can be restored, as a new version', async () => {
      const id = await makeForm(gateway, specific([ana]));
      await patch(id, { policy: { assign: { to: 'team', team: staffed } } });
      const { status, body } = await gateway.admin.post(`/channels/${id}/policy-versions/1/restore`);
      expect(status).to.equal(200);
      expect(body.policy.assign).to.deep.equal({ to: 'specific', users: [ana], teams: [] });
      expect(body.policyVersion).to.equal(3);
      for (const version of ['9', 'first']) {
        const { status: refused } = await gateway.admin.post(
          `/channels/${id}/policy-versions/${version}/restore`,
        );
        expect(refused).to.equal(version === '9' ? 404 : 400);
      }
    });

    it('of which one that can no longer work is not restored', async () => {
      const late = (await makeAgent(gateway, 'Late')).id;
      const id = await makeForm(gateway, specific([late]));
      await patch(id, { policy: { assign: { to: 'nobody' } } });
      await gateway.admin.patch(`/users/${late}`, { active: false });
      const answer = await gateway.admin.post(`/channels/${id}/policy-versions/1/restore`);
      expect(answer.status).to.equal(400);
      expect(pathsOf(answer)).to.deep.equal(['policy.assign.users.0']);
    });

    it('that decisions name', async () => {
      const id = await makeForm(gateway, specific([ana]));
      await patch(id, { policy: { ...specific([ana]), distribution: 'round-robin' } });
      const ticket = await routed(gateway, await submit(gateway, id));
      const { body } = await gateway.admin.get(`/tickets/${ticket.id}/decisions`);
      expect(body.items[0].policy).to.include({ channel: id, version: 2, distribution: 'round-robin' });
    });
  });

  it('keeps a team or skill that it uses from being deleted, with 409', async () => {
    const team = (await gateway.admin.post('/teams', { name: 'Needed', members: [ana] })).body.id;
    const skill = (await gateway.admin.post('/skills', { name: 'French' })).body.id;
    const steps = [{ afterMinutes: 5, do: { relaxSkills: [skill] } }];
    const id = await makeForm(gateway, { ...specific([], [team]), skills: { required: [skill] }, steps });
    for (const path of [`/teams/${team}`, `/skills/${skill}`]) {
      const answer = await gateway.admin.delete(path);
      expect(answer.status).to.equal(409);
      expect(answer.body.detail).to.contain('Contact form');
    }
    await gateway.admin.delete(`/channels/${id}`);
    for (const path of [`/teams/${team}`, `/skills/${skill}`]) {
      expect((await gateway.admin.delete(path)).status).to.equal(204);
    }
  });
});
