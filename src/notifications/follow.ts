import { setTimeout as pause } from 'node:timers/promises';
import { type Connection, mongo } from 'mongoose';
import type { Log } from '../../adapters/adapter.ts';
import { closeStream } from '../store/close-stream.ts';
import { isPassing } from '../store/connection.ts';
import { type Change, HINT_PIPELINE, type Hint, hintsOf } from './hints.ts';

/** As many changes wait in memory at most. */
const MAX_WAITING = 5000;
const MAX_BATCH = 500;

/** Hints in their order, and where the stream goes on once they were taken care of. */
export interface HintBatch {
  hints: Hint[];
  token: unknown;
}

/** What happens in tickets and messages, from a position on. */
export interface Follower {
  /** The next hints; null when there are none for now. Throws when the stream broke. */
  take(): HintBatch | null;
  close(): void;
}

/** The position is older than what the database remembers: what happened since is to be looked for elsewhere. */
export class PositionLost extends Error {
  override readonly name = 'PositionLost';
}

/** Follows tickets and messages from a position on, or from now. Throws PositionLost. */
export async function openFollower(
  { db, log }: { db: Connection; log: Log },
  token: unknown,
  onChange: () => void,
): Promise<Follower> {
  const stream = db
    .getClient()
    .db(db.name)
    .watch<{ _id: string }, Change>(HINT_PIPELINE, {
      maxAwaitTimeMS: 500,
      ...(token === null ? {} : { resumeAfter: token }),
    });
  const waiting: Change[] = [];
  let failure: unknown = null;
  try {
    keep(await stream.tryNext());
  } catch (error) {
    closeStream(stream, log);
    throw isLost(error) ? new PositionLost('The change stream cannot go on there.', { cause: error }) : error;
  }
  void follow();

  function keep(change: Change | null): void {
    if (change === null) return;
    waiting.push(change);
    onChange();
  }

  async function follow(): Promise<void> {
    try {
      while (!stream.closed) {
        if (waiting.length >= MAX_WAITING) await pause(20);
        else keep(await stream.next());
      }
    } catch (error) {
      failure = error;
      onChange();
    }
  }

  return {
    take() {
      const taken = waiting.splice(0, MAX_BATCH);
      if (taken.length === 0 && failure !== null) throw failure;
      // Without changes the stream's own position moves on all the same, so that it never falls too far behind.
      const position = waiting.length === 0 && taken.length === 0 ? stream.resumeToken : taken.at(-1)?._id;
      return position ? { hints: taken.flatMap(hintsOf), token: position } : null;
    },
    close: () => closeStream(stream, log),
  };
}

/** The server answered that it cannot go on there: the position rolled out of the oplog, or is of another database. */
function isLost(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && !isPassing(error);
}
