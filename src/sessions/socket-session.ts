import type { IncomingMessage } from 'node:http';
import type { Connection } from 'mongoose';
import { z } from 'zod';
import type { UserRecord } from '../users/user-model.ts';
import { findSessionUser } from './authenticate.ts';
import { sessionModel } from './session-model.ts';

/** What the session middleware puts on a request. */
const WithSession = z.object({
  sessionID: z.string(),
  session: z.object({ userId: z.string(), version: z.number() }),
});

/** A console's socket that is signed in. */
export interface SocketSession {
  id: string;
  user: UserRecord;
}

/** The session of a socket's handshake, which the session middleware has seen; null without one, or when it is over. */
export async function findSocketSession(
  db: Connection,
  request: IncomingMessage,
): Promise<SocketSession | null> {
  const seen = WithSession.safeParse(request);
  if (!seen.success) return null;
  const { sessionID: id, session } = seen.data;
  // A handshake's session is as old as its connection: whether it is still there is asked anew.
  const [user, exists] = await Promise.all([
    findSessionUser(db, session),
    sessionModel(db).exists({ _id: id, expires: { $gt: new Date() } }),
  ]);
  return user && exists ? { id, user } : null;
}
