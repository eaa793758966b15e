import { expect } from 'chai';
import { newId } from '../../src/store/ids.ts';
import type { Answer } from '../support/api-client.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm, routed, submit } from '../support/workspace.ts';

describe('contacts', () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await startTestGateway();
  });
  after(() => gateway.stop());

  const post = (body: unknown) => gateway.admin.post('/contacts', body);
  const patch = (id: string, body: unknown) => gateway.admin.patch(`/contacts/${id}`, body);
  const show = async (id: string) => (await gateway.admin.get(`/contacts/${id}`)).body;
  const pathsOf = (answer: Answer) => answer.body.errors.map((e: { path: string }) => e.path);
  const found = async (q: string): Promise<string[]> => {
    const answer = await gateway.admin.get(`/contacts?q=${encodeURIComponent(q)}`);
    expect(answer.status).to.equal(200);
    return answer.body.items.map((c: { id: string }) => c.id);
  };

  it('have name, addresses, numbers, an owner, and whether a cookie tracks them', async () => {
    const owner = (await makeAgent(gateway, 'Ana')).id;
    const given = {
      name: 'Kim',
      emails: ['Kim@Shop.Example', 'kim@shop.example'],
      phones: ['+49 30 123456'],
    };
    const { status, body } = await post({ ...given, owner, tracked: true });
    expect(status).to.equal(201);
    expect(body).to.deep.include({
      name: 'Kim',
      emails: ['kim@shop.example'],
      phones: ['+4930123456'],
      owner,
      tracked: true,
    });
    expect(body).to.have.all.keys(
      ...['id', 'name', 'emails', 'phones', 'owner', 'tracked', 'createdAt', 'updatedAt'],
    );
    expect(await show(body.id)).to.deep.equal(body);
  });

  it('change only in the fields that are named', async () => {
    const { body } = await post({ name: 'Lee', emails: ['lee@shop.example'] });
    const changed = (await patch(body.id, { phones: ['+4930222222'] })).body;
    expect(changed).to.deep.include({ name: 'Lee', emails: ['lee@shop.example'], phones: ['+4930222222'] });
    expect((await patch(body.id, { name: null, emails: [] })).body).to.deep.include({
      name: null,
      emails: [],
    });
    expect((await patch(newId(), { name: 'x' })).status).to.equal(404);
  });

  it('are found by any word of their name and the beginning of an address or number', async () => {
    const made = await post({ name: 'Zoë van Quux', emails: ['zq@quux.example'], phones: ['+4930333333'] });
    for (const q of ['zoe', 'QUUX', 'van zo', 'zq@q', 'quux.example', '+49 30 333', '+4930333333']) {
      expect(await found(q), q).to.deep.equal([made.body.id]);
    }
    await patch(made.body.id, { name: 'Renamed' });
    expect(await found('van')).to.deep.equal([]);
    expect(await found('renam')).to.deep.equal([made.body.id]);
    expect(await found('.*')).to.deep.equal([]);
  });

  it('refuse an address or number of another contact with 409 and its path', async () => {
    const taken = { emails: ['taken@shop.example'], phones: ['+4930444444'] };
    await post(taken);
    const answer = await post({
      emails: ['free@shop.example', 'TAKEN@shop.example'],
      phones: ['+4930444444'],
    });
    expect(answer.status).to.equal(409);
    expect(pathsOf(answer)).to.deep.equal(['emails.1', 'phones.0']);
    expect(await found('free@')).to.deep.equal([]);
    const { body: other } = await post({ name: 'Other' });
    expect(pathsOf(await patch(other.id, taken))).to.deep.equal(['emails.0', 'phones.0']);
    expect(await show(other.id)).to.deep.equal(other);
  });

  it('refuse each wrong field by its path, and nothing is changed', async () => {
    const { body } = await post({ name: 'Mo' });
    for (const [wrong, path] of [
      [{ emails: ['fine@a.example', 'no'] }, 'emails.1'],
      [{ phones: ['030'] }, 'phones.0'],
      [{ owner: 'no-such-user' }, 'owner'],
      [{ name: 'New', visitors: ['x'] }, 'visitors'],
      [{ tracked: 'yes' }, 'tracked'],
    ] as const) {
      const answer = await patch(body.id, wrong);
      expect(answer.status, path).to.equal(400);
      expect(pathsOf(answer)).to.deep.equal([path]);
    }
    expect(await show(body.id)).to.deep.equal(body);
    expect(pathsOf(await post({}))).to.deep.equal(['name']);
  });

  it('keep an owner who was deactivated, but take no such one', async () => {
    const gone = await makeAgent(gateway, 'Gone');
    const { body } = await post({ name: 'Loyal', owner: gone.id });
    await gateway.admin.patch(`/users/${gone.id}`, { active: false });
    expect((await patch(body.id, { tracked: true })).body).to.include({ owner: gone.id, tracked: true });
    expect(pathsOf(await post({ name: 'New', owner: gone.id }))).to.deep.equal(['owner']);
  });

  it('are one person to a form while somebody makes or changes them by hand', async () => {
    const form = await makeForm(gateway, { assign: { to: 'nobody' } });
    const owner = (await makeAgent(gateway, 'Nia')).id;
    const rounds = Array.from({ length: 8 }, (_, i) => i);
    for (const i of rounds) {
      const email = `race${i}@shop.example`;
      const [number, made] = await Promise.all([submit(gateway, form, { email }), post({ emails: [email] })]);
      const ticket = await routed(gateway, number);
      expect([201, 409]).to.include(made.status);
      if (made.status === 201) expect(ticket.contact).to.equal(made.body.id);
      expect(await found(email)).to.deep.equal([ticket.contact]);
      const name = `Racer ${i}`;
      const [again, changed] = await Promise.all([
        submit(gateway, form, { email, name }),
        patch(ticket.contact, { owner }),
      ]);
      expect(changed.status).to.equal(200);
      await routed(gateway, again);
      expect(await show(ticket.contact)).to.include({ owner });
    }
  });

  it('lose nothing when two people change them at once', async () => {
    const owner = (await makeAgent(gateway, 'Ole')).id;
    const { body } = await post({ name: 'Busy' });
    const changes = [{ owner }, { tracked: true }, { emails: ['busy@shop.example'] }, { name: 'Busier' }];
    const answers = await Promise.all(changes.map((change) => patch(body.id, change)));
    expect(answers.map((a) => a.status)).to.deep.equal([200, 200, 200, 200]);
    expect(await show(body.id)).to.deep.include(Object.assign({}, ...changes));
  });
});
