import type { ClientSession, Connection } from 'mongoose';
import { Conflict, NotFound } from '../http/errors.ts';
import { isDuplicateKey } from '../store/connection.ts';
import { type UserRecord, userModel } from './user-model.ts';

/** The stored user; throws NotFound. */
export async function findUser(db: Connection, id: string, session?: ClientSession): Promise<UserRecord> {
  const user = await userModel(db)
    .findById(id)
    .session(session ?? null)
    .lean();
  if (!user) throw new NotFound('user');
  return user;
}

/** Turns a violation of the unique index on addresses into what the caller may see. */
export function refuseTakenEmail(error: unknown): never {
  if (!isDuplicateKey(error)) throw error;
  const message = 'Another user has this address.';
  throw new Conflict('email-taken', message, [{ path: 'email', message }]);
}
