import type { Readable } from 'node:stream';
import { Readable as ReadableStream } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Connection } from 'mongoose';
import { mongo } from 'mongoose';
import type { FileStore, StoredFile } from '../../adapters/adapter.ts';
import { reaches } from '../http/access.ts';
import { BadInput, NotFound } from '../http/errors.ts';
import type { Actor } from '../http/route.ts';
import { messageModel } from '../messages/message-model.ts';
import { limitSize, sniff } from './content.ts';

/** What GridFS keeps beside a file's content. */
interface FileMetadata {
  type: string;
  contentId?: string;
  /** The user or key that uploaded it; null for what came by a channel. */
  uploader: string | null;
  channel: string | null;
}

/** Files in GridFS: attachments, raw mails, uploads. */
export interface Files extends FileStore {
  /** A user's own upload. */
  upload(content: Readable, about: { name: string; maxBytes: number; uploader: string }): Promise<StoredFile>;
  /** Takes back an upload that did not come to be of use. */
  discard(id: string): Promise<void>;
  /** The files a new message names; throws BadInput for one that is not there or not the writer's to send. */
  require(ids: readonly string[], actor: Actor): Promise<StoredFile[]>;
  /** A file that the actor may download: on a ticket's message, or their own upload; for an admin, also what a channel brought. Throws NotFound. */
  find(id: string, actor: Actor): Promise<StoredFile>;
}

/** `maxBytes` limits what channels bring in. */
export function createFiles(parts: { db: Connection; maxBytes: number; channel?: string }): Files {
  const { db } = parts;
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
    const found = await database
      .collection<GridFile>('files.files')
      .find({ _id: { $in: valid } })
      .toArray();
    return found.map(({ _id, filename, length, metadata }) => ({
      metadata,
      file: { id: _id.toHexString(), name: filename, type: metadata.type, size: length },
    }));
  }

  async function mayDownload(id: string, metadata: FileMetadata, actor: Actor): Promise<boolean> {
    if (metadata.uploader === actor.id) return true;
    // The replay list shows admins what a channel brought in, with its source.
    if (metadata.channel !== null && reaches(actor.role, 'admin')) return true;
    return (await messageModel(db).exists({ 'attachments.id': id })) !== null;
  }

  return {
    save(content, about) {
      const stream = Buffer.isBuffer(content) ? ReadableStream.from([content]) : content;
      return store(stream, { ...about, maxBytes: parts.maxBytes, uploader: null });
    },
    upload: (content, about) => store(content, about),
    discard: (id) => bucket.delete(new mongo.ObjectId(id)),
    async open(id) {
      return bucket.openDownloadStream(new mongo.ObjectId(id));
    },
    async require(ids, actor) {
      const known = new Map((await load(ids)).map((f) => [f.file.id, f]));
      const allowed = await Promise.all(
        ids.map(async (id) => {
          const found = known.get(id);
          return found && (await mayDownload(id, found.metadata, actor)) ? found.file : null;
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

interface GridFile {
  _id: mongo.ObjectId;
  filename: string;
  length: number;
  metadata: FileMetadata;
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
