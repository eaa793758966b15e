import type { Request } from 'express';
import type { Connection } from 'mongoose';
import { z } from 'zod';
import type { Clock } from '../../adapters/adapter.ts';
import { type Route, route } from '../http/route.ts';
import { presentSession, SessionSchema } from '../sessions/session-routes.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { UserRecord } from '../users/user-model.ts';
import { NewUser } from '../users/user-schemas.ts';
import type { FirstAdmin } from './first-admin.ts';
import type { Invitations } from './invitations.ts';

/** What the routes of set-up and invitations need. */
export interface SetupRouteParts {
  db: Connection;
  clock: Clock;
  sessions: Sessions;
  firstAdmin: FirstAdmin;
  invitations: Invitations;
}

const Token = z.string().min(1).max(200);
const { name, email } = NewUser.shape;
const password = NewUser.shape.password.unwrap();

/** The routes behind links that work once: they end in being signed in. */
export function createSetupRoutes(parts: SetupRouteParts): Route[] {
  const shared = {
    method: 'post',
    access: 'public',
    area: 'setup',
    status: 201,
    response: SessionSchema,
  } as const;
  return [
    route({
      ...shared,
      path: '/setup',
      summary: 'Makes the first super admin, by the link printed at the start',
      body: z.strictObject({ token: Token, name, email, password }).meta({ id: 'Setup' }),
      handle: async ({ body, req }) => signIn(parts, req, await parts.firstAdmin.redeem(body)),
    }),
    route({
      ...shared,
      path: '/invitations/accept',
      summary: 'Chooses a password, by the link of an invitation',
      body: z
        .strictObject({ token: Token, name: name.optional(), password, code: z.string().max(50).optional() })
        .meta({ id: 'InvitationAccepted' }),
      handle: async ({ body, req }) =>
        signIn(parts, req, await parts.invitations.accept({ ...body, address: req.ip ?? '' })),
    }),
  ];
}

async function signIn(parts: SetupRouteParts, req: Request, user: UserRecord) {
  return presentSession(parts, user, await parts.sessions.start(req, user));
}
