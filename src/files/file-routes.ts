import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import busboy from 'busboy';
import type { Request } from 'express';
import { z } from 'zod';
import { ChannelError, type StoredFile } from '../../adapters/adapter.ts';
import { AppError, BadInput } from '../http/errors.ts';
import { type Route, route } from '../http/route.ts';
import { FileSchema } from '../messages/message-schemas.ts';
import { presentFile } from '../messages/present-message.ts';
import type { Files } from './files.ts';

/** Largest upload by a user, in bytes. */
const MAX_UPLOAD = 25 * 1024 * 1024;
/** What a browser may show in the page; everything else is downloaded, a mail's source always. */
const SHOWN = /^(image\/(png|jpeg|gif|webp|avif)|audio\/|video\/|application\/pdf$|text\/plain$)/;
const SOURCE = /\.eml$/i;

const area = 'files';

/** The routes by which files are uploaded and downloaded. */
export function createFileRoutes({ files }: { files: Files }): Route[] {
  return [
    route({
      method: 'post',
      path: '/files',
      summary: 'Stores a file, sent as the multipart field `file`',
      access: 'agent',
      area,
      status: 201,
      makes: true,
      multipart: true,
      response: FileSchema,
      handle: async ({ actor, req, made }) =>
        presentFile(await receive(req, files, { uploader: actor.id, made })),
    }),
    route({
      method: 'get',
      path: '/files/:id',
      summary: 'Downloads a file',
      access: 'agent',
      area,
      params: z.strictObject({ id: z.string().min(1).max(100) }),
      streams: 'application/octet-stream',
      async handle({ params, actor, res }) {
        const file = await files.find(params.id, actor);
        const isShown = SHOWN.test(file.type) && !SOURCE.test(file.name);
        res.set({
          'Content-Type': file.type,
          'Content-Length': String(file.size),
          'Content-Disposition': disposition(isShown ? 'inline' : 'attachment', file.name),
          'Content-Security-Policy': "default-src 'none'; sandbox",
          'X-Content-Type-Options': 'nosniff',
          'Cache-Control': 'private, max-age=3600',
        });
        await pipeline(await files.open(file.id), res);
      },
    }),
  ];
}

/** RFC 6266: a plain name for old programs, and the whole one as RFC 8187 writes it. */
function disposition(type: 'inline' | 'attachment', name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const whole = encodeURIComponent(name).replace(/['()*!]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `${type}; filename="${plain}"; filename*=UTF-8''${whole}`;
}

/** Reads the one file of a multipart body (RFC 7578); throws BadInput when it is not there. */
async function receive(
  req: Request,
  files: Files,
  by: { uploader: string; made: string },
): Promise<StoredFile> {
  const parser = openParser(req);
  let stored: Promise<StoredFile> | null = null;
  const unknown: string[] = [];
  parser.on('file', (field, stream, { filename }) => {
    if (field !== 'file' || stored) {
      unknown.push(field);
      stream.resume();
      return;
    }
    stored = files.upload(detach(stream), { name: filename ?? 'file', maxBytes: MAX_UPLOAD, ...by });
    // Whether it was stored is asked once the whole body has been read.
    stored.catch(() => undefined);
  });
  parser.on('field', (field) => unknown.push(field));
  await pipeline(req, parser).catch((cause: unknown) => {
    throw new AppError(400, 'bad-multipart', 'The multipart body is broken.', { cause });
  });
  if (unknown.length > 0) {
    await takeBack(stored, files);
    throw new BadInput(unknown.map((path) => ({ path, message: 'Only one `file` is taken.' })));
  }
  if (!stored) throw new BadInput([{ path: 'file', message: 'Send the file as the field `file`.' }]);
  return uploaded(stored);
}

/** A copy that may be given up half-way; the parser would wait for ever for one of its own streams that was. */
function detach(stream: Readable): Readable {
  const copy = stream.pipe(new PassThrough());
  stream.on('error', (error) => copy.destroy(error));
  copy.on('close', () => stream.resume());
  // Whoever reads it learns of the error by reading, also when they begin after it.
  copy.on('error', () => undefined);
  return copy;
}

async function takeBack(stored: Promise<StoredFile> | null, files: Files): Promise<void> {
  // One that was not stored needs no taking back.
  const file = await stored?.catch(() => null);
  if (file) await files.discard([file]);
}

async function uploaded(stored: Promise<StoredFile>): Promise<StoredFile> {
  try {
    return await stored;
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    const errors = [{ path: 'file', message: `At most ${MAX_UPLOAD / 1024 / 1024} MB are taken.` }];
    throw new AppError(413, 'too-large', error.message, { errors });
  }
}

function openParser(req: Request): busboy.Busboy {
  try {
    return busboy({ headers: req.headers, limits: { files: 2, fields: 10 }, defParamCharset: 'utf8' });
  } catch (cause) {
    throw new AppError(415, 'wrong-media-type', 'Send multipart/form-data with a field `file`.', { cause });
  }
}
