import type { Readable } from 'node:stream';
import { Readable as ReadableStream } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Connection } from 'mongoose';
import { mongo } from 'mongoose';
import type { Clock, FileStore, Log, StoredFile } from '../../adapters/adapter.ts';
import { errorName } from '../error-name.ts';
import { reaches } from '../http/access.ts';
import { BadInput, NotFound } from '../http/errors.ts';
import type { Actor } from '../http/route.ts';
import { messageModel } from '../messages/message-model.ts';
import { isDuplicateKey } from '../store/connection.ts';
import { limitSize, sniff } from './content.ts';
import { type FileMetadata, type FileRecord, fileModel } from './file-model.ts';
import { isKeptFor } from './kept-files.ts';
import { findFileUses, removeFiles } from './unused-files.ts';

/** For how long a file that nothing refers to is kept. */
const KEPT = 24 * 3600 * 1000;
/** So much before its end an upload can no longer be named, so that the sweep takes none from under a reply. */
const MARGIN = 3600 * 1000;

/** Files in GridFS: attachments, raw mails, uploads. */
export interface Files extends FileStore {
  /** A user's own upload. Where an attempt that died has stored it under the id `made`, it is that file. */
  upload(content: Readable, about: Upload): Promise<StoredFile>;
  /** The files a new message names; throws BadInput for one that is not there, too old, or not the writer's to send. */
  require(ids: readonly string[], actor: Actor): Promise<StoredFile[]>;
  /** A file that the actor may download: on a ticket's message or its source, or their own upload; for an admin, also what a channel brought. Throws NotFound. */
  find(id: string, actor: Actor): Promise<StoredFile>;
}

interface Upload {
  name: string;
  maxBytes: number;
  uploader: string;
  made: string;
}

interface FilesParts {
  db: Connection;
  clock: Clock;
  log: Log;
  /** Limits what channels bring in. */
  maxBytes: number;
  /** The channel whose files these are; absent for those of users. */
  channel?: string;
}

/** The files as the gateway sees them, or one channel's adapter. */
export function createFiles(parts: FilesParts): Files {
  const { db, clock } = parts;
  const database = db.getClient().db(db.name);
  const bucket = new mongo.GridFSBucket(database, {
    bucketName: 'files',
    writeConcern: { w: 'majority' },
  });

  async function store(
    content: Readable,
    about: Omit<Upload, 'uploader' | 'made'> & {
      type?: string;
      contentId?: string;
      uploader: string | null;
      made?: string;
    },
  ): Promise<StoredFile> {
    const { type, stream } = await sniff(content, about.type);
    const name = cleanName(about.name);
    const metadata: FileMetadata = {
      type,
      uploader: about.uploader,
      channel: parts.channel ?? null,
      checkAt: new Date(clock.now() + KEPT),
      ...(about.contentId ? { contentId: about.contentId } : {}),
      ...(about.made ? { made: about.made } : {}),
    };
    const sink = bucket.openUploadStream(name, { metadata: { ...metadata } });
    try {
      await pipeline(stream, limitSize(about.maxBytes), sink);
    } catch (error) {
      await takeBack([sink.id.toHexString()]);
      throw error;
    }
    const id = sink.id.toHexString();
    return {
      id,
      name,
      type,
      size: sink.length,
      ...(about.contentId ? { contentId: about.contentId } : {}),
    };
  }

  /** Removes what nothing refers to. Never rejects: what stays, the sweep takes. */
  async function takeBack(ids: readonly string[]): Promise<void> {
    try {
      await removeFiles(db, ids);
    } catch (error) {
      parts.log.debug({ err: errorName(error) }, 'files were not removed; the sweep takes them');
    }
  }

  async function findMade(made: string): Promise<StoredFile | null> {
    const found = await fileModel(db).findOne({ 'metadata.made': made }).lean();
    return found && presentRecord(found);
  }

  async function load(ids: readonly string[]): Promise<{ file: StoredFile; metadata: FileMetadata }[]> {
    const valid = ids.filter((id) => mongo.ObjectId.isValid(id)).map((id) => new mongo.ObjectId(id));
    const found = await fileModel(db)
      .find({ _id: { $in: valid } })
      .lean();
    return found.map((record) => ({ metadata: record.metadata, file: presentRecord(record) }));
  }

  async function mayDownload(id: string, metadata: FileMetadata, actor: Actor): Promise<boolean> {
    if (metadata.uploader === actor.id) return true;
    // The replay list shows admins what a channel brought in, with its source.
    if (metadata.channel !== null && reaches(actor.role, 'admin')) return true;
    return (await isOnMessage(id)) || isKeptFor(db, id, actor);
  }

  async function isOnMessage(id: string): Promise<boolean> {
    return (await messageModel(db).exists({ $or: [{ 'attachments.id': id }, { 'raw.id': id }] })) !== null;
  }

  /** An upload that is about to be swept may be named only where something holds it already. */
  async function mayBeNamed(id: string, metadata: FileMetadata, actor: Actor): Promise<boolean> {
    const isEnding = metadata.checkAt !== undefined && metadata.checkAt.getTime() <= clock.now() + MARGIN;
    if (!isEnding) return mayDownload(id, metadata, actor);
    return (await isOnMessage(id)) || isKeptFor(db, id, actor);
  }

  return {
    save(content, about) {
      const stream = Buffer.isBuffer(content) ? ReadableStream.from([content]) : content;
      return store(stream, { ...about, maxBytes: parts.maxBytes, uploader: null });
    },
    async upload(content, about) {
      const earlier = await findMade(about.made);
      if (earlier) {
        content.resume();
        return earlier;
      }
      return store(content, about).catch(async (error: unknown) => {
        const first = isDuplicateKey(error) ? await findMade(about.made) : null;
        if (first === null) throw error;
        return first;
      });
    },
    async discard(files) {
      try {
        const ids = files.map((file) => file.id);
        const { byMessages, byJournal } = await findFileUses(db, ids);
        await takeBack(ids.filter((id) => !byMessages.has(id) && !byJournal.has(id)));
      } catch (error) {
        parts.log.debug({ err: errorName(error) }, 'files were not discarded; the sweep takes them');
      }
    },
    async open(id) {
      return bucket.openDownloadStream(new mongo.ObjectId(id));
    },
    async require(ids, actor) {
      const known = new Map((await load(ids)).map((f) => [f.file.id, f]));
      const allowed = await Promise.all(
        ids.map(async (id) => {
          const found = known.get(id);
          return found && (await mayBeNamed(id, found.metadata, actor)) ? found.file : null;
        }),
      );
      const errors = allowed.flatMap((file, i) =>
        file ? [] : [{ path: `attachments.${i}`, message: 'There is no such file.' }],
      );
      if (errors.length > 0) throw new BadInput(errors);
      return allowed.filter((file) => file !== null);
    },
    async find(id, actor) {
      const [found] = await load([id]);
      if (!found || !(await mayDownload(id, found.metadata, actor))) throw new NotFound('file');
      return found.file;
    },
  };
}

function presentRecord({ _id, filename, length, metadata }: FileRecord): StoredFile {
  return { id: _id.toHexString(), name: filename, type: metadata.type, size: length };
}

/** A file's name without path, control and direction characters, and what systems reject. */
function cleanName(name: string): string {
  const bare = name.split(/[/\\]/).at(-1) ?? '';
  const clean = bare
    .replace(/[\p{Cc}<>:"|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .slice(-200)
    .toWellFormed()
    .replace(/^[\s.]+|[\s.]+$/g, '');
  return clean || 'file';
}
