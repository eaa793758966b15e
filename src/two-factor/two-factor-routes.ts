import type { Connection } from 'mongoose';
import { z } from 'zod';
import type { AuditLog } from '../audit/audit-log.ts';
import { BadInput, Conflict, NotAllowed, NotFound } from '../http/errors.ts';
import { requireUser } from '../http/own.ts';
import { type Actor, type Route, route } from '../http/route.ts';
import type { FailedSignIns } from '../sessions/failed-sign-ins.ts';
import { readWorkspace } from '../settings/settings.ts';
import { findUser } from '../users/find-user.ts';
import { isPassword } from '../users/passwords.ts';
import { authorize } from '../users/permissions.ts';
import type { UserRecord } from '../users/user-model.ts';
import { asksForSecondFactor } from './second-factor-rule.ts';
import type { SecondFactors } from './second-factors.ts';

/** What the routes of two-factor sign-in need. */
export interface TwoFactorRouteParts {
  db: Connection;
  audit: AuditLog;
  secondFactors: SecondFactors;
  failedSignIns: FailedSignIns;
}

const area = 'users';
const OWN = '/users/me/two-factor';
const own = { access: 'agent', area } as const;

/** How far somebody's two-factor sign-in is set up, as the API shows it. */
export const StateSchema = z
  .strictObject({
    state: z.enum(['off', 'pending', 'on']),
    since: z.iso.datetime().nullable(),
    recoveryCodesLeft: z.int(),
    required: z.boolean().meta({ description: 'The workspace asks this user for it' }),
  })
  .meta({ id: 'TwoFactor' });
const CodeBody = z.strictObject({
  code: z.string().min(1).max(50).meta({ description: 'Of the authenticator app, or a recovery code' }),
});
const RecoveryCodes = z
  .strictObject({ recoveryCodes: z.array(z.string()) })
  .meta({ id: 'RecoveryCodes', description: 'Each works once; they are never shown again' });
const UserId = z.object({ id: z.string() });

/** The routes by which people set up two-factor sign-in, and admins help those who lost theirs. */
export function createTwoFactorRoutes(parts: TwoFactorRouteParts): Route[] {
  return [showOwn(parts), begin(parts), confirm(parts), renew(parts), remove(parts), ...ofOthers(parts)];
}

function showOwn(parts: TwoFactorRouteParts): Route {
  return route({
    ...own,
    method: 'get',
    path: OWN,
    summary: 'Shows whether one’s two-factor sign-in is on',
    response: StateSchema,
    handle: async ({ actor }) => present(parts, await findUser(parts.db, requireUser(actor))),
  });
}

function begin(parts: TwoFactorRouteParts): Route {
  return route({
    ...own,
    method: 'post',
    path: OWN,
    summary: 'Begins to set up two-factor sign-in: a secret for an authenticator app, shown once',
    status: 201,
    body: z.strictObject({ currentPassword: z.string().max(500) }),
    response: z.strictObject({ secret: z.string(), uri: z.string() }).meta({ id: 'TwoFactorSecret' }),
    async handle({ actor, body }) {
      const user = await findUser(parts.db, requireUser(actor));
      await requirePassword(parts, user, body.currentPassword);
      const { name } = await readWorkspace(parts.db);
      return parts.secondFactors.begin(user._id, { issuer: name, account: user.email });
    },
  });
}

function confirm({ secondFactors, audit }: TwoFactorRouteParts): Route {
  return route({
    ...own,
    method: 'post',
    path: `${OWN}/confirmation`,
    summary: 'Turns two-factor sign-in on by a code of the app, and gives the recovery codes',
    body: CodeBody,
    response: RecoveryCodes,
    async handle({ actor, body }) {
      const recoveryCodes = await secondFactors.confirm(requireUser(actor), body.code);
      await record(audit, actor, { _id: actor.id, name: actor.name }, 'on');
      return { recoveryCodes };
    },
  });
}

function renew({ secondFactors }: TwoFactorRouteParts): Route {
  return route({
    ...own,
    method: 'post',
    path: `${OWN}/recovery-codes`,
    summary: 'Makes new recovery codes; the earlier ones stop working',
    body: CodeBody,
    response: RecoveryCodes,
    async handle({ actor, body, req }) {
      const user = requireUser(actor);
      await requireOn(secondFactors, user);
      await secondFactors.require(user, body.code, req.ip ?? '');
      return { recoveryCodes: await secondFactors.renewRecoveryCodes(user) };
    },
  });
}

function remove({ db, secondFactors, audit }: TwoFactorRouteParts): Route {
  return route({
    ...own,
    method: 'post',
    path: `${OWN}/removal`,
    summary: 'Turns two-factor sign-in off, where the workspace does not ask for it',
    status: 204,
    body: CodeBody,
    async handle({ actor, body, req }) {
      const user = requireUser(actor);
      await requireOn(secondFactors, user);
      if (await asksForSecondFactor(db, actor.role)) {
        throw new Conflict('second-factor-asked-for', 'Your workspace asks for two-factor sign-in.');
      }
      await secondFactors.require(user, body.code, req.ip ?? '');
      await secondFactors.remove(user);
      await record(audit, actor, { _id: user, name: actor.name }, 'off');
    },
  });
}

function ofOthers(parts: TwoFactorRouteParts): Route[] {
  const { db, secondFactors, audit } = parts;
  const shared = { path: '/users/:id/two-factor', access: 'admin', area, params: UserId } as const;
  return [
    route({
      ...shared,
      method: 'get',
      summary: 'Shows whether a user’s two-factor sign-in is on',
      response: StateSchema,
      handle: async ({ params }) => present(parts, await findUser(db, params.id)),
    }),
    route({
      ...shared,
      method: 'delete',
      summary: 'Resets the two-factor sign-in of a user who lost theirs',
      status: 204,
      async handle({ actor, params }) {
        const user = await findUser(db, params.id);
        if (actor.kind === 'user' && actor.id === user._id) {
          throw new NotAllowed('Turn your own off with a code.');
        }
        authorize(actor, 'change', user);
        if (!(await secondFactors.remove(user._id))) throw new NotFound('second factor');
        await record(audit, actor, user, 'off');
      },
    }),
  ];
}

async function present({ db, secondFactors }: TwoFactorRouteParts, user: UserRecord) {
  const { since, ...state } = await secondFactors.stateOf(user._id);
  const required = await asksForSecondFactor(db, user.role);
  return { ...state, since: since?.toISOString() ?? null, required };
}

async function requireOn(secondFactors: SecondFactors, user: string): Promise<void> {
  const { state } = await secondFactors.stateOf(user);
  if (state !== 'on') throw new Conflict('not-on', 'Two-factor sign-in is not on.');
}

/** An open console is not enough to take over an account. */
async function requirePassword(
  { failedSignIns }: TwoFactorRouteParts,
  user: UserRecord,
  password: string,
): Promise<void> {
  const attempt = [user.email, `console of ${user._id}`] as const;
  await failedSignIns.refuse(...attempt);
  if (await isPassword(user.passwordHash, password)) return;
  await failedSignIns.count(...attempt);
  throw new BadInput([{ path: 'currentPassword', message: 'This is not your present password.' }]);
}

async function record(
  audit: AuditLog,
  actor: Actor,
  user: Pick<UserRecord, '_id' | 'name'>,
  to: 'on' | 'off',
): Promise<void> {
  const changes = [{ path: 'twoFactor', from: to === 'on' ? 'off' : 'on', to }];
  const target = { kind: 'user', id: user._id, name: user.name };
  await audit.record({ actor, action: 'change', target, changes });
}
