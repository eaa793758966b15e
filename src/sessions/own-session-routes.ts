import { createHash } from 'node:crypto';
import type { Connection } from 'mongoose';
import { z } from 'zod';
import { NotFound } from '../http/errors.ts';
import { listOf } from '../http/list.ts';
import { requireUser } from '../http/own.ts';
import { type Route, route } from '../http/route.ts';
import { type SessionRecord, sessionModel } from './session-model.ts';
import { LIFETIME_MS } from './sessions.ts';

const path = '/users/me/sessions';
const shared = { access: 'agent', area: 'users' } as const;

/** A place where somebody is signed in, as the API shows it. */
export const OwnSessionSchema = z
  .strictObject({
    id: z.string(),
    device: z.string().meta({ example: 'Firefox on Linux' }),
    startedAt: z.iso.datetime().nullable(),
    lastSeenAt: z.iso.datetime().meta({ description: 'To within a minute' }),
    current: z.boolean().meta({ description: 'The one that asks' }),
  })
  .meta({ id: 'OwnSession' });

/** The routes by which people see where they are signed in, and sign out there. */
export function createOwnSessionRoutes({ db }: { db: Connection }): Route[] {
  return [
    route({
      ...shared,
      method: 'get',
      path,
      summary: 'Lists where one is signed in, the latest seen first',
      response: listOf(OwnSessionSchema),
      async handle({ actor, req }) {
        const sessions = await sessionsOf(db, requireUser(actor));
        return { items: sessions.map((session) => present(session, req.sessionID)), next: null };
      },
    }),
    route({
      ...shared,
      method: 'delete',
      path,
      summary: 'Signs out everywhere else',
      status: 204,
      async handle({ actor, req }) {
        const others = { 'session.userId': requireUser(actor), _id: { $ne: req.sessionID } };
        await sessionModel(db).deleteMany(others);
      },
    }),
    route({
      ...shared,
      method: 'delete',
      path: `${path}/:id`,
      summary: 'Signs out in one place',
      status: 204,
      params: z.strictObject({ id: z.string().min(1).max(100) }),
      async handle({ actor, params }) {
        const sessions = await sessionsOf(db, requireUser(actor));
        const session = sessions.find(({ _id }) => nameOf(_id) === params.id);
        if (!session) throw new NotFound('session');
        await sessionModel(db).deleteOne({ _id: session._id });
      },
    }),
  ];
}

function sessionsOf(db: Connection, user: string): Promise<SessionRecord[]> {
  return sessionModel(db)
    .find({ 'session.userId': user, expires: { $gt: new Date() } })
    .sort({ expires: -1 })
    .limit(200)
    .lean()
    .exec();
}

function present({ _id, expires, session }: SessionRecord, current: string) {
  return {
    id: nameOf(_id),
    device: session.device ?? 'Unknown device',
    startedAt: session.startedAt === undefined ? null : new Date(session.startedAt).toISOString(),
    // Each visit sets the end anew.
    lastSeenAt: new Date(expires.getTime() - LIFETIME_MS).toISOString(),
    current: _id === current,
  };
}

/** A session's own id signs in whoever knows it; this one only names it. */
function nameOf(sessionId: string): string {
  return createHash('sha256').update(sessionId).digest('hex').slice(0, 32);
}
