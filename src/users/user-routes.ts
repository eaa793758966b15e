import type { Connection } from 'mongoose';
import { z } from 'zod';
import type { Clock } from '../../adapters/adapter.ts';
import { availabilityOf } from '../../routing/availability.ts';
import { NotAllowed } from '../http/errors.ts';
import { listOf, listQuery } from '../http/list.ts';
import { type Actor, type Route, route } from '../http/route.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { readRoutingRules } from '../settings/routing-rules.ts';
import { presentInvitation } from '../setup/invitations.ts';
import { can } from './permissions.ts';
import { presentAvailability, presentUser } from './present-user.ts';
import { toRoutingUser } from './routing-user.ts';
import type { UserRecord } from './user-model.ts';
import {
  AvailabilitySchema,
  InvitationSchema,
  NewUser,
  UserChange,
  type UserChangeInput,
  UserSchema,
} from './user-schemas.ts';
import type { Users } from './users.ts';

/** What the routes of users need. */
export interface UserRouteParts {
  db: Connection;
  clock: Clock;
  users: Users;
  sessions: Sessions;
}

const area = 'users';
const UserId = z.object({ id: z.string().meta({ description: 'A user id, or `me`' }) });

/** The routes of users, one's own among them. */
export function createUserRoutes(parts: UserRouteParts): Route[] {
  return [listUsers(parts), makeUser(parts), ...ownUser(parts), ...oneUser(parts)];
}

function listUsers(parts: UserRouteParts): Route {
  return route({
    method: 'get',
    path: '/users',
    summary: 'Lists users by name',
    access: 'agent',
    area,
    query: listQuery.extend({
      q: z.string().max(200).optional().meta({ description: 'Part of a name or an address' }),
      team: z.string().optional(),
      active: z.stringbool().optional(),
    }),
    response: listOf(UserSchema),
    async handle({ actor, query }) {
      const { items, next } = await parts.users.list(query);
      const present = await presenterFor(parts, actor);
      return { items: items.map(present), next };
    },
  });
}

function makeUser(parts: UserRouteParts): Route {
  return route({
    method: 'post',
    path: '/users',
    summary: 'Makes a user; without a password they are invited',
    access: 'admin',
    area,
    status: 201,
    makes: true,
    body: NewUser,
    response: UserSchema.extend({ invitation: InvitationSchema.optional() }),
    async handle({ actor, body, made }) {
      const { user, invitation } = await parts.users.create(actor, body, made);
      const present = await presenterFor(parts, actor);
      return { ...present(user), ...(invitation && { invitation: presentInvitation(invitation) }) };
    },
  });
}

function ownUser(parts: UserRouteParts): Route[] {
  return [
    route({
      method: 'get',
      path: '/users/me',
      summary: 'Shows oneself',
      access: 'agent',
      area,
      response: UserSchema,
      handle: ({ actor }) => show(parts, actor, 'me'),
    }),
    route({
      method: 'patch',
      path: '/users/me',
      summary: 'Changes oneself',
      access: 'agent',
      area,
      body: UserChange,
      response: UserSchema,
      handle: ({ actor, body, req }) => change(parts, actor, { id: 'me', body, req }),
    }),
  ];
}

function oneUser(parts: UserRouteParts): Route[] {
  return [
    route({
      method: 'get',
      path: '/users/:id',
      summary: 'Shows a user',
      access: 'agent',
      area,
      params: UserId,
      response: UserSchema,
      handle: ({ actor, params }) => show(parts, actor, params.id),
    }),
    route({
      method: 'patch',
      path: '/users/:id',
      summary: 'Changes the named fields of a user',
      access: 'agent',
      area,
      params: UserId,
      body: UserChange,
      response: UserSchema,
      handle: ({ actor, params, body, req }) => change(parts, actor, { id: params.id, body, req }),
    }),
    setAvailability(parts),
    route({
      method: 'post',
      path: '/users/:id/invitations',
      summary: 'Makes a link by which a user chooses a password; earlier ones stop working',
      access: 'admin',
      area,
      status: 201,
      makes: true,
      params: UserId,
      response: InvitationSchema,
      async handle({ actor, params, made }) {
        return presentInvitation(await parts.users.invite(actor, resolveMe(actor, params.id), made));
      },
    }),
  ];
}

function setAvailability(parts: UserRouteParts): Route {
  return route({
    method: 'put',
    path: '/users/:id/availability',
    summary: 'Sets the availability by hand',
    access: 'agent',
    area,
    params: UserId,
    body: z.strictObject({ status: z.enum(['available', 'away']) }),
    response: AvailabilitySchema,
    async handle({ actor, params, body }) {
      const user = await parts.users.setAvailability(actor, resolveMe(actor, params.id), body.status);
      const rules = await readRoutingRules(parts.db);
      return presentAvailability(availabilityOf(toRoutingUser(user), rules, parts.clock.now()));
    },
  });
}

async function show(parts: UserRouteParts, actor: Actor, id: string) {
  const user = await parts.users.find(resolveMe(actor, id));
  return (await presenterFor(parts, actor))(user);
}

async function change(
  parts: UserRouteParts,
  actor: Actor,
  { id, body, req }: { id: string; body: UserChangeInput; req: Parameters<Sessions['start']>[0] },
) {
  const user = await parts.users.change(actor, resolveMe(actor, id), body);
  const ownPassword = body.password !== undefined && actor.kind === 'user' && actor.id === user._id;
  // Every session has ended; whoever did it goes on in a new one.
  if (ownPassword) await parts.sessions.start(req, user, req.session.csrfToken);
  return (await presenterFor(parts, actor))(user);
}

async function presenterFor({ db, clock }: UserRouteParts, actor: Actor) {
  const rules = await readRoutingRules(db);
  const at = clock.now();
  return (user: UserRecord) => presentUser(user, { rules, at, details: can(actor, 'see details of', user) });
}

function resolveMe(actor: Actor, id: string): string {
  if (id !== 'me') return id;
  if (actor.kind !== 'user') throw new NotAllowed('A key is not a user: name the user by id.');
  return actor.id;
}
