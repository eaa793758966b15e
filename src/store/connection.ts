import mongoose, { type ClientSession, type Connection } from 'mongoose';

/** Connects to the replica set. Writes wait for a majority: acknowledged means stored (I1). */
export async function connectStore(uri: string): Promise<Connection> {
  return mongoose
    .createConnection(uri, {
      ...(hasDatabase(uri) ? {} : { dbName: 'deskroute' }),
      writeConcern: { w: 'majority' },
      readConcern: { level: 'majority' },
      retryWrites: true,
      maxPoolSize: 50,
      serverSelectionTimeoutMS: 10_000,
      autoIndex: false,
      autoCreate: false,
    })
    .asPromise();
}

/** Whether a connection string names a database (the part after the hosts). */
function hasDatabase(uri: string): boolean {
  return /^mongodb(\+srv)?:\/\/[^/]+\/[^?]+/.test(uri);
}

/**
 * Runs `work` in one transaction and answers its result. It may run again after a write conflict, so it
 * must read what it depends on inside, and keep nothing outside. A given session is used and left open.
 */
export async function inTransaction<T>(
  db: Connection,
  work: (session: ClientSession) => Promise<T>,
  given?: ClientSession,
): Promise<T> {
  const session = given ?? (await db.startSession());
  try {
    return await session.withTransaction(() => work(session), {
      readConcern: { level: 'snapshot' },
      writeConcern: { w: 'majority' },
    });
  } finally {
    if (!given) await session.endSession();
  }
}

/** True for a violation of a unique index. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 11000;
}

/**
 * Codes of MongoDB for what was ended from outside, by a change of primary, an operator, or whoever takes over from a
 * process that seemed dead. The driver labels them passing in some places only.
 */
const PASSING_CODES = new Set<unknown>([
  ...[6, 7, 43, 64, 89, 91, 112, 134, 189, 225, 237, 251, 262, 9001, 10107],
  ...[11600, 11601, 11602, 13435, 13436],
]);

/**
 * True when the database could not be reached, changed its primary or was interrupted: the same may work in a moment.
 * A write may have come to pass all the same.
 */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof mongoose.mongo.MongoError)) return false;
  return (
    PASSING_CODES.has(error.code) ||
    error instanceof mongoose.mongo.MongoNetworkError ||
    error instanceof mongoose.mongo.MongoServerSelectionError ||
    error.hasErrorLabel('TransientTransactionError') ||
    error.hasErrorLabel('RetryableWriteError') ||
    error.hasErrorLabel('UnknownTransactionCommitResult')
  );
}
