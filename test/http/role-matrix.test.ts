import { expect } from 'chai';
import request from 'supertest';
import { AREAS } from '../../src/api-keys/areas.ts';
import type { Route } from '../../src/http/route.ts';
import { type Browser, startTestApp, type TestApp } from './test-app.ts';

/** The least role of every route, written down once more: a change of rights must be meant. */
const LEAST: Record<string, Route['access']> = {
  'post /session': 'public',
  'get /session': 'agent',
  'delete /session': 'agent',
  'post /setup': 'public',
  'post /invitations/accept': 'public',
  'get /users': 'agent',
  'post /users': 'admin',
  'get /users/me': 'agent',
  'patch /users/me': 'agent',
  'get /users/:id': 'agent',
  'patch /users/:id': 'agent',
  'put /users/:id/availability': 'agent',
  'post /users/:id/invitations': 'admin',
  'delete /users/:id/invitations': 'admin',
  'get /invitations': 'admin',
  'get /users/me/sessions': 'agent',
  'delete /users/me/sessions': 'agent',
  'delete /users/me/sessions/:id': 'agent',
  'get /users/me/two-factor': 'agent',
  'post /users/me/two-factor': 'agent',
  'post /users/me/two-factor/confirmation': 'agent',
  'post /users/me/two-factor/recovery-codes': 'agent',
  'post /users/me/two-factor/removal': 'agent',
  'get /users/:id/two-factor': 'admin',
  'delete /users/:id/two-factor': 'admin',
  'get /teams': 'agent',
  'get /teams/:id': 'agent',
  'post /teams': 'admin',
  'patch /teams/:id': 'admin',
  'delete /teams/:id': 'admin',
  'get /skills': 'agent',
  'get /skills/:id': 'agent',
  'post /skills': 'admin',
  'patch /skills/:id': 'admin',
  'delete /skills/:id': 'admin',
  'get /settings/routing': 'admin',
  'patch /settings/routing': 'admin',
  'get /settings/workspace': 'agent',
  'patch /settings/workspace': 'admin',
  'get /settings/security': 'admin',
  'patch /settings/security': 'superAdmin',
  'get /settings/notification-defaults': 'admin',
  'patch /settings/notification-defaults': 'superAdmin',
  'get /settings/notifications': 'admin',
  'patch /settings/notifications': 'admin',
  'get /users/me/notification-settings': 'agent',
  'patch /users/me/notification-settings': 'agent',
  'delete /users/me/notification-settings': 'agent',
  'delete /users/me/notification-settings/:setting': 'agent',
  'get /notifications': 'agent',
  'patch /notifications/:id': 'agent',
  'post /notifications/read': 'agent',
  'get /push-subscriptions': 'agent',
  'post /push-subscriptions': 'agent',
  'delete /push-subscriptions/:id': 'agent',
  'post /calendars/preview': 'agent',
  'get /calendars/holidays': 'agent',
  'get /calendars/countries': 'agent',
  'post /api-keys': 'superAdmin',
  'get /api-keys': 'admin',
  'delete /api-keys/:id': 'superAdmin',
  'get /audit-log': 'admin',
};

const RANK = ['public', 'agent', 'admin', 'superAdmin'];
/** Neither users nor keys of programs have these. */
const WITHOUT_SCOPES = ['session', 'setup'];

const nameOf = ({ method, path }: Route) => `${method} ${path}`;
const urlOf = ({ path }: Route) => `/api/v1${path.replace(/:\w+/g, 'ffffffffffffffffffffffff')}`;

describe('the rights of the roles', () => {
  let test: TestApp;
  let routes: Route[];
  before(async () => {
    test = await startTestApp();
    routes = test.accounts.routes;
  });
  after(() => test.close());

  const passes = (status: number) => status !== 401 && status !== 403;

  /** Sign-out comes last: nothing is left to ask with afterwards. */
  const inOrder = () =>
    routes.toSorted(
      (a, b) => Number(nameOf(a) === 'delete /session') - Number(nameOf(b) === 'delete /session'),
    );

  it('are written down for every route, and for no other', () => {
    expect(routes.map(nameOf)).to.have.members(Object.keys(LEAST));
  });

  it('let nobody without sign-in past public routes', async () => {
    for (const route of routes) {
      const { status } = await request(test.app)[route.method](urlOf(route));
      // What is public refuses the empty body, not the caller.
      const expected = LEAST[nameOf(route)] === 'public' ? 400 : 401;
      expect(status, nameOf(route)).to.equal(expected);
    }
  });

  for (const role of ['agent', 'admin', 'superAdmin'] as const) {
    it(`let ${role === 'agent' ? 'an agent' : `a ${role}`} reach exactly the routes of the role`, async () => {
      const browser: Browser = await test.as(role);
      for (const route of inOrder()) {
        const { status } = await browser.send(route.method, urlOf(route).replace('/api/v1', ''));
        const allowed = RANK.indexOf(role) >= RANK.indexOf(LEAST[nameOf(route)] ?? '');
        expect(passes(status), `${nameOf(route)}: ${status}`).to.equal(allowed);
      }
    });
  }

  describe('of a key', () => {
    const keyWith = async (scopes: string[]) => {
      const { send } = await test.as('superAdmin');
      const answer = await send('post', '/api-keys', { name: 'program', scopes }).expect(201);
      return String(answer.body.key);
    };
    /** A key is not a user: it has no session, no "me", and nothing that is one person's own. */
    const isOwn = ({ area, path }: Route) =>
      area === 'session' ||
      path.startsWith('/users/me') ||
      /^\/(notifications|push-subscriptions)/.test(path);
    const reached = async (scopes: string[]) => {
      const key = await keyWith(scopes);
      const names: string[] = [];
      for (const route of routes.filter(({ access }) => access !== 'public')) {
        const answer = await request(test.app)
          [route.method](urlOf(route))
          .set('Authorization', `Bearer ${key}`);
        expect(answer.status, nameOf(route)).not.to.equal(401);
        if (isOwn(route)) expect(answer.status, nameOf(route)).to.be.oneOf([400, 403]);
        else if (passes(answer.status)) names.push(nameOf(route));
      }
      return names;
    };
    const expected = (wanted: (route: Route) => boolean) =>
      routes
        .filter((route) => ['agent', 'admin'].includes(LEAST[nameOf(route)] ?? ''))
        .filter((route) => !isOwn(route))
        .filter(wanted)
        .map(nameOf);
    const isGuarded = ({ area }: Route) => ['api-keys', 'audit-log', 'settings'].includes(area);

    it('with `admin` are those of an admin', async () => {
      expect(await reached(['admin'])).to.have.members(expected(() => true));
    });

    it('with `read` end at reading, and leave out keys, audit log and settings', async () => {
      const wanted = expected((route) => route.method === 'get' && !isGuarded(route));
      expect(await reached(['read'])).to.have.members(wanted);
    });

    it('with `write` include reading', async () => {
      expect(await reached(['write'])).to.have.members(expected((route) => !isGuarded(route)));
    });

    it('with the scope of an area end at the area', async () => {
      const wanted = expected((route) => route.area === 'teams' && route.method === 'get');
      expect(await reached(['teams:read'])).to.have.members(wanted);
      expect(await reached(['audit-log:read'])).to.have.members(['get /audit-log']);
    });

    it('can be given for the area of every route', () => {
      const areas = new Set(routes.map(({ area }) => area).filter((area) => !WITHOUT_SCOPES.includes(area)));
      expect([...AREAS]).to.include.members([...areas]);
    });
  });
});
