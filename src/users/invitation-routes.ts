import type { Connection } from 'mongoose';
import { z } from 'zod';
import type { Clock } from '../../adapters/adapter.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { NotFound } from '../http/errors.ts';
import { listOf, listQuery } from '../http/list.ts';
import { afterName, pageByName } from '../http/named-list.ts';
import { type Route, route } from '../http/route.ts';
import { tokenModel } from '../setup/token-model.ts';
import { findUser } from './find-user.ts';
import { authorize } from './permissions.ts';
import { userModel } from './user-model.ts';

const shared = { access: 'admin', area: 'users' } as const;

/** Somebody who has not chosen a password yet, as the API shows them. */
export const OpenInvitation = z
  .strictObject({
    user: z.string(),
    name: z.string(),
    email: z.string(),
    state: z.enum(['pending', 'expired']).meta({ description: '`expired`: or revoked; invite again' }),
    expiresAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'OpenInvitation' });

/** The routes by which admins look after those who have not chosen a password yet. */
export function createInvitationRoutes(parts: { db: Connection; clock: Clock; audit: AuditLog }): Route[] {
  return [listOpen(parts), revoke(parts)];
}

function listOpen({ db, clock }: { db: Connection; clock: Clock }): Route {
  return route({
    ...shared,
    method: 'get',
    path: '/invitations',
    summary: 'Lists those who were invited and have not chosen a password yet, by name',
    query: listQuery,
    response: listOf(OpenInvitation),
    async handle({ query }) {
      const found = await userModel(db)
        .find({ active: true, passwordHash: null, ...afterName(query.cursor) })
        .sort({ name: 1, _id: 1 })
        .limit(query.limit + 1)
        .select('name email')
        .lean();
      const { items, next } = pageByName(found, query.limit);
      const ends = await findEnds(
        db,
        items.map(({ _id }) => _id),
        new Date(clock.now()),
      );
      return { items: items.map((user) => present(user, ends.get(user._id))), next };
    },
  });
}

function revoke({ db, audit }: { db: Connection; audit: AuditLog }): Route {
  return route({
    ...shared,
    method: 'delete',
    path: '/users/:id/invitations',
    summary: 'Revokes the link by which a user would choose a password',
    status: 204,
    params: z.strictObject({ id: z.string() }),
    async handle({ actor, params }) {
      const user = await findUser(db, params.id);
      authorize(actor, 'invite', user);
      const { deletedCount } = await tokenModel(db).deleteMany({ kind: 'invitation', user: user._id });
      if (deletedCount === 0) throw new NotFound('invitation');
      const target = { kind: 'user', id: user._id, name: user.name };
      await audit.record({ actor, action: 'revoke-invitation', target, changes: [] });
    },
  });
}

/** When each user's link ends, of those that still work. */
async function findEnds(db: Connection, users: readonly string[], now: Date): Promise<Map<string, Date>> {
  const tokens = await tokenModel(db)
    .find({ kind: 'invitation', user: { $in: users }, expiresAt: { $gt: now } })
    .lean();
  return new Map(tokens.map(({ user, expiresAt }) => [user ?? '', expiresAt]));
}

function present(
  { _id, name, email }: { _id: string; name: string; email: string },
  expiresAt: Date | undefined,
): z.infer<typeof OpenInvitation> {
  const state = expiresAt ? 'pending' : 'expired';
  return { user: _id, name, email, state, expiresAt: expiresAt?.toISOString() ?? null };
}
