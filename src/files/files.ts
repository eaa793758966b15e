import type { Readable } from 'node:stream';
import { Readable as ReadableStream } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Connection } from 'mongoose';
import { mongo } from 'mongoose';
import type { Clock, FileStore, Log, StoredFile } from '../../adapters/adapter.ts';
import { reaches } from '../http/access.ts';
import { BadInput, NotFound } from '../http/errors.ts';
import type { Actor } from '../http/route.ts';
import { messageModel } from '../messages/message-model.ts';
import { limitSize, sniff } from './content.ts';
import { type FileMetadata, fileModel } from './file-model.ts';
import { findFileUses, removeFiles } from './unused-files.ts';

/** For how long a file that nothing refers to is kept. */
const KEPT = 24 * 3600 * 1000;
/** So much before its end an upload can no longer be named, so that the sweep takes none from under a reply. */
const MARGIN = 3600 * 1000;

/** Files in GridFS: attachments, raw mails, uploads. */
export interface Files extends FileStore {
  /** A user's own upload. */
  upload(content: Readable, about: { name: string; maxBytes: number; uploader: string }): Promise<StoredFile>;
  /** The files a new message names; throws BadInput for one that is not there, too old, or not the writer's to send. */
  require(ids: readonly string[], actor: Actor): Promise<StoredFile[]>;
  /** A file that the actor may download: on a ticket's message or its source, or their own upload; for an admin, also what a channel brought. Throws NotFound. */
  find(id: string, actor: Actor): Promise<StoredFile>;
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
    about: { name: string; type?: string; contentId?: string; maxBytes: number; uploader: string | null },
  ): Promise<StoredFile> {
    const { type, stream } = await sniff(content, about.type);
    const name = cleanName(about.name);
    const metadata: FileMetadata = {
      type,
      uploader: about.uploader,
      channel: parts.channel ?? null,
      checkAt: new Date(clock.now() + KEPT),
      ...(about.contentId ? { contentId: about.contentId } : {}),
    };
    const sink = bucket.openUploadStream(name, { metadata: { ...metadata } });
    try {
      await pipeline(stream, limitSize(about.maxBytes), sink);
    } catch (error) {
      // What was written of it so far goes.
      await sink.abort();
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

  async function load(ids: readonly string[]): Promise<{ file: StoredFile; metadata: FileMetadata }[]> {
    const valid = ids.filter((id) => mongo.ObjectId.isValid(id)).map((id) => new mongo.ObjectId(id));
    const found = await fileModel(db)
      .find({ _id: { $in: valid } })
      .lean();
    return found.map(({ _id, filename, length, metadata }) => ({
      metadata,
      file: { id: _id.toHexString(), name: filename, type: metadata.type, size: length },
    }));
  }

  async function mayDownload(id: string, metadata: FileMetadata, actor: Actor): Promise<boolean> {
    if (metadata.uploader === actor.id) return true;
    // The replay list shows admins what a channel brought in, with its source.
    if (metadata.channel !== null && reaches(actor.role, 'admin')) return true;
    return isOnMessage(id);
  }

  async function isOnMessage(id: string): Promise<boolean> {
    return (await messageModel(db).exists({ $or: [{ 'attachments.id': id }, { 'raw.id': id }] })) !== null;
  }

  /** An upload that is about to be swept may be named only where a message holds it already. */
  async function mayBeNamed(id: string, metadata: FileMetadata, actor: Actor): Promise<boolean> {
    const isEnding = metadata.checkAt !== undefined && metadata.checkAt.getTime() <= clock.now() + MARGIN;
    return isEnding ? isOnMessage(id) : mayDownload(id, metadata, actor);
  }

  return {
    save(content, about) {
      const stream = Buffer.isBuffer(content) ? ReadableStream.from([content]) : content;
      return store(stream, { ...about, maxBytes: parts.maxBytes, uploader: null });
    },
    upload: (content, about) => store(content, about),
    async discard(files) {
      try {
        const ids = files.map((file) => file.id);
        const { byMessages, byJournal } = await findFileUses(db, ids);
        await removeFiles(
          db,
          ids.filter((id) => !byMessages.has(id) && !byJournal.has(id)),
        );
      } catch (error) {
        const err = error instanceof Error ? error.name : 'unknown';
        parts.log.debug({ err }, 'files were not discarded; the sweep takes them');
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
