import { setTimeout } from 'node:timers/promises';
import type { Connection, mongo } from 'mongoose';
import type { Log } from '../../adapters/adapter.ts';
import { errorName } from '../error-name.ts';
import { closeStream } from '../store/close-stream.ts';
import { type Change, changePipeline } from './change.ts';

/** What is done with what the feed brings; one after the other. */
export interface FeedListener {
  /** A change, in the order of all changes. */
  onChange(change: Change): Promise<void>;
  /** There is nothing more up to this position. */
  onPosition(position: string): void;
  /** Changes may have been missed; the feed goes on from this position. */
  onGap(position: string): void;
}

/** The stream of all changes that consoles may want to know of, from the moment it was opened. */
export interface ChangeFeed {
  /** Where it begins. */
  readonly begin: string;
  /** Brings everything since then to the listener, until `close`. To be called once. */
  follow(listener: FeedListener): void;
  close(): void;
}

type Stream = mongo.ChangeStream<mongo.BSON.Document, Change>;

/** How long the server waits for a change before it answers that there is none, in milliseconds. */
const WAIT_MS = 1_000;
const REOPEN_MS = 500;

/** Opens the feed; whatever is written after it resolved will be brought. A broken stream is taken up where it was. */
export async function openChangeFeed(db: Connection, log: Log): Promise<ChangeFeed> {
  const stopping = new AbortController();
  let stream = watch(db);
  // The first answer means that the server has the cursor; a change in it counts as before the beginning.
  const begin = (await stream.tryNext())?._id._data ?? positionOf(stream);

  async function follow(listener: FeedListener): Promise<void> {
    for (let last = begin; !stopping.signal.aborted; ) {
      try {
        last = await step(stream, listener, last);
      } catch (error) {
        if (stopping.signal.aborted) return;
        log.warn({ err: errorName(error) }, 'the feed of changes broke and is opened anew');
        last = await reopen(listener, last);
      }
    }
  }

  async function reopen(listener: FeedListener, last: string): Promise<string> {
    for (let from: string | null = last; !stopping.signal.aborted; ) {
      await stream.close();
      await setTimeout(REOPEN_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
      stream = watch(db, from);
      try {
        return await resume(stream, listener, from);
      } catch (error) {
        log.warn({ err: errorName(error) }, 'the feed of changes could not be opened');
        // A server that is away is asked again; what it cannot find any more is left out.
        if (!isAway(error)) from = null;
      }
    }
    return last;
  }

  return {
    begin,
    follow(listener) {
      void follow(listener);
    },
    close() {
      stopping.abort();
      closeStream(stream, log);
    },
  };
}

async function resume(stream: Stream, listener: FeedListener, from: string | null): Promise<string> {
  const change = await stream.tryNext();
  const position = change?._id._data ?? positionOf(stream);
  if (from === null) listener.onGap(position);
  else if (change) await listener.onChange(change);
  return position;
}

/** Opens a stream of changes; after a position, or from now on. */
export function watch(db: Connection, after: string | null = null): Stream {
  return db
    .getClient()
    .db(db.name)
    .watch<mongo.BSON.Document, Change>(changePipeline, {
      fullDocument: 'updateLookup',
      maxAwaitTimeMS: WAIT_MS,
      ...(after !== null && { startAfter: { _data: after } }),
    });
}

/** How far a stream has come. */
export function positionOf(stream: Stream): string {
  const token: unknown = stream.resumeToken;
  if (typeof token === 'object' && token !== null && '_data' in token) return String(token._data);
  throw new Error('The change stream has no position.');
}

async function step(stream: Stream, listener: FeedListener, last: string): Promise<string> {
  const change = await stream.tryNext();
  if (change) {
    await listener.onChange(change);
    return change._id._data;
  }
  const position = positionOf(stream);
  if (position !== last) listener.onPosition(position);
  return position;
}

function isAway(error: unknown): boolean {
  return error instanceof Error && ['MongoNetworkError', 'MongoServerSelectionError'].includes(error.name);
}
