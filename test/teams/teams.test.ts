import { expect } from 'chai';
import type request from 'supertest';
import { teamModel } from '../../src/teams/team-model.ts';
import { type Browser, startTestApp, type TestApp } from '../http/test-app.ts';

describe('teams and skills', () => {
  let test: TestApp;
  let admin: Browser;
  let channels: string[] = [];
  before(async () => {
    test = await startTestApp({ usedBy: async () => channels });
  });
  after(() => test.close());
  beforeEach(async () => {
    await test.clear();
    channels = [];
    admin = await test.as('admin');
  });

  const make = async (path: string, body: object): Promise<{ id: string; members: string[] }> =>
    (await admin.send('post', path, body).expect(201)).body;
  const paths = (answer: request.Response) => answer.body.errors.map((e: { path: string }) => e.path);

  describe('a team', () => {
    it('and its members are two views of one truth', async () => {
      const ana = await test.makeUser();
      const team = await make('/teams', { name: 'Night', members: [ana._id] });
      const ben = await admin.send('post', '/users', {
        name: 'Ben',
        email: 'b@example.com',
        teams: [team.id],
      });
      const shown = await admin.send('get', `/teams/${team.id}`).expect(200);
      expect(shown.body.members).to.have.members([ana._id, ben.body.id]);
      await admin.send('patch', `/teams/${team.id}`, { members: [ben.body.id] }).expect(200);
      expect((await admin.send('get', `/users/${ana._id}`)).body.teams).to.deep.equal([]);
      await admin.send('patch', `/users/${ben.body.id}`, { teams: [] }).expect(200);
      expect((await admin.send('get', `/teams/${team.id}`)).body.members).to.deep.equal([]);
    });

    it('keeps its members when only its name changes', async () => {
      const ana = await test.makeUser();
      const team = await make('/teams', { name: 'Night', members: [ana._id] });
      const { body } = await admin.send('patch', `/teams/${team.id}`, { name: 'Day' }).expect(200);
      expect(body).to.deep.include({ name: 'Day', members: [ana._id] });
    });

    it('refuses members that do not exist, and makes nothing', async () => {
      const ana = await test.makeUser();
      const answer = await admin
        .send('post', '/teams', { name: 'Night', members: [ana._id, 'no'] })
        .expect(400);
      expect(paths(answer)).to.deep.equal(['members.1']);
      expect(await teamModel(test.db).countDocuments()).to.equal(0);
    });

    it('has a name of its own, whatever its case', async () => {
      await make('/teams', { name: 'Night' });
      const answer = await admin.send('post', '/teams', { name: 'NIGHT' }).expect(409);
      expect(paths(answer)).to.deep.equal(['name']);
    });

    it('leaves its members when it is deleted', async () => {
      const ana = await test.makeUser();
      const team = await make('/teams', { name: 'Night', members: [ana._id] });
      await admin.send('delete', `/teams/${team.id}`).expect(204);
      expect((await admin.send('get', `/users/${ana._id}`)).body.teams).to.deep.equal([]);
      await admin.send('delete', `/teams/${team.id}`).expect(404);
    });
  });

  describe('a skill', () => {
    it('is made, renamed and deleted, and its users lose it', async () => {
      const skill = await make('/skills', { name: 'Frensh' });
      const ana = await test.makeUser({ skills: [skill.id] });
      const { body } = await admin.send('patch', `/skills/${skill.id}`, { name: 'French' }).expect(200);
      expect(body.name).to.equal('French');
      await admin.send('delete', `/skills/${skill.id}`).expect(204);
      expect((await admin.send('get', `/users/${ana._id}`)).body.skills).to.deep.equal([]);
    });

    it('may be given a name that differs in case alone from its own', async () => {
      const skill = await make('/skills', { name: 'french' });
      await admin.send('patch', `/skills/${skill.id}`, { name: 'French' }).expect(200);
      await admin.send('post', '/skills', { name: 'FRENCH' }).expect(409);
    });
  });

  for (const kind of ['teams', 'skills']) {
    it(`${kind} are not deleted while a policy uses them`, async () => {
      const { id } = await make(`/${kind}`, { name: 'X' });
      channels = ['Support mailbox'];
      const answer = await admin.send('delete', `/${kind}/${id}`).expect(409);
      expect(answer.body.detail).to.contain('Support mailbox');
      await admin.send('get', `/${kind}/${id}`).expect(200);
    });

    it(`${kind} are listed by name with a cursor`, async () => {
      for (const name of ['C', 'A', 'B']) await make(`/${kind}`, { name });
      const first = await admin.send('get', `/${kind}?limit=2`).expect(200);
      expect(first.body.items.map((item: { name: string }) => item.name)).to.deep.equal(['A', 'B']);
      const rest = await admin.send('get', `/${kind}?limit=2&cursor=${first.body.next}`).expect(200);
      expect(rest.body.items.map((item: { name: string }) => item.name)).to.deep.equal(['C']);
      expect(rest.body.next).to.equal(null);
    });
  }
});
