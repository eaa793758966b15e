import { expect } from 'chai';
import type { Query } from 'mongoose';
import { apiKeyModel } from '../../src/api-keys/api-key-model.ts';
import { auditModel } from '../../src/audit/audit-model.ts';
import { sessionModel } from '../../src/sessions/session-model.ts';
import { tokenModel } from '../../src/setup/token-model.ts';
import { userModel } from '../../src/users/user-model.ts';
import { startTestApp, type TestApp } from '../http/test-app.ts';

describe('the indexes of people and sign-in', () => {
  let test: TestApp;
  before(async () => {
    test = await startTestApp();
  });
  after(() => test.close());

  const plans: Record<string, () => Query<unknown, unknown>> = {
    'a sign-in': () => userModel(test.db).findOne({ email: 'a@example.com' }),
    'a key': () => apiKeyModel(test.db).findOne({ digest: 'x' }),
    'the sessions of a user': () => sessionModel(test.db).find({ 'session.userId': 'x' }),
    'the links of a user': () => tokenModel(test.db).find({ kind: 'invitation', user: 'x' }),
    'the members of a team': () => userModel(test.db).find({ teams: { $in: ['x'] } }),
    'who has a skill': () => userModel(test.db).find({ skills: 'x' }),
    'the other super admins': () => userModel(test.db).find({ role: 'superAdmin', active: true }),
    'the list of users': () => userModel(test.db).find().sort({ name: 1, _id: 1 }),
    'the audit log': () => auditModel(test.db).find().sort({ at: -1, _id: -1 }),
    'the audit log of one person': () =>
      auditModel(test.db).find({ 'actor.id': 'x' }).sort({ at: -1, _id: -1 }),
    'the audit log of one thing': () =>
      auditModel(test.db).find({ 'target.kind': 'x', 'target.id': 'y' }).sort({ at: -1, _id: -1 }),
  };

  for (const [what, query] of Object.entries(plans)) {
    it(`find ${what} without looking at everything or sorting`, async () => {
      const plan = JSON.stringify(await query().explain('queryPlanner'));
      expect(plan).to.contain('IXSCAN').and.not.contain('COLLSCAN').and.not.contain('"SORT"');
    });
  }
});
