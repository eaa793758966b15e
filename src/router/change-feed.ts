import type { ClientSession, Connection, mongo } from 'mongoose';
import type { Log } from '../../adapters/adapter.ts';
import { errorName } from '../error-name.ts';
import { closeStream } from '../store/close-stream.ts';

/** What others changed since the router last looked. */
export interface Changes {
  people: boolean;
  channels: boolean;
  users: Set<string>;
  loads: Set<string>;
  tickets: Set<string>;
}

const WATCHED = ['users', 'teams', 'settings', 'channels', 'loads', 'tickets', 'journal'];

/** Follows the collections that routing depends on, leaving out what the router itself wrote. */
export interface ChangeFeed {
  /** Takes what was gathered. */
  take(): Changes;
  /** True once the stream broke: everything must be read anew. */
  isBroken(): boolean;
  close(): void;
}

/** Opens the stream; whatever happens after it resolved will be seen. `onChange` wakes the router. */
export async function openChangeFeed(parts: {
  db: Connection;
  session: ClientSession;
  processId: string;
  log: Log;
  onChange(): void;
}): Promise<ChangeFeed> {
  let changes = noChanges();
  let broken = false;
  const database = parts.db.getClient().db(parts.db.name);
  const stream = database.watch(pipelineFor(parts.session, parts.processId), { maxAwaitTimeMS: 500 });
  // The first answer means that the server has the cursor: nothing after it is missed.
  see(await stream.tryNext());
  void follow();

  function see(event: mongo.ChangeStreamDocument | null): void {
    if (event === null) return;
    note(event, changes);
    parts.onChange();
  }

  async function follow(): Promise<void> {
    try {
      while (!stream.closed) see(await stream.next());
    } catch (error) {
      if (stream.closed) return;
      parts.log.warn({ err: errorName(error) }, 'the change feed broke and is opened anew');
      broken = true;
      parts.onChange();
    }
  }

  return {
    take() {
      const taken = changes;
      changes = noChanges();
      return taken;
    },
    isBroken: () => broken,
    close: () => closeStream(stream, parts.log),
  };
}

function noChanges(): Changes {
  return {
    people: false,
    channels: false,
    users: new Set(),
    loads: new Set(),
    tickets: new Set(),
  };
}

function pipelineFor(session: ClientSession, processId: string): object[] {
  return [
    { $match: { 'ns.coll': { $in: WATCHED }, 'lsid.id': { $ne: session.id?.id } } },
    {
      $match: {
        $or: [
          { 'ns.coll': { $ne: 'journal' } },
          { operationType: 'insert', 'fullDocument.by': { $ne: processId } },
          { operationType: 'update', 'updateDescription.updatedFields.state': 'pending' },
        ],
      },
    },
    { $project: { _id: 1, operationType: 1, ns: 1, documentKey: 1 } },
  ];
}

function note(event: mongo.ChangeStreamDocument, changes: Changes): void {
  if (!('ns' in event) || !('documentKey' in event)) return;
  const id = String(event.documentKey._id);
  switch ('coll' in event.ns ? event.ns.coll : '') {
    case 'journal':
      // Whoever is woken looks there anyway.
      break;
    case 'users':
      changes.users.add(id);
      break;
    case 'loads':
      changes.loads.add(id);
      break;
    case 'tickets':
      changes.tickets.add(id);
      break;
    case 'channels':
      changes.channels = true;
      break;
    default:
      changes.people = true;
  }
}
