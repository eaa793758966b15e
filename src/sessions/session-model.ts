import { type ClientSession, type Connection, type Model, Schema } from 'mongoose';

/** A browser's sign-in, as connect-mongo stores it. */
export interface SessionRecord {
  _id: string;
  expires: Date;
  session: { userId?: string; version?: number; device?: string; startedAt?: number };
}

const schema = new Schema<SessionRecord>(
  { _id: { type: String, required: true }, expires: Date, session: Object },
  { versionKey: false },
);
schema.index({ expires: 1 }, { expireAfterSeconds: 0 });
schema.index({ 'session.userId': 1 });

/** The collection of sessions, on the given connection. */
export function sessionModel(db: Connection): Model<SessionRecord> {
  return db.models.Session ?? db.model<SessionRecord>('Session', schema, SESSIONS);
}

/** The collection's name, which the session store is told as well. */
export const SESSIONS = 'sessions';

/** Deletes all sessions of a user; raise their `sessionVersion` too, for requests that are already running. */
export async function endSessionsOf(db: Connection, userId: string, session: ClientSession): Promise<void> {
  await sessionModel(db).deleteMany({ 'session.userId': userId }, { session });
}
